/* SPDX-License-Identifier: Apache-2.0
 *
 * When a message came in: what our side saw or wrote goes before what the sender says.
 */
#include "memory/identity.h"

#include "base/limits.h"
#include "letters.h"

/* In the year 9999, which a Date can name. */
#define FAR ((gint64)LIMIT_TIME)

static gint64 time_of(gint64 date, gint64 received, gint64 arrived)
{
	g_autoptr(Facts) facts = letter_new("1@a.example", "a@a.example", "Anna Alt", "");

	facts->date = date;
	facts->arrived = arrived;
	if (received != 0) {
		Hop *hop = hop_new();

		hop->time = received;
		g_ptr_array_add(facts->hops, hop);
	}
	return identity_time(facts);
}

static void test_time(void)
{
	g_assert_cmpint(time_of(NEW_YEAR, 0, 0), ==, NEW_YEAR);
	g_assert_cmpint(time_of(0, 0, 0), ==, 0);
	g_assert_cmpint(time_of(-DAY, 0, 0), ==, 0);
	g_assert_cmpint(time_of(NEW_YEAR - 400 * DAY, NEW_YEAR, 0), ==, NEW_YEAR);
	g_assert_cmpint(time_of(NEW_YEAR + 400 * DAY, NEW_YEAR, 0), ==, NEW_YEAR);
	g_assert_cmpint(time_of(0, NEW_YEAR, 0), ==, NEW_YEAR);
	g_assert_cmpint(time_of(FAR, FAR, NEW_YEAR), ==, NEW_YEAR);
}

/* What is never over would never expire. */
static void test_future(void)
{
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	g_assert_cmpint(time_of(now + 3600, 0, 0), ==, now + 3600);
	g_assert_cmpint(time_of(FAR, 0, 0), >=, now);
	g_assert_cmpint(time_of(FAR, 0, 0), <=, now + 2 * DAY);
	g_assert_cmpint(time_of(NEW_YEAR, FAR, 0), <=, now + 2 * DAY);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/identity/time", test_time);
	g_test_add_func("/identity/future", test_future);
	return g_test_run();
}
