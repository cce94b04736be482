/* SPDX-License-Identifier: Apache-2.0
 *
 * Which sample sent a message, and what a sample sent.
 */
#include <string.h>

#include "base/i18n.h"
#include "report/report.h"

static const Column columns[] = {
	{"query", NULL, CELL_TEXT},
	{"link", N_("Found as"), CELL_WORD},
	{"message_id", N_("Message-ID"), CELL_NAME},
	{"verdict", N_("Verdict"), CELL_WORD},
	{"account", N_("Account"), CELL_NAME},
	{"host", N_("Server"), CELL_NAME},
	{"recipients", N_("Recipients"), CELL_COUNT},
	{"time", N_("Time"), CELL_TIME},
	{"tag", N_("Run"), CELL_NAME},
	{"sample", N_("Sample"), CELL_NAME},
};

/* Our own words, of LedgerTrace. */
static const char *const links[LEDGER_TRACES] = {
	[LEDGER_TRACE_SAMPLE] = N_("sample"),
	[LEDGER_TRACE_FILE] = N_("file"),
	[LEDGER_TRACE_MESSAGE] = N_("message"),
};

typedef struct Search {
	ReportContext *context;
	const char *what;
	gboolean hit;
} Search;

static gboolean write_row(const LedgerTraceRow *row, gpointer user_data)
{
	Search *search = user_data;
	gboolean share = search->context->share;
	const Cell cells[] = {
		{.text = search->what},
		{.text = links[row->trace]},
		{.text = share ? "" : row->message_id},
		{.text = ledger_verdict_name(row->verdict)},
		{.text = share ? "" : row->sender.address},
		{.text = share ? report_shared_host(row->host) : row->host},
		{.number = (gint64)row->recipients},
		{.number = row->time},
		{.text = row->run.tag},
		{.text = row->run.sample},
	};
	search->hit = TRUE;
	report_row(search->context, NULL, cells);
	return TRUE;
}

static gboolean is_digest(const char *what)
{
	return strlen(what) == 64 && strspn(what, "0123456789abcdefABCDEF") == 64;
}

static gboolean is_message_id(const char *what)
{
	return what[0] == '<' && what[1] != '>' && what[strlen(what) - 1] == '>';
}

gboolean traces_know(const char *what)
{
	return is_digest(what) || is_message_id(what);
}

static gboolean find(Search *search, LedgerTrace trace, const char *what, GError **error)
{
	return ledger_each_trace(search->context->ledger, trace, what, search->context->filter,
		write_row, search, error);
}

gboolean traces_write(ReportContext *context, const char *what, gboolean *ret_hit, GError **error)
{
	Search search = {.context = context, .what = what};
	g_autofree char *message_id =
		is_message_id(what) ? g_strndup(what + 1, strlen(what) - 2) : NULL;
	gboolean done = message_id != NULL ? find(&search, LEDGER_TRACE_MESSAGE, message_id, error)
					   : find(&search, LEDGER_TRACE_SAMPLE, what, error) &&
						     find(&search, LEDGER_TRACE_FILE, what, error);

	*ret_hit = search.hit;
	return done;
}

const Report report_traces = {columns, G_N_ELEMENTS(columns), NULL};
