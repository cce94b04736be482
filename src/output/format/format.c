/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of formats: a new one is a row here and a file.
 */
#include "output/format/format.h"

#include <string.h>

#include "output/format/table.h"

const Format *const format_table[] = {
	&format_urls,
	&format_hosts,
	&format_cidr,
	&format_hashes,
	&format_accounts,
	&format_csv,
	&format_json,
	&format_clamav_hsb,
	&format_clamav_hdb,
	&format_clamav_ndb,
	&format_clamav_ldb,
	&format_clamav_cdb,
	&format_yara,
	&format_rpz,
	&format_unbound,
	&format_squid_domains,
	&format_squid_urls,
	&format_snort,
	&format_suricata,
	&format_suricata_8,
	&format_nftables,
	&format_rspamd,
	&format_spamassassin,
	&format_postfix_access,
	&format_postfix_client,
	&format_postfix_headers,
	&format_postfix_body,
	&format_sieve,
	&format_misp_manifest,
	&format_misp_event,
	&format_misp_hashes,
	&format_stix,
	NULL,
};

const Format *format_find(const char *name)
{
	for (guint i = 0; format_table[i] != NULL; i++)
		if (strcmp(format_table[i]->name, name) == 0)
			return format_table[i];
	return NULL;
}

char *format_path(const Format *format, const Release *release)
{
	char uuid[FORMAT_UUID_BYTES];
	format_uuid(release, "release", format->name, uuid);
	g_auto(GStrv) parts = g_strsplit(format->file, "{uuid}", 2);
	return g_strjoinv(uuid, parts);
}

/* The namespace of all UUIDs that kith makes. */
static const guint8 namespace[] = {0x6b, 0x69, 0x74, 0x68, 0x5d, 0x2e, 0x4c, 0x1b, 0x9a, 0x07, 0xe1,
	0x53, 0x22, 0x8f, 0xd0, 0x46};

void format_uuid(
	const Release *release, const char *kind, const char *value, char out[FORMAT_UUID_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	guint8 hash[20];
	gsize length = sizeof hash;
	const char *const parts[] = {release->producer, kind, value};
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	g_checksum_update(sum, namespace, sizeof namespace);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		g_checksum_update(sum, (const guchar *)parts[i], (gssize)strlen(parts[i]) + 1);
	g_checksum_get_digest(sum, hash, &length);
	hash[6] = (guint8)((hash[6] & 0x0F) | 0x50);
	hash[8] = (guint8)((hash[8] & 0x3F) | 0x80);
	for (guint i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = digits[hash[i] >> 4];
		*out++ = digits[hash[i] & 0x0F];
	}
	*out = '\0';
}

void sheet_begin(Sheet *sheet)
{
	if (sheet->format->begin != NULL)
		sheet->format->begin(sheet);
}

void sheet_put(Sheet *sheet, const Indicator *indicator)
{
	if (sheet->format->put[indicator->kind] == NULL)
		return;
	sheet->format->put[indicator->kind](sheet, indicator);
	sheet->rows++;
	sheet->rows_of[indicator->kind]++;
}

void sheet_end(Sheet *sheet)
{
	if (sheet->format->end != NULL)
		sheet->format->end(sheet);
}

void sheet_mark(const Sheet *sheet, const char *before, const char *after)
{
	fprintf(sheet->stream, "%skith %s, TLP:%s%s\n", before, sheet->format->name,
		sheet->release->tlp, after);
}

void sheet_begin_marked(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
}
