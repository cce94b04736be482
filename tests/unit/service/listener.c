/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sink/listener.h"

#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"

/* What TEXT names, as "ADDRESS:PORT ADDRESS:PORT/tls"; NULL when it is refused. */
static char *places(const char *text)
{
	g_autoptr(GArray) listeners = g_array_new(FALSE, FALSE, sizeof(Listener));
	g_autoptr(GString) found = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (!listener_add(listeners, text, &error)) {
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
		return NULL;
	}
	for (guint i = 0; i < listeners->len; i++) {
		const Listener *listener = &g_array_index(listeners, Listener, i);
		g_autofree char *place = endpoint_text(&listener->endpoint);

		g_string_append_printf(
			found, "%s%s%s", i > 0 ? " " : "", place, listener->tls ? "/tls" : "");
	}
	return g_strdup(found->str);
}

static void test_places(void)
{
	static const char *const cases[][2] = {
		{"192.0.2.1:2525", "192.0.2.1:2525"},
		{"192.0.2.1:2525/tls", "192.0.2.1:2525/tls"},
		{"192.0.2.1:465", "192.0.2.1:465/tls"},
		{"192.0.2.1", "192.0.2.1:25 192.0.2.1:465/tls 192.0.2.1:587"},
		{"[2001:db8::1]:25", "[2001:db8::1]:25"},
		{"[2001:db8::1]", "[2001:db8::1]:25 [2001:db8::1]:465/tls [2001:db8::1]:587"},
		{"::1", "[::1]:25 [::1]:465/tls [::1]:587"},
		{"", NULL},
		{"host.example:25", NULL},
		{"192.0.2.1:", NULL},
		{"192.0.2.1:0", NULL},
		{"192.0.2.1:65536", NULL},
		{"192.0.2.1:25x", NULL},
		{"192.0.2.1/tls", NULL},
		{":25", NULL},
		{"[::1", NULL},
		{"[]:25", NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = places(cases[i][0]);

		g_assert_cmpstr(found, ==, cases[i][1]);
	}
}

static void test_too_many(void)
{
	g_autoptr(GArray) listeners = g_array_new(FALSE, FALSE, sizeof(Listener));

	for (guint i = 0; i < LIMIT_SINK_PORTS; i++)
		g_assert_true(listener_add(listeners, "127.0.0.1:25", NULL));
	g_assert_false(listener_add(listeners, "127.0.0.1:25", NULL));
}

static void test_open(void)
{
	g_autoptr(GArray) listeners = g_array_new(FALSE, FALSE, sizeof(Listener));
	g_autoptr(GError) error = NULL;

	g_assert_true(listener_add(listeners, "127.0.0.1:1", NULL));
	Listener *listener = &g_array_index(listeners, Listener, 0);

	listener->endpoint.port = 0;
	g_assert_true(listener_open(listener, TRUE, &error));
	g_assert_no_error(error);
	Endpoint own = listener_destination(listener->socket, TRUE);
	Listener second = {.endpoint = own, .socket = -1};

	g_assert_cmpuint(own.port, >, 0);
	g_assert_false(listener_open(&second, FALSE, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
	(void)close(listener->socket);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/listener/places", test_places);
	g_test_add_func("/listener/too-many", test_too_many);
	g_test_add_func("/listener/open", test_open);
	return g_test_run();
}
