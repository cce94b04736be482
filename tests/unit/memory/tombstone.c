/* SPDX-License-Identifier: Apache-2.0
 *
 * Tombstones carried from one memory to an older copy of it.
 */
#include "memory/care/tombstone.h"

#include "letters.h"

#define BOB   "bob@partner.example"
#define CAROL "carol@partner.example"
#define DAVE  "dave@solo.example"

static void forget(Lab *lab, const char *address)
{
	const char *const addresses[] = {address, NULL};
	g_autoptr(GError) error = NULL;
	MemoryErased erased;

	memory_forget(lab->memory, addresses, &erased, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_no_error(error);
}

static void copy(Lab *lab, Lab *other)
{
	g_autoptr(GError) error = NULL;

	*other =
		(Lab){.state = g_build_filename(lab->folder, "other", NULL), .secret = lab->secret};
	memory_copy(lab->memory, other->state, &error);
	g_assert_no_error(error);
	lab_open(other, MEMORY_WRITE);
}

/* Carol is forgotten in both, Bob and Dave since the copy was made, which knows Dave not. */
static void test_carried(Lab *lab, gconstpointer data)
{
	g_autoptr(Facts) again = letter_new("3@solo.example", DAVE, "Dave", BOB);
	g_autoptr(GHashTable) addresses =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(Tombstones) tombstones = NULL;
	g_autoptr(GError) error = NULL;
	Lab other;

	lab_teach(lab, letter_new("1@partner.example", BOB, "Bob", "alice@ours.example"), 0);
	lab_teach(lab, letter_new("2@partner.example", CAROL, "Carol", "alice@ours.example"), 0);
	lab_commit(lab);
	forget(lab, CAROL);
	copy(lab, &other);
	forget(lab, BOB);
	forget(lab, DAVE);
	tombstones = tombstones_new(lab->memory, lab->secret, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(tombstones_count(tombstones), ==, 3);
	tombstones_subtract(tombstones, other.memory, &error);
	g_assert_cmpuint(tombstones_count(tombstones), ==, 2);
	g_assert_false(tombstones_has(tombstones, CAROL));
	g_assert_true(tombstones_has(tombstones, DAVE));
	tombstones_find_persons(tombstones, other.memory, addresses, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_hash_table_size(addresses), ==, 1);
	g_assert_true(g_hash_table_contains(addresses, BOB));
	tombstones_put(tombstones, other.memory);
	lab_commit(&other);
	g_assert_cmpint(lab_learn(&other, again, 0), ==, LEARNED_FORGOTTEN);
	lab_close(&other);
	state_remove(other.state);
	g_free(other.state);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/tombstone/carried", Lab, NULL, lab_begin, test_carried, lab_end);
	return g_test_run();
}
