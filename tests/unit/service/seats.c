/* SPDX-License-Identifier: Apache-2.0
 *
 * Seats are shared out among networks: one that holds many waits behind one that holds none.
 */
#include "service/guard/seats.h"

enum { settle = G_USEC_PER_SEC / 5, patience = 20 * G_USEC_PER_SEC };

typedef struct Guest {
	Seats *seats;
	const char *network;
	gint seated;
	GThread *thread;
} Guest;

static gpointer wait_for_seat(gpointer data)
{
	Guest *guest = data;
	g_atomic_int_set(&guest->seated, seats_take(guest->seats, guest->network, patience));
	return NULL;
}

/* They stand in the queue in the order in which they come. */
static void come(Guest *guest, Seats *seats, const char *network)
{
	*guest = (Guest){.seats = seats, .network = network};
	guest->thread = g_thread_new("guest", wait_for_seat, guest);
	g_usleep(settle);
}

static void test_shared(void)
{
	Seats *seats = seats_new(2);
	Guest many[2], one;
	g_assert_true(seats_take(seats, "many", 0));
	g_assert_true(seats_take(seats, "many", 0));
	come(&many[0], seats, "many");
	come(&many[1], seats, "many");
	come(&one, seats, "one");
	seats_leave(seats, "many");
	g_usleep(settle);
	g_assert_true(g_atomic_int_get(&one.seated));
	g_assert_false(g_atomic_int_get(&many[0].seated));
	seats_leave(seats, "many");
	g_usleep(settle);
	g_assert_true(g_atomic_int_get(&many[0].seated));
	g_assert_false(g_atomic_int_get(&many[1].seated));
	seats_leave(seats, "one");
	g_thread_join(one.thread);
	g_thread_join(many[0].thread);
	g_thread_join(many[1].thread);
	g_assert_true(many[1].seated);
	seats_leave(seats, "many");
	seats_leave(seats, "many");
	seats_free(seats);
}

static void test_alone(void)
{
	Seats *seats = seats_new(2);
	g_assert_true(seats_take(seats, "many", 0));
	g_assert_true(seats_take(seats, "many", 0));
	g_assert_false(seats_take(seats, "many", settle));
	g_assert_false(seats_take(seats, "one", 0));
	seats_leave(seats, "many");
	g_assert_true(seats_take(seats, "one", 0));
	seats_leave(seats, "many");
	seats_leave(seats, "one");
	seats_free(seats);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/seats/shared-among-networks", test_shared);
	g_test_add_func("/seats/all-for-one-alone", test_alone);
	return g_test_run();
}
