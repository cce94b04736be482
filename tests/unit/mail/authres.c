/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/authres: Authentication-Results and Received-SPF as servers write them.
 */
#include "mail/header/authres.h"

#include "base/limits.h"

static char *joined(const GPtrArray *results)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < results->len; i++) {
		const AuthResult *one = g_ptr_array_index(results, i);
		g_string_append_printf(out, "%s %s=%s %s %u;", one->authserv, one->method,
			one->result, one->domain, one->hop);
	}
	return g_string_free(out, FALSE);
}

static void check(void (*read)(Span, guint, GPtrArray *), const char *value, const char *wanted)
{
	g_autoptr(GPtrArray) results =
		g_ptr_array_new_with_free_func((GDestroyNotify)auth_result_free);
	read(span_new(value, strlen(value)), 2, results);
	g_autofree char *found = joined(results);
	g_test_message("%s", value);
	g_assert_cmpstr(found, ==, wanted);
}

static void test_results(void)
{
	check(authres_read, "mx.example; spf=pass smtp.mailfrom=bob@a.example",
		"mx.example spf=pass a.example 2;");
	check(authres_read,
		"MX.Example 1; dkim=pass (2048-bit key) header.d=A.Example header.i=@b.example "
		"header.b=\"x;y\"",
		"mx.example dkim=pass a.example 2;");
	check(authres_read,
		"mx.example;\n dkim=fail reason=\"bad; really\" header.i=bob@a.example;\n "
		"spf=softfail (x; y=z) "
		"smtp.mailfrom=\"bob@b.example\";\n dmarc=none (p=none dis=none) "
		"header.from=c.example",
		"mx.example dkim=fail a.example 2;mx.example spf=softfail b.example 2;mx.example "
		"dmarc=none c.example 2;");
	check(authres_read, "mx.example; none", "");
	check(authres_read, "mx.example; auth=pass (login) smtp.auth=bob@a.example",
		"mx.example auth=pass a.example 2;");
	check(authres_read, "mx.example; spf=pass smtp.helo=h.example",
		"mx.example spf=pass h.example 2;");
	check(authres_read, "mx.example; dkim/1=pass header.d=a.example",
		"mx.example dkim=pass a.example 2;");
	check(authres_read, "\"mx.example\"; spf = pass smtp.mailfrom = <bob@a.example>",
		"mx.example spf=pass a.example 2;");
	/* Microsoft's has no authserv-id, Yahoo's old one a "from=" before each method. */
	check(authres_read,
		"spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; o.example; dkim=pass "
		"(ok) "
		"header.d=a.example;o.example; dmarc=pass action=none header.from=a.example;",
		" spf=pass a.example 2; dkim=pass a.example 2; dmarc=pass a.example 2;");
	check(authres_read,
		"mta1.y.example from=a.example; domainkeys=neutral (no sig); from=a.example; "
		"dkim=pass (ok)",
		"mta1.y.example domainkeys=neutral  2;mta1.y.example dkim=pass  2;");
	/* A comment cannot bring a result in. */
	check(authres_read,
		"mx.example; (dkim=pass header.d=a.example) spf=fail smtp.mailfrom=b.example",
		"mx.example spf=fail b.example 2;");
	check(authres_read, "mx.example; x=\"a; dkim=pass header.d=b.example\"",
		"mx.example x=a; dkim=pass header.d=b.example  2;");
}

static void test_spf(void)
{
	check(authres_read_spf,
		"Pass (mx.example: domain of bob@a.example designates 192.0.2.1 as permitted "
		"sender) "
		"receiver=r.example; client-ip=192.0.2.1; helo=h.example;",
		"r.example spf=pass a.example 2;");
	check(authres_read_spf,
		"pass (google.example: domain of bob@a.example designates 192.0.2.1 as permitted "
		"sender) "
		"client-ip=192.0.2.1; envelope-from=\"bob@c.example\"",
		"google.example spf=pass c.example 2;");
	check(authres_read_spf,
		"none (domain of h.example does not designate permitted sender hosts)",
		" spf=none h.example 2;");
	check(authres_read_spf, "softfail", " spf=softfail  2;");
	check(authres_read_spf, "", "");
}

static void test_nonsense(void)
{
	static const char *const values[] = {"", ";", "=", "a=", "=b", "(((", "\"", "a;\"",
		"a;=;=;=", "a; b=\"\\", "a; \xff=\xfe", "a;;;;;;b"};
	for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
		g_autoptr(GPtrArray) results =
			g_ptr_array_new_with_free_func((GDestroyNotify)auth_result_free);
		authres_read(span_new(values[i], strlen(values[i])), 0, results);
		authres_read_spf(span_new(values[i], strlen(values[i])), 0, results);
		for (guint n = 0; n < results->len; n++) {
			const AuthResult *one = g_ptr_array_index(results, n);
			g_assert_true(g_utf8_validate(one->method, -1, NULL));
			g_assert_true(g_utf8_validate(one->result, -1, NULL));
		}
	}
}

static void test_bound(void)
{
	GString *value = g_string_new("mx.example");
	for (guint i = 0; i < 1000; i++)
		g_string_append(value, ";a=b");
	g_autoptr(GPtrArray) results =
		g_ptr_array_new_with_free_func((GDestroyNotify)auth_result_free);
	authres_read(span_new(value->str, value->len), 0, results);
	g_assert_cmpuint(results->len, ==, LIMIT_AUTH);
	g_string_free(value, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/authres/results", test_results);
	g_test_add_func("/authres/spf", test_spf);
	g_test_add_func("/authres/nonsense", test_nonsense);
	g_test_add_func("/authres/bound", test_bound);
	return g_test_run();
}
