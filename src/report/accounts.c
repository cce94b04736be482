/* SPDX-License-Identifier: Apache-2.0
 *
 * Stolen accounts that hijacked mail was relayed through, and those that somebody only logged in
 * to.
 */
#include "base/i18n.h"
#include "mail/domain.h"
#include "report/report.h"

static const Column columns[] = {
	{"account", N_("Relay account"), CELL_NAME},
	{"host", N_("Server"), CELL_NAME},
	{"provider", N_("Provider"), CELL_NAME},
	{"messages", N_("Messages"), CELL_COUNT},
	{"victims", N_("Robbed"), CELL_COUNT},
	{"first", N_("First"), CELL_TIME},
	{"last", N_("Last"), CELL_TIME},
};

static gboolean write_row(const LedgerAccountRow *row, gpointer user_data)
{
	ReportContext *context = user_data;
	g_autofree char *provider = domain_site(report_shared(row->mailbox.organisation));
	const Cell cells[] = {
		{.text = context->share ? "" : row->mailbox.address},
		{.text = context->share ? report_shared_host(row->host) : row->host},
		{.text = provider},
		{.number = (gint64)row->messages},
		{.number = (gint64)row->victims},
		{.number = row->first},
		{.number = row->last},
	};
	g_autofree char *key = row->id != 0 ? g_strdup_printf("%" G_GINT64_FORMAT, row->id)
					    : g_strdup_printf("login %s", row->mailbox.address);
	report_row(context, key, cells);
	return TRUE;
}

static gboolean run(ReportContext *context, GError **error)
{
	return ledger_each_account(context->ledger, context->filter, write_row, context, error);
}

const Report report_accounts = {columns, G_N_ELEMENTS(columns), run};
