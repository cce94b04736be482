/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of truth.jsonl as the generators write them, and as they must be refused.
 */
#include "eval/truth.h"

#include <string.h>

#include "base/limits.h"

static gboolean parses(const char *line, Truth *truth)
{
	const char *problem = NULL;
	gboolean parsed = truth_parse(line, strlen(line), truth, &problem);
	g_assert_true(parsed == (problem == NULL));
	return parsed;
}

static void refuses(const char *line)
{
	Truth truth;
	if (parses(line, &truth))
		g_error("not refused: %s", line);
	g_assert_null(truth.group);
}

static void test_attack(void)
{
	g_auto(Truth) truth = {0};
	g_assert_true(parses(
		"{\"id\": \"E1-0002\", \"file\": \"E1.mbox\", \"number\": 2, \"profile\": \"E1\", "
		"\"victim\": {\"name\": \"A \\u00e9\", \"address\": \"Ann@Partner.example\"}, "
		"\"named\": {\"address\": \"other@x.example\"}, \"side\": \"outside\", "
		"\"recipient\": \"us@ours.example\", \"time\": 1500000000, \"link\": null, "
		"\"thread_headers\": false, \"more\": [1, {\"address\": \"no\"}, [\"x\"]]}",
		&truth));
	g_assert_true(truth.attack);
	g_assert_cmpstr(truth.group, ==, "E1");
	g_assert_cmpstr(truth.file, ==, "E1.mbox");
	g_assert_cmpuint(truth.number, ==, 2);
	g_assert_cmpstr(truth.victim, ==, "ann@partner.example");
	g_assert_cmpint(truth.side, ==, SIDE_OUTSIDE);
}

static void test_look_alike(void)
{
	g_auto(Truth) truth = {0};
	g_assert_true(parses("{\"number\": 7, \"class\": \"ticket\", \"author\": \"a@x.example\", "
			     "\"account\": \"b@x.example\", \"to\": \"c@x.example\"}",
		&truth));
	g_assert_false(truth.attack);
	g_assert_cmpstr(truth.group, ==, "ticket");
	g_assert_cmpstr(truth.file, ==, "ticket.mbox");
	g_assert_cmpstr(truth.victim, ==, "");
	g_assert_cmpint(truth.side, ==, SIDE_UNKNOWN);
}

static void test_campaign(void)
{
	g_auto(Truth) truth = {0};
	g_auto(Truth) alone = {0};
	g_assert_true(parses("{\"number\":1,\"profile\":\"E9\",\"campaign\":\"E9-001\","
			     "\"victim\":{\"address\":\"a@x.example\"}}",
		&truth));
	g_assert_cmpstr(truth.campaign, ==, "E9-001");
	g_assert_true(parses("{\"number\":1,\"profile\":\"E9\",\"campaign\":null,"
			     "\"victim\":{\"address\":\"a@x.example\"}}",
		&alone));
	g_assert_cmpstr(alone.campaign, ==, "");
	refuses("{\"number\":1,\"class\":\"a\",\"campaign\":1}");
}

static void test_side_unknown(void)
{
	g_auto(Truth) truth = {0};
	g_assert_true(parses("{\"number\":1,\"profile\":\"E9\",\"side\":null,"
			     "\"victim\":{\"address\":\"a@x.example\"}}",
		&truth));
	g_assert_cmpint(truth.side, ==, SIDE_UNKNOWN);
}

static void test_not_json(void)
{
	refuses("");
	refuses("  ");
	refuses("ticket 1");
	refuses("[]");
	refuses("\"class\"");
	refuses("17");
	refuses("null");
	refuses("{\"number\":1,\"class\":\"a\"");
	refuses("{\"number\":1,\"class\":\"a\"} {}");
	refuses("{\"number\":1,\"class\":\"a\",}");
	refuses("{\"number\":1,\"class\":\"a\xff\"}");
}

static void test_incomplete(void)
{
	refuses("{}");
	refuses("{\"class\":\"a\"}");
	refuses("{\"number\":1}");
	refuses("{\"number\":1,\"profile\":\"E1\"}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":null}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":{\"address\":\"\"}}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":{\"name\":\"A\"}}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":{\"more\":{\"address\":\"a@b\"}}}");
}

static void test_wrong_kinds(void)
{
	refuses("{\"number\":\"1\",\"class\":\"a\"}");
	refuses("{\"number\":0,\"class\":\"a\"}");
	refuses("{\"number\":-1,\"class\":\"a\"}");
	refuses("{\"number\":1.5,\"class\":\"a\"}");
	refuses("{\"number\":99999999999999999999,\"class\":\"a\"}");
	refuses("{\"number\":true,\"class\":\"a\"}");
	refuses("{\"number\":[1],\"class\":\"a\"}");
	refuses("{\"number\":1,\"class\":{\"a\":1}}");
	refuses("{\"number\":1,\"class\":5}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":\"a@b\"}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":[{\"address\":\"a@b\"}]}");
	refuses("{\"number\":1,\"class\":\"a\",\"side\":\"left\"}");
}

static void test_ambiguous(void)
{
	refuses("{\"number\":1,\"class\":\"a\",\"class\":\"b\"}");
	refuses("{\"number\":1,\"number\":2,\"class\":\"a\"}");
	refuses("{\"number\":1,\"class\":\"a\",\"profile\":\"E1\",\"victim\":{\"address\":\"a\"}}");
	refuses("{\"number\":1,\"profile\":\"E1\",\"victim\":{\"address\":\"a\"},"
		"\"victim\":{\"address\":\"b\"}}");
}

static void test_names(void)
{
	refuses("{\"number\":1,\"class\":\"\"}");
	refuses("{\"number\":1,\"class\":\"../../etc/passwd\"}");
	refuses("{\"number\":1,\"class\":\"a\",\"file\":\"..\"}");
	refuses("{\"number\":1,\"class\":\"a\",\"file\":\"/etc/passwd\"}");
	refuses("{\"number\":1,\"class\":\"a\\u0000b\"}");
	refuses("{\"number\":1,\"class\":\"a\\u001b[31m\"}");
}

static void test_bounds(void)
{
	g_autofree char *name = g_strnfill(LIMIT_GROUP_NAME + 1, 'x');
	g_autofree char *long_name = g_strdup_printf("{\"number\":1,\"class\":\"%s\"}", name);
	g_autofree char *open = g_strnfill(20000, '[');
	g_autofree char *shut = g_strnfill(20000, ']');
	g_autofree char *deep =
		g_strdup_printf("{\"number\":1,\"class\":\"a\",\"x\":%s%s}", open, shut);
	g_autofree char *space = g_strnfill(LIMIT_TRUTH_LINE, ' ');
	g_autofree char *wide = g_strdup_printf("{\"number\":1,\"class\":\"a\"}%s", space);
	refuses(long_name);
	refuses(deep);
	refuses(wide);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/truth/attack", test_attack);
	g_test_add_func("/truth/look-alike", test_look_alike);
	g_test_add_func("/truth/campaign", test_campaign);
	g_test_add_func("/truth/side-unknown", test_side_unknown);
	g_test_add_func("/truth/not-json", test_not_json);
	g_test_add_func("/truth/incomplete", test_incomplete);
	g_test_add_func("/truth/wrong-kinds", test_wrong_kinds);
	g_test_add_func("/truth/ambiguous", test_ambiguous);
	g_test_add_func("/truth/names", test_names);
	g_test_add_func("/truth/bounds", test_bounds);
	return g_test_run();
}
