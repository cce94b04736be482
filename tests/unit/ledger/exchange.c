/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers that sensors exchange, in any order and again and again, become the same; a malformed
 * file is refused as a whole.
 */
#include "base/limits.h"
#include "letters.h"

#define HEADER "{\"format\":\"kith-ledger\",\"version\":3}\n"

typedef struct Pair {
	Scratch one, other;
} Pair;

static void pair_set_up(Pair *pair, gconstpointer unused)
{
	scratch_set_up(&pair->one, NULL);
	scratch_set_up(&pair->other, NULL);
}

static void pair_tear_down(Pair *pair, gconstpointer unused)
{
	scratch_tear_down(&pair->one, NULL);
	scratch_tear_down(&pair->other, NULL);
}

static gint by_line(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines of a ledger in an order of their own: that of the file is the order of recording. */
static char *sorted(Ledger *ledger)
{
	g_autofree char *text = dump(ledger);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	qsort(lines, g_strv_length(lines), sizeof *lines, by_line);
	return g_strjoinv("\n", lines);
}

static void test_exchange(Pair *pair, gconstpointer unused)
{
	LedgerMessage shared = letter(2), seen = letter(4);
	shared.recipient_count = 1;
	shared.recorded = 4000;
	seen.source = LEDGER_FROM_SINKHOLE;
	seen.event = span_new("\0\xff", 2);
	seen.time = 0;
	put(pair->one.ledger, letter(1));
	put(pair->one.ledger, letter(2));
	put(pair->other.ledger, shared);
	put(pair->other.ledger, letter(3));
	put(pair->other.ledger, seen);
	g_autofree char *one = dump(pair->one.ledger);
	LedgerImport import = load(pair->other.ledger, one);
	g_assert_cmpstr(import.problem, ==, NULL);
	g_assert_cmpuint(import.messages, ==, 2);
	g_assert_cmpuint(import.sightings, ==, 3);
	g_assert_cmpuint(load(pair->other.ledger, one).sightings, ==, 0);
	g_autofree char *other = dump(pair->other.ledger);
	g_assert_cmpuint(load(pair->one.ledger, other).sightings, ==, 4);
	g_autofree char *one_lines = sorted(pair->one.ledger);
	g_autofree char *other_lines = sorted(pair->other.ledger);
	g_assert_cmpstr(one_lines, ==, other_lines);
	g_assert_nonnull(strstr(one_lines, "\"event\":\"00ff\""));
	g_assert_nonnull(strstr(one_lines, "\"recorded\":4000"));
}

#define LOGIN(time, tag)                                                                           \
	"{\"login\":{\"account\":\"a@b.example\",\"host\":\"h\",\"mechanism\":\"PLAIN\","          \
	"\"first\":" time ",\"last\":" time ",\"recorded\":5,\"tag\":\"" tag "\"}}\n"
#define PASSWORD(hash)                                                                             \
	"{\"password\":{\"account\":\"a@b.example\",\"hash\":\"" hash "\",\"recorded\":5}}\n"

/* Logins and passwords; what is no hash might be a password, and is refused. */
static void test_logins(Pair *pair, gconstpointer unused)
{
	load(pair->one.ledger, HEADER LOGIN("7", "one") PASSWORD("$argon2id$1"));
	load(pair->other.ledger, HEADER LOGIN("3", "two") PASSWORD("$argon2id$2"));
	g_autofree char *one = dump(pair->one.ledger);
	g_assert_cmpstr(load(pair->other.ledger, one).problem, ==, NULL);
	g_autofree char *other = dump(pair->other.ledger);
	g_assert_cmpstr(load(pair->one.ledger, other).problem, ==, NULL);
	g_autofree char *both = dump(pair->one.ledger);
	g_assert_cmpstr(both, ==, other);
	g_assert_nonnull(strstr(both, "\"first\":3,\"last\":7"));
	g_assert_nonnull(strstr(both, "$argon2id$1"));
	g_assert_nonnull(load(pair->one.ledger, HEADER PASSWORD("clear text")).problem);
}

static void test_many(Pair *pair, gconstpointer unused)
{
	enum { many = 2 * LEDGER_LINE_RECIPIENTS + 1 };
	LedgerMailbox to[many];
	LedgerMessage message = letter(1);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < many; i++) {
		g_ptr_array_add(names, g_strdup_printf("%u@ours.example", i));
		to[i] = (LedgerMailbox){names->pdata[i], "ours.example"};
	}
	message.recipients = to;
	message.recipient_count = many;
	g_assert_cmpuint(put(pair->one.ledger, message), ==, many);
	g_autofree char *text = dump(pair->one.ledger);
	LedgerImport import = load(pair->other.ledger, text);
	g_assert_cmpuint(import.messages, ==, 3);
	g_assert_cmpuint(import.sightings, ==, many);
}

/* However much two sensors say of one message, what comes of it can be exchanged again. */
static void test_bounds(Pair *pair, gconstpointer unused)
{
	LedgerCandidate many[2][LIMIT_LEDGER_CANDIDATES];
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	LedgerMessage message = letter(1);
	message.candidate_count = LIMIT_LEDGER_CANDIDATES;
	for (guint half = 0; half < 2; half++) {
		for (guint i = 0; i < LIMIT_LEDGER_CANDIDATES; i++) {
			g_ptr_array_add(names, g_strdup_printf("%u-%u@p.example", i, half));
			many[half][i] = (LedgerCandidate){
				.mailbox = {names->pdata[names->len - 1], "p.example"},
				.weight = half == 0 ? 0.01 : 0.02};
		}
		message.candidates = many[half];
		put(pair->one.ledger, message);
	}
	g_autofree char *text = dump(pair->one.ledger);
	g_assert_null(strstr(text, "0-0@p.example"));
	g_assert_nonnull(strstr(text, "0-1@p.example"));
	g_assert_cmpstr(load(pair->other.ledger, text).problem, ==, NULL);
}

static void refuse(Pair *pair, const char *line)
{
	g_autofree char *good = dump(pair->one.ledger);
	g_autofree char *text = g_strconcat(good, line, "\n", NULL);
	LedgerImport import = load(pair->other.ledger, text);
	g_assert_nonnull(import.problem);
	g_assert_cmpuint(import.line, ==, 3);
	g_autofree char *left = dump(pair->other.ledger);
	g_assert_cmpstr(left, ==, HEADER);
}

static void test_malformed(Pair *pair, gconstpointer unused)
{
#define START "{\"identity\":\"000102030405060708090a0b0c0d0e0f\",\"verdict\":\"hijacked\","
	static const char *const lines[] = {"", "{", "[]", "{}", "{\"identity\":\"00\"}",
		START "\"source\":\"moon\"}", START "\"source\":\"mail\",\"score\":\"9\"}",
		START "\"source\":\"mail\",\"score\":1e300}",
		START "\"source\":\"mail\",\"time\":-1}",
		START "\"source\":\"mail\",\"time\":1e18}",
		START "\"source\":\"mail\",\"event\":\"0\"}",
		START "\"source\":\"mail\",\"event\":\"xy\"}",
		START "\"source\":\"mail\",\"recipients\":{}}",
		START "\"source\":\"mail\",\"recipients\":[1]}",
		START "\"source\":\"mail\",\"candidates\":[{\"weight\":2,\"side\":\"inside\"}]}",
		START "\"source\":\"mail\",\"candidates\":[{\"weight\":1,\"side\":\"top\"}]}",
		START
		"\"source\":\"mail\",\"tracks\":[{\"kind\":1,\"hash\":\"00112233445566778899\"}]}",
		START "\"source\":\"mail\"} x"};
	put(pair->one.ledger, letter(1));
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		refuse(pair, lines[i]);
	g_autofree char *deep = g_strnfill(100000, '[');
	g_autofree char *nested = g_strconcat(START "\"x\":", deep, NULL);
	refuse(pair, nested);
	g_autofree char *long_line = g_strnfill(LIMIT_LEDGER_LINE + 1, ' ');
	refuse(pair, long_line);
}

static void test_foreign(Pair *pair, gconstpointer unused)
{
	g_assert_nonnull(load(pair->one.ledger, "root:x:0:0\n").problem);
	g_assert_nonnull(
		load(pair->one.ledger, "{\"format\":\"kith-ledger\",\"version\":4}\n").problem);
	g_assert_nonnull(load(pair->one.ledger, "\n").problem);
	g_assert_null(
		load(pair->one.ledger, "{\"format\":\"kith-ledger\",\"version\":1}\n").problem);
	g_assert_cmpstr(load(pair->one.ledger, HEADER).problem, ==, NULL);
	g_assert_cmpstr(
		load(pair->one.ledger, HEADER START
			"\"source\":\"mail\",\"new\":{\"a\":[1,null,true]},\"name\":\"]]\\\"]\"}\n")
			.problem,
		==, NULL);
}

static void test_future(Pair *pair, gconstpointer unused)
{
	load(pair->one.ledger,
		HEADER START "\"source\":\"mail\",\"recorded\":200000000000,\"time\":99999}\n");
	g_autofree char *text = dump(pair->one.ledger);
	g_assert_nonnull(strstr(text, "\"recorded\":9000"));
	g_assert_nonnull(strstr(text, "\"time\":9000"));
}

static void test_past(Pair *pair, gconstpointer unused)
{
	load(pair->one.ledger, HEADER START "\"source\":\"mail\",\"recorded\":0,\"time\":7000}\n");
	g_autofree char *text = dump(pair->one.ledger);
	g_assert_nonnull(strstr(text, "\"recorded\":7000"));
	load(pair->other.ledger, HEADER START "\"source\":\"mail\",\"recorded\":0,\"time\":0}\n");
	g_autofree char *timeless = dump(pair->other.ledger);
	g_assert_nonnull(strstr(timeless, "\"recorded\":9000"));
}

static void add(const char *name, void (*test)(Pair *, gconstpointer))
{
	g_test_add(name, Pair, NULL, pair_set_up, test, pair_tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/exchange/again and both ways is as good as once", test_exchange);
	add("/exchange/many recipients are several lines", test_many);
	add("/exchange/logins and passwords", test_logins);
	add("/exchange/what comes of two can be exchanged again", test_bounds);
	add("/exchange/a malformed line refuses the file", test_malformed);
	add("/exchange/other formats and unknown fields", test_foreign);
	add("/exchange/nothing is recorded in the future", test_future);
	add("/exchange/nothing is recorded before it came", test_past);
	return g_test_run();
}
