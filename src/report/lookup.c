/* SPDX-License-Identifier: Apache-2.0
 *
 * The roles that one address or domain was seen in.
 */
#include "base/i18n.h"
#include "report/report.h"

static const Column columns[] = {
	{"query", N_("Address or domain"), CELL_TEXT},
	{"roles.robbed", N_("Robbed"), CELL_COUNT},
	{"roles.impersonated", N_("Impersonated"), CELL_COUNT},
	{"roles.relay", N_("Relay"), CELL_COUNT},
	{"roles.recipient", N_("Recipient"), CELL_COUNT},
	{"probability", N_("Probability"), CELL_SHARE},
	{"first", N_("First"), CELL_TIME},
	{"last", N_("Last"), CELL_TIME},
};

static void span(const LedgerLookup *found, gint64 *ret_first, gint64 *ret_last)
{
	const LedgerRole *const roles[] = {
		&found->robbed, &found->impersonated, &found->relay, &found->recipient};
	*ret_first = *ret_last = 0;
	for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
		if (roles[i]->messages == 0)
			continue;
		if (*ret_first == 0 || roles[i]->first < *ret_first)
			*ret_first = roles[i]->first;
		*ret_last = MAX(*ret_last, roles[i]->last);
	}
}

gboolean lookup_write(ReportContext *context, const char *what, gboolean *ret_hit, GError **error)
{
	LedgerLookup found;
	gint64 first = 0, last = 0;
	if (!ledger_lookup(context->ledger, what, context->filter, &found, error))
		return FALSE;
	span(&found, &first, &last);
	const Cell cells[] = {
		{.text = context->share ? report_shared(what) : what},
		{.number = (gint64)found.robbed.messages},
		{.number = (gint64)found.impersonated.messages},
		{.number = (gint64)found.relay.messages},
		{.number = (gint64)found.recipient.messages},
		{.share = found.probability},
		{.number = first},
		{.number = last},
	};
	report_row(context, what, cells);
	*ret_hit = found.robbed.messages + found.impersonated.messages + found.relay.messages +
			   found.recipient.messages >
		   0;
	return TRUE;
}

const Report report_lookup = {columns, G_N_ELEMENTS(columns), NULL};
