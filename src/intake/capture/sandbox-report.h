/* SPDX-License-Identifier: Apache-2.0
 *
 * The report of a sandbox (CAPE, Cuckoo) on the run that a capture was made in: report.json, of
 * which three values are read. Refuses what is no JSON object, nested deeper than
 * LIMIT_REPORT_DEPTH, longer than LIMIT_REPORT, or holds a value longer than LIMIT_REPORT_VALUE.
 * Memory does not grow with it.
 */
#pragma once

#include "intake/unpacker.h"

typedef struct SandboxReport {
	char *sample; /* target.file.sha256, lower-cased; NULL when there is none, as of a URL */
	char *tag;    /* info.custom where the user gave one, else "task-" and info.id; or NULL */
} SandboxReport;

/* The report that belongs to CAPTURE by its place: report.json in its folder, as exported, or in
 * the folder reports there, as the sandbox keeps it; new string, NULL when there is none. */
char *sandbox_report_beside(const char *capture);
/* Read the file PATH; FALSE with KITH_ERROR_IO when it cannot be read, KITH_ERROR_USAGE when it is
 * no report. Else RET is to be cleared. */
gboolean sandbox_report_read(const char *path, SandboxReport *ret, GError **error);
/* The same of what READ gives; FALSE, and the reason, translated and static, in RET_PROBLEM. */
gboolean sandbox_report_parse(
	StreamRead read, gpointer user_data, SandboxReport *ret, const char **ret_problem);
void sandbox_report_clear(SandboxReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SandboxReport, sandbox_report_clear)
