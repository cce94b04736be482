/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a message came into our network, and that what a sender wrote into it changes nothing.
 */
#include "engine/border.h"

static char *domains[] = {(char *)"ours.example", NULL};
static char *servers[] = {(char *)"mx.provider.example", NULL};
static const Settings settings = {.organisation = domains, .authserv = servers};

static void add(Facts *facts, const char *helo, const char *name, const char *ip, const char *by)
{
	Hop *hop = g_new0(Hop, 1);
	hop->helo = g_strdup(helo);
	hop->name = g_strdup(name);
	hop->ip = g_strdup(ip);
	hop->by = g_strdup(by);
	hop->with = g_strdup("esmtp");
	g_ptr_array_add(facts->hops, hop);
}

static void test_border(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_assert_cmpstr(border_peer(facts, &settings), ==, "");
	add(facts, "mx1", "mx1.ours.example", "192.0.2.1", "store.ours.example");
	add(facts, "filter", "", "10.1.2.3", "mx1.ours.example");
	add(facts, "relay", "relay.example", "203.0.113.5", "MX.provider.example");
	add(facts, "pc", "pc.example", "198.51.100.9", "relay.example");
	g_assert_cmpstr(border_peer(facts, &settings), ==, "203.0.113.5");
}

/* A client that calls itself ours, and a field of ours that it made up. */
static void test_forged(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts, "mx1.ours.example", "", "203.0.113.5", "mx1.ours.example");
	add(facts, "victim", "victim.example", "192.0.2.77", "mx1.ours.example");
	g_assert_cmpstr(border_peer(facts, &settings), ==, "203.0.113.5");
}

static void test_strange(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts, "a", "a.example", "203.0.113.5", "notours.example");
	add(facts, "b", "b.example", "203.0.113.6", "mx1.ours.example");
	g_assert_cmpstr(border_peer(facts, &settings), ==, "");
}

static void test_private(void)
{
	static const char *const inside[] = {"10.0.0.1", "172.16.0.1", "172.31.255.255",
		"192.168.7.7", "127.0.0.1", "169.254.1.1", "::1", "fd00::1", "fe80::1", ""};
	static const char *const outside[] = {
		"172.32.0.1", "11.0.0.1", "192.169.0.1", "2001:db8::1"};
	for (guint i = 0; i < G_N_ELEMENTS(inside); i++) {
		g_autoptr(Facts) facts = facts_new();
		add(facts, "x", "", inside[i], "mx1.ours.example");
		g_assert_cmpstr(border_peer(facts, &settings), ==, "");
	}
	for (guint i = 0; i < G_N_ELEMENTS(outside); i++) {
		g_autoptr(Facts) facts = facts_new();
		add(facts, "x", "", outside[i], "mx1.ours.example");
		g_assert_cmpstr(border_peer(facts, &settings), ==, outside[i]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/border/where it came in", test_border);
	g_test_add_func("/border/forged fields", test_forged);
	g_test_add_func("/border/not our server", test_strange);
	g_test_add_func("/border/private addresses", test_private);
	return g_test_run();
}
