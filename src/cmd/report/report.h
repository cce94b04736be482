/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands that read the ledger share: their options, the form of writing, following.
 */
#pragma once

#include "cmd/options.h"
#include "report/report.h"

/* The options of reports as given; strings are owned. */
typedef struct ReportOptions {
	char *since, *until, *tag, *sample;
	gboolean follow, share, csv;
	LedgerFilter filter; /* of since, until, tag and sample; borrows from them */
} ReportOptions;

void report_options_clear(ReportOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ReportOptions, report_options_clear)

typedef enum {
	REPORT_PERIOD = 1 << 0, /* --since --until */
	REPORT_FORM = 1 << 1,   /* --share --csv */
	REPORT_FOLLOW = 1 << 2, /* --follow */
	REPORT_RUN = 1 << 3,    /* --tag --sample */
} ReportEntries;

/* The entries of WHICH (ReportEntries) that read into OPTIONS, then MORE (ended by an empty one,
 * may be NULL); a new array, ended by an empty one. */
GOptionEntry *report_entries(ReportOptions *options, guint which, const GOptionEntry *more);
/* Fill in the filter; FALSE after a complaint. */
gboolean report_options_check(
	const Command *command, const Options *common, ReportOptions *options);
/* Bring MARK to upper case; is it one of the Traffic Light Protocol 2.0, without "TLP:"? */
gboolean report_read_tlp(char *mark);
/* How rows are to be written. */
const WriterForm *report_form(const Options *common, const ReportOptions *options);

/* Run REPORT, which is asked QUESTION besides (ReportContext), with its alerts and following: the
 * exit status. */
int report_run(const Command *command, const Options *common, const ReportOptions *options,
	const Report *report, gpointer question);
/* A command that is one report: the exit status. */
int report_command(const Command *command, const Report *report, int argc, char **argv);
