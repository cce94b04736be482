/* SPDX-License-Identifier: Apache-2.0
 *
 * In http.host the host is in lower case and has no port. dotprefix puts a dot before the name, so
 * that the host and all below it end alike.
 */
#include "output/format/network/suricata-rule.h"

#include <string.h>

#include "output/format/escape.h"

void suricata_put_file(const Sheet *sheet, const Indicator *indicator)
{
	if (sheet->rows_of[indicator->kind] > 0)
		return;
	rule_open(sheet, "smtp", "mail with a file", "of a campaign");
	fputs("flow:established,to_server; filesha256:kith.sha256; ", sheet->stream);
	rule_close(sheet, 0, 0);
}

/* http.uri is normalised, http.uri.raw as it was sent. */
void suricata_put_request(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "http", "request to", indicator->host);
	fprintf(sheet->stream, "flow:established,to_server; http.host; content:\"%s\"; bsize:%u; ",
		indicator->host, (guint)strlen(indicator->host));
	fputs("http.uri.raw; content:\"", sheet->stream);
	escape_content(sheet->stream, indicator->path);
	fprintf(sheet->stream, "\"; bsize:%u; ", (guint)strlen(indicator->path));
	rule_close(sheet, indicator->number, 1);
}

void suricata_put_names(const Sheet *sheet, const Indicator *indicator)
{
	static const struct {
		const char *protocol, *what, *buffer;
	} ways[] = {
		{"dns", "DNS question for", "dns.query"},
		{"tls", "TLS to", "flow:established,to_server; tls.sni"},
		{"http", "request to", "flow:established,to_server; http.host"},
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(ways) < RULE_PARTS);
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		const char *fold = i < 2 ? "nocase; " : ""; /* http.host refuses it */
		rule_open(sheet, ways[i].protocol, ways[i].what, indicator->value);
		fprintf(sheet->stream, "%s; dotprefix; content:\".%s\"; %sendswith; ",
			ways[i].buffer, indicator->value, fold);
		rule_close(sheet, indicator->number, i + 1);
	}
}

void suricata_put_address(const Sheet *sheet, const Indicator *indicator)
{
	rule_open_address(sheet, indicator);
	rule_close(sheet, indicator->number, 0);
}
