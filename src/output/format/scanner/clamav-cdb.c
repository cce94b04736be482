/* SPDX-License-Identifier: Apache-2.0
 *
 * ClamAV .cdb: a member of a locked archive, by the archive's size and the member's own size and
 * name. That is all one sees without the password, and it stays as it is when the same file is
 * locked with another one, which changes every digest.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

/* Folders before the name are the engine's: here they are not known. */
#define NAME_BEGINS "(^|[/\\\\])"

/* Signs outside ASCII are any bytes: the engine sees them in whatever character set they came. */
static void put_name(FILE *stream, const char *name)
{
	for (; *name != '\0'; name++) {
		const char sign[] = {*name, '\0'};
		if ((*name & 0x80) == 0)
			escape_posix(stream, sign);
		else if ((name[1] & 0x80) == 0)
			fputs(".+", stream);
	}
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	g_auto(GStrv) parts = g_strsplit(indicator->value, ":", 3);
	g_autofree char *name = g_uri_unescape_string(parts[2], NULL);
	fprintf(sheet->stream, "Kith.Member.%u:*:%s:" NAME_BEGINS, indicator->number, parts[0]);
	put_name(sheet->stream, name);
	fprintf(sheet->stream, "$:*:%s:1:*:*:*\n", parts[1]);
}

const Format format_clamav_cdb = {
	.name = "clamav-cdb",
	.file = "kith.cdb",
	.summary = N_("ClamAV: what locked archives hold"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_MEMBER] = put},
};
