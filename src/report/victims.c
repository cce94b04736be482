/* SPDX-License-Identifier: Apache-2.0
 *
 * Robbed mailboxes, or organisations where no mailbox can be named.
 */
#include "base/i18n.h"
#include "report/attribution.h"
#include "report/report.h"

static const Column columns[] = {
	{"address", N_("Robbed mailbox"), CELL_NAME},
	{"name", NULL, CELL_NAME},
	{"organisation", N_("Organisation"), CELL_TEXT},
	{"repaired", N_("Repaired"), CELL_FLAG},
	{"kind", NULL, CELL_TEXT},
	{"side", N_("Side"), CELL_WORD},
	{"probability", N_("Probability"), CELL_SHARE},
	{"messages", N_("Messages"), CELL_COUNT},
	{"first", N_("First"), CELL_TIME},
	{"last", N_("Last"), CELL_TIME},
};

/* The words of ledger_side_name, for the catalogue. */
static const char *const sides[] = {N_("unknown"), N_("inside"), N_("outside")};

static gboolean write_row(const LedgerVictimRow *row, gpointer user_data)
{
	ReportContext *context = user_data;
	const LedgerVictim *victim = &row->victim;
	const char *organisation = row->mailbox.organisation;
	gboolean person = row->mailbox.address[0] != '\0';
	const Cell cells[] = {
		{.text = context->share ? "" : row->mailbox.address},
		{.text = context->share ? "" : victim->name},
		{.text = context->share ? report_shared(organisation) : organisation},
		{.number = victim->repaired},
		{.text = person ? "person" : "organisation"},
		{.text = sides[victim->side]},
		{.share = victim->probability},
		{.number = (gint64)victim->messages},
		{.number = victim->first},
		{.number = victim->last},
	};
	g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT, victim->mailbox);
	report_row(context, key, cells);
	return TRUE;
}

static gboolean run(ReportContext *context, GError **error)
{
	return attribution_each_victim(context->ledger, context->filter, write_row, context, error);
}

const Report report_victims = {columns, G_N_ELEMENTS(columns), run};
