/* SPDX-License-Identifier: Apache-2.0
 *
 * What all reports share.
 */
#include "report/report.h"

#include <string.h>

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
