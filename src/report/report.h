/* SPDX-License-Identifier: Apache-2.0
 *
 * Report: rows out of the ledger, newest first, written by any Writer. What one report is stands in
 * one file: its columns and what fills them.
 */
#pragma once

#include "ledger/query/ledger-query.h"
#include "output/writer.h"

typedef struct ReportContext {
	Ledger *ledger; /* by attribution_open */
	const LedgerFilter *filter;
	gboolean share;    /* nothing personal: neither addresses nor names */
	Writer *writer;    /* for the report's columns */
	GHashTable *seen;  /* rows that were written before are not written again; NULL: all are */
	guint64 rows;      /* counts those written */
	gpointer question; /* what else a report was asked, by the command that runs it; or NULL */
} ReportContext;

typedef struct Report {
	const Column *columns;
	guint count;
	gboolean (*run)(ReportContext *context, GError **error);
} Report;

extern const Report report_victims, report_accounts, report_networks, report_lookup, report_traces;

/* Write CELLS unless a row of KEY was written before. */
void report_row(ReportContext *context, const char *key, const Cell *cells);

/* Write what is known of WHAT, an address or domain; *RET_HIT: it stood in some role. In place of
 * report_lookup's run. */
gboolean lookup_write(ReportContext *context, const char *what, gboolean *ret_hit, GError **error);

/* Is WHAT a SHA-256 in hexadecimal digits or a Message-ID in angle brackets? Then traces_write
 * tells of it: the messages that carry such a file, that a sample of this hash sent, or that have
 * this Message-ID, with their runs. In place of report_traces' run. */
gboolean traces_know(const char *what);
gboolean traces_write(ReportContext *context, const char *what, gboolean *ret_hit, GError **error);

/* ORGANISATION as it may be shared: at a free-mail provider it is a person, and the provider
 * stands in its place. Borrowed from ORGANISATION. */
const char *report_shared(const char *organisation);
/* HOST as it may be shared: a sender may write a person's address there, and then it is "". */
const char *report_shared_host(const char *host);
