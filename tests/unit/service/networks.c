/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses in and out of networks of both kinds, at their edges.
 */
#include "service/guard/networks.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/error.h"

static gboolean holds(const Networks *networks, const char *text)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return networks_hold(networks, (struct sockaddr *)&four);
	g_assert_cmpint(inet_pton(AF_INET6, text, &six.sin6_addr), ==, 1);
	return networks_hold(networks, (struct sockaddr *)&six);
}

static void test_edges(void)
{
	static const char *const words[] = {
		"10.0.0.0/9", "192.0.2.7", "2001:db8:8000::/33", "0.0.0.0/32", NULL};
	g_autoptr(Networks) networks = networks_new(words, NULL);
	g_assert_true(holds(networks, "10.127.255.255"));
	g_assert_false(holds(networks, "10.128.0.0"));
	g_assert_true(holds(networks, "192.0.2.7"));
	g_assert_false(holds(networks, "192.0.2.6"));
	g_assert_true(holds(networks, "::ffff:10.1.1.1"));
	g_assert_true(holds(networks, "2001:db8:ffff::1"));
	g_assert_false(holds(networks, "2001:db8:7fff::1"));
	g_assert_false(networks_hold(networks, NULL));
}

static void test_all(void)
{
	static const char *const words[] = {"0.0.0.0/0", NULL};
	g_autoptr(Networks) networks = networks_new(words, NULL);
	g_assert_true(holds(networks, "203.0.113.9"));
	g_assert_false(holds(networks, "2001:db8::1"));
}

static void test_refused(void)
{
	static const char *const bad[] = {"", "ours.example", "10.0.0.0/33", "10.0.0.0/", "::/129",
		"10.0.0.0/8/8", "10.0.0.0/-1"};
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		const char *const words[] = {bad[i], NULL};
		g_assert_null(networks_new(words, &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/networks/edges", test_edges);
	g_test_add_func("/networks/all", test_all);
	g_test_add_func("/networks/refused", test_refused);
	return g_test_run();
}
