/* SPDX-License-Identifier: Apache-2.0
 *
 * A value out of a ledger, its first byte the kind. What is taken is printable and without the
 * signs that end lines and strings, and stays what it is when it is spelled again.
 */
#include <stdint.h>
#include <string.h>

#include "report/coverage/personal.h"
#include "report/coverage/spelling.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(IndicatorKind kind, const char *value)
{
	g_autofree char *key = NULL;
	g_autofree char *again = spelling_of(kind, value, &key);
	g_assert_cmpstr(again, ==, value);
	for (const char *at = value; *at != '\0'; at++)
		g_assert_true(g_ascii_isgraph(*at) && *at != '"' && *at != '\\');
	if (kind == INDICATOR_URL) {
		g_autofree char *host = spelling_host(value);
		g_assert_cmpint(spelling_path(value)[0], ==, '/');
		g_assert_cmpstr(host, !=, "");
		personal_names_somebody(value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	IndicatorKind kind = data[0] % INDICATOR_KINDS;
	g_autofree char *raw = g_strndup((const char *)data + 1, size - 1);
	g_autofree char *key = NULL;
	g_autofree char *value = spelling_of(kind, raw, &key);
	if (value != NULL)
		check(kind, value);
	return 0;
}
