/* SPDX-License-Identifier: Apache-2.0
 *
 * What all reports share.
 */
#include "report/report.h"

#include <gio/gio.h>
#include <string.h>

#include "report/notice/plain.h"

void report_row(ReportContext *context, const char *key, const Cell *cells)
{
	if (context->seen != NULL && !g_hash_table_add(context->seen, g_strdup(key)))
		return;
	writer_row(context->writer, cells);
	context->rows++;
}

const char *report_shared(const char *organisation)
{
	const char *at = strrchr(organisation, '@');
	return at != NULL ? at + 1 : organisation;
}

const char *report_shared_host(const char *host)
{
	return plain_domain(host) || g_hostname_is_ip_address(host) ? host : "";
}
