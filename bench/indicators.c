/* SPDX-License-Identifier: Apache-2.0
 *
 * `bench-indicators STATE COUNT`: a ledger of COUNT made-up indicators for bench/export.py, in
 * messages of a hundred each, seen on the wire, each through an account of its own. Less than a
 * hundred is left out.
 */
#include <stdio.h>

#include "ledger/ledger.h"

enum { each = 99, batch = 1000, start = 1580349600 };

static char *make_value(LedgerIndicatorKind kind, guint number, GRand *random)
{
	switch (kind) {
	case LEDGER_SHA256:
		return g_strdup_printf("%08x%08x%048x", number, g_rand_int(random), 0);
	case LEDGER_URL:
		return g_strdup_printf("http://www%u.shop-%u.example/wp-content/%08x/?q=a$(b)",
			number % 10, number / 10, g_rand_int(random));
	case LEDGER_HOST:
		return g_strdup_printf("www%u.shop-%u.example", number % 10, number / 10);
	default:
		return g_strdup_printf("%u.%u.%u.%u", 20 + number % 50, number / 50 % 200,
			number / 10000 % 250, number / 2500000);
	}
}

/* Of a hundred: 40 hosts, 39 URLs, 10 files and 10 addresses; the account is the last one. */
static LedgerIndicatorKind kind_of(guint place)
{
	return place < 40   ? LEDGER_HOST
	       : place < 79 ? LEDGER_URL
	       : place < 89 ? LEDGER_SHA256
			    : LEDGER_IP;
}

static gboolean record(Ledger *ledger, guint number, GRand *random, GError **error)
{
	g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
	LedgerIndicator indicators[each];
	g_autofree char *account = g_strdup_printf("user%u@relay-%u.example", number, number / 10);
	LedgerMessage message = {.verdict = LEDGER_HIJACKED,
		.score = 8,
		.time = start + number,
		.recorded = start + number,
		.sender = {account, "relay.example"},
		.source = LEDGER_FROM_CAPTURE,
		.indicators = indicators,
		.indicator_count = each};
	for (guint i = 0; i < each; i++) {
		char *value = make_value(kind_of(i), number * each + i, random);
		g_ptr_array_add(values, value);
		indicators[i] = (LedgerIndicator){kind_of(i), value};
	}
	memcpy(message.identity, &number, sizeof number);
	return ledger_record(ledger, &message, NULL, error);
}

static gboolean fill(const char *state, guint count, GError **error)
{
	GRand *random = g_rand_new_with_seed(1);
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, error);
	guint messages = count / (each + 1);
	gboolean done = ledger != NULL;
	for (guint i = 0; done && i < messages; i++)
		done = (i % batch != 0 || ledger_begin(ledger, error)) &&
		       record(ledger, i, random, error) &&
		       (((i + 1) % batch != 0 && i + 1 < messages) || ledger_commit(ledger, error));
	g_rand_free(random);
	return done;
}

int main(int argc, char **argv)
{
	guint64 count = 0;
	g_autoptr(GError) error = NULL;
	if (argc != 3 ||
		!g_ascii_string_to_unsigned(argv[2], 10, each + 1, 100000000, &count, NULL)) {
		fprintf(stderr, "usage: bench-indicators STATE COUNT, of 100 or more\n");
		return 2;
	}
	if (fill(argv[1], (guint)count, &error))
		return 0;
	fprintf(stderr, "bench-indicators: %s\n", error->message);
	return 2;
}
