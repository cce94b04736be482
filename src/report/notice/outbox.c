/* SPDX-License-Identifier: Apache-2.0
 *
 * Files by name and mode; two subjects whose names fall together differ by a hash.
 */
#include "report/notice/outbox.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "report/notice/plain.h"

gboolean outbox_open(const Outbox *outbox, GError **error)
{
	if (g_mkdir_with_parents(outbox->folder, 0700) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", outbox->folder, g_strerror(errno));
	return FALSE;
}

/* Does no other subject come out as NAME? The last "_" of an address stands for its "@". */
static gboolean tells(const char *name, const char *subject)
{
	g_autofree char *same = g_strdelimit(g_strdup(subject), "@", '_');
	return (plain_domain(subject) || plain_address(subject)) && strcmp(name, same) == 0;
}

/* What does not tell by itself has a "~", which no name has that does. */
static char *path_for(
	const Outbox *outbox, const char *kind, const char *subject, const char *suffix)
{
	g_autofree char *name = plain_file_name(subject);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, subject, -1);
	g_autofree char *file =
		tells(name, subject)
			? g_strdup_printf("%s-%s.%s", kind, name, suffix)
			: g_strdup_printf("%s-%s~%.16s.%s", kind, name, digest, suffix);
	return g_build_filename(outbox->folder, file, NULL);
}

gboolean outbox_write(const Outbox *outbox, const char *kind, const char *subject,
	const char *suffix, const char *text, GError **error)
{
	g_autofree char *path = path_for(outbox, kind, subject, suffix);
	g_autoptr(GError) problem = NULL;
	if (!g_file_set_contents_full(
		    path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &problem)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s", problem->message);
		return FALSE;
	}
	outbox->written(kind, subject, path, outbox->data);
	return TRUE;
}

char *outbox_signature(const Outbox *outbox, LetterLanguage language)
{
	const LetterValue values[] = {{"from", outbox->from}, {"contact", outbox->contact}};
	if (outbox->from == NULL && outbox->contact == NULL)
		return NULL;
	g_autofree char *from = letter_fill(language, "from", values, G_N_ELEMENTS(values));
	g_autofree char *contact = letter_fill(language, "contact", values, G_N_ELEMENTS(values));
	return g_strconcat(from, contact, NULL);
}

char *outbox_time(gint64 time)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time);
	return date != NULL && time != 0 ? g_date_time_format(date, "%Y-%m-%d %H:%M")
					 : g_strdup("-");
}
