/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/capture/sandbox-report.h"

#include "fixture.h"

#define HASH "ABababababababababababababababababababababababababababababababab"

static gboolean parse(const char *text, gsize step, SandboxReport *ret)
{
	Feed feed = {.left = span_new(text, strlen(text)), .step = step};
	const char *problem = NULL;
	gboolean done = sandbox_report_parse(feed_read, &feed, ret, &problem);

	g_assert_true(done == (problem == NULL));
	return done;
}

static void assert_report(const char *text, const char *tag, const char *sample)
{
	for (gsize step = 1; step < 100; step = step * 2 + 1) {
		g_auto(SandboxReport) report = {0};

		g_assert_true(parse(text, step, &report));
		g_assert_cmpstr(report.tag, ==, tag);
		g_assert_cmpstr(report.sample, ==, sample);
	}
}

static void test_values(void)
{
	g_autofree char *hash = g_ascii_strdown(HASH, -1);

	assert_report("{\"info\":{\"id\":17,\"custom\":\"\"},\"target\":{\"category\":\"file\","
		      "\"file\":{\"name\":\"x\",\"sha256\":\"" HASH "\"}}}",
		"task-17", hash);
	assert_report("{\"target\":{\"file\":{\"sha256\":\"" HASH
		      "\"}},\"info\":{\"custom\":\"a run\",\"id\":17},\"rest\":",
		"a run", hash);
	assert_report("{\"info\":{\"id\":17},\"target\":{\"url\":\"http://x\"}}", "task-17", NULL);
	assert_report("{}", NULL, NULL);
}

/* Only at its place, and only what looks like it. */
static void test_elsewhere(void)
{
	assert_report("{\"x\":{\"file\":{\"sha256\":\"" HASH
		      "\"}},\"target\":[{\"file\":{\"sha256\":\"" HASH
		      "\"}}],\"info\":[17],\"a\":{\"info\":{\"id\":3}}}",
		NULL, NULL);
	assert_report("{\"target\":{\"file\":{\"sha256\":\"../../etc/passwd\"}}}", NULL, NULL);
	assert_report("{\"target\":{\"x\":{},\"file\":{\"y\":[],\"sha256\":\"" HASH
		      "0\"}},\"info\":{\"id\":\"17\"}}",
		NULL, NULL);
}

static void test_malformed(void)
{
	static const char *const texts[] = {"", "[]", "{", "17", "{\"info\":{\"id\":17}", "\xff"};
	g_autofree char *deep = g_strnfill(LIMIT_REPORT_DEPTH + 1, '[');
	g_autofree char *nested = g_strconcat("{\"x\":", deep, NULL);
	SandboxReport report;

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_assert_false(parse(texts[i], 3, &report));
	g_assert_false(parse(nested, 100, &report));
}

/* One value that never ends. */
static void test_endless(void)
{
	g_autofree char *value = g_strnfill(2 * LIMIT_REPORT_VALUE, 'x');
	g_autofree char *text = g_strconcat("{\"x\":\"", value, "\"}", NULL);
	SandboxReport report;

	g_assert_false(parse(text, LIMIT_KIB(64), &report));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sandbox-report/values", test_values);
	g_test_add_func("/sandbox-report/elsewhere", test_elsewhere);
	g_test_add_func("/sandbox-report/malformed", test_malformed);
	g_test_add_func("/sandbox-report/endless", test_endless);
	return g_test_run();
}
