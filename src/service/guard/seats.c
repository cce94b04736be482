/* SPDX-License-Identifier: Apache-2.0
 *
 * Those who wait stand in one queue; there are as many as sessions of the mail server at most.
 */
#include "service/guard/seats.h"

struct Seats {
	GMutex mutex; /* of what follows */
	GCond shared;
	guint free;
	GHashTable *held; /* network → how many it holds, never 0 */
	GQueue waiting;   /* of Waiter */
};

typedef struct Waiter {
	const char *network;
	gboolean seated;
} Waiter;

Seats *seats_new(guint count)
{
	Seats *seats = g_new0(Seats, 1);
	g_mutex_init(&seats->mutex);
	g_cond_init(&seats->shared);
	seats->free = count;
	seats->held = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_queue_init(&seats->waiting);
	return seats;
}

void seats_free(Seats *seats)
{
	if (seats == NULL)
		return;
	g_queue_clear(&seats->waiting);
	g_hash_table_unref(seats->held);
	g_cond_clear(&seats->shared);
	g_mutex_clear(&seats->mutex);
	g_free(seats);
}

static guint held_by(const Seats *seats, const char *network)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(seats->held, network));
}

static void set_held(Seats *seats, const char *network, guint count)
{
	if (count > 0)
		g_hash_table_insert(seats->held, g_strdup(network), GUINT_TO_POINTER(count));
	else
		g_hash_table_remove(seats->held, network);
}

static GList *find_next(const Seats *seats)
{
	GList *next = seats->waiting.head;
	for (GList *at = next; at != NULL; at = at->next) {
		const Waiter *one = at->data, *other = next->data;
		if (held_by(seats, one->network) < held_by(seats, other->network))
			next = at;
	}
	return next;
}

static void share_out(Seats *seats)
{
	while (seats->free > 0 && seats->waiting.length > 0) {
		GList *next = find_next(seats);
		Waiter *waiter = next->data;
		g_queue_delete_link(&seats->waiting, next);
		set_held(seats, waiter->network, held_by(seats, waiter->network) + 1);
		seats->free--;
		waiter->seated = TRUE;
	}
	g_cond_broadcast(&seats->shared);
}

gboolean seats_take(Seats *seats, const char *network, gint64 patience)
{
	gint64 deadline = g_get_monotonic_time() + patience;
	Waiter waiter = {.network = network};
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&seats->mutex);
	g_queue_push_tail(&seats->waiting, &waiter);
	share_out(seats);
	while (!waiter.seated && g_cond_wait_until(&seats->shared, &seats->mutex, deadline))
		continue;
	if (!waiter.seated)
		g_queue_remove(&seats->waiting, &waiter);
	return waiter.seated;
}

void seats_leave(Seats *seats, const char *network)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&seats->mutex);
	set_held(seats, network, held_by(seats, network) - 1);
	seats->free++;
	share_out(seats);
}
