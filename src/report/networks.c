/* SPDX-License-Identifier: Apache-2.0
 *
 * Organisations with robbed mailboxes or with accounts that relayed. To be shared, all mailboxes of
 * one free-mail provider are one row.
 */
#include "base/i18n.h"
#include "report/report.h"

static const Column columns[] = {
	{"organisation", N_("Organisation"), CELL_TEXT},
	{"robbed", N_("Robbed"), CELL_COUNT},
	{"relays", N_("Relays"), CELL_COUNT},
	{"messages", N_("Messages"), CELL_COUNT},
	{"first", N_("First"), CELL_TIME},
	{"last", N_("Last"), CELL_TIME},
};

typedef struct Network {
	const char *organisation; /* a key of Networks.known */
	guint64 robbed, relays, messages;
	gint64 first, last;
} Network;

typedef struct Networks {
	gboolean share;
	GHashTable *known; /* organisation → index into ROWS and 1 */
	GArray *rows;      /* of Network */
} Networks;

static gboolean add_row(const LedgerNetworkRow *row, gpointer user_data)
{
	Networks *networks = user_data;
	const char *organisation =
		networks->share ? report_shared(row->organisation) : row->organisation;
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(networks->known, organisation));
	if (known == 0) {
		Network network = {.organisation = g_strdup(organisation),
			.first = row->first,
			.last = row->last};
		g_array_append_val(networks->rows, network);
		known = networks->rows->len;
		g_hash_table_insert(
			networks->known, (char *)network.organisation, GUINT_TO_POINTER(known));
	}
	Network *network = &g_array_index(networks->rows, Network, known - 1);
	network->robbed += row->robbed;
	network->relays += row->relays;
	network->messages += row->robbed_messages + row->relay_messages;
	network->first = MIN(network->first, row->first);
	network->last = MAX(network->last, row->last);
	return TRUE;
}

static void write_rows(ReportContext *context, const GArray *rows)
{
	for (guint i = 0; i < rows->len; i++) {
		const Network *network = &g_array_index(rows, Network, i);
		const Cell cells[] = {
			{.text = network->organisation},
			{.number = (gint64)network->robbed},
			{.number = (gint64)network->relays},
			{.number = (gint64)network->messages},
			{.number = network->first},
			{.number = network->last},
		};
		report_row(context, network->organisation, cells);
	}
}

/* The rows come newest first, so that what is folded together stays so. */
static gboolean run(ReportContext *context, GError **error)
{
	Networks networks = {context->share,
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		g_array_new(FALSE, FALSE, sizeof(Network))};
	gboolean done =
		ledger_each_network(context->ledger, context->filter, add_row, &networks, error);
	if (done)
		write_rows(context, networks.rows);
	g_array_unref(networks.rows);
	g_hash_table_unref(networks.known);
	return done;
}

const Report report_networks = {columns, G_N_ELEMENTS(columns), run};
