/* SPDX-License-Identifier: Apache-2.0
 *
 * Two counts in all, and two for each address that has a connection.
 */
#include "service/sink/budget.h"

#include <string.h>

#include "base/limits.h"
#include "intake/capture/seeded-hash.h"

struct BudgetShare {
	guint8 address[16];
	guint connections;
	gsize bytes;
};

struct Budget {
	guint most_connections;
	gsize most_bytes;
	guint connections;
	gsize bytes;
	GHashTable *shares; /* a set of BudgetShare, by address; owned */
};

static guint share_hash(gconstpointer share)
{
	return seeded_hash(((const BudgetShare *)share)->address, 16);
}

static gboolean share_equal(gconstpointer left, gconstpointer right)
{
	return memcmp(((const BudgetShare *)left)->address, ((const BudgetShare *)right)->address,
		       16) == 0;
}

Budget *budget_new(guint connections, gsize bytes)
{
	Budget *budget = g_new0(Budget, 1);

	budget->most_connections = connections;
	budget->most_bytes = bytes;
	budget->shares = g_hash_table_new_full(share_hash, share_equal, g_free, NULL);
	return budget;
}

void budget_free(Budget *budget)
{
	if (budget == NULL)
		return;
	g_hash_table_unref(budget->shares);
	g_free(budget);
}

static BudgetShare *find_or_add(Budget *budget, const Endpoint *client)
{
	BudgetShare wanted = {0};

	memcpy(wanted.address, client->address, sizeof wanted.address);
	BudgetShare *share = g_hash_table_lookup(budget->shares, &wanted);

	if (share != NULL)
		return share;
	share = g_memdup2(&wanted, sizeof wanted);
	g_hash_table_add(budget->shares, share);
	return share;
}

BudgetShare *budget_enter(Budget *budget, const Endpoint *client)
{
	if (budget->connections >= budget->most_connections)
		return NULL;
	BudgetShare *share = find_or_add(budget, client);

	if (share->connections >= MAX(1, LIMIT_SINK_SHARE(budget->most_connections)))
		return NULL;
	budget->connections++;
	share->connections++;
	return share;
}

void budget_leave(Budget *budget, BudgetShare *share, gsize held)
{
	budget->connections--;
	budget->bytes -= held;
	share->bytes -= held;
	if (--share->connections == 0)
		g_hash_table_remove(budget->shares, share);
}

gboolean budget_hold(Budget *budget, BudgetShare *share, gsize *held, gsize bytes)
{
	gsize more = bytes > *held ? bytes - *held : 0;

	if (more > 0 && (budget->bytes + more > budget->most_bytes ||
				share->bytes + more > LIMIT_SINK_SHARE(budget->most_bytes)))
		return FALSE;
	budget->bytes += bytes - *held;
	share->bytes += bytes - *held;
	*held = bytes;
	return TRUE;
}
