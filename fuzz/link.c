/* SPDX-License-Identifier: Apache-2.0
 *
 * Text with links in it, once as plain text and once as the target and visible text of one link.
 * What comes out must be what mail/facts.h promises, and scanning the same again must add nothing.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/text/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_links(const Facts *facts)
{
	g_assert_cmpuint(facts->links->len, <=, LIMIT_LINKS);
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		g_assert_true(g_utf8_validate(link->url, -1, NULL));
		g_assert_true(g_utf8_validate(link->host, -1, NULL));
		g_assert_true(g_utf8_validate(link->site, -1, NULL));
		g_assert_true(g_utf8_validate(link->shown, -1, NULL));
		g_assert_cmpuint(strlen(link->url), <=, LIMIT_URL);
		g_assert_cmpuint(strlen(link->host), <=, LIMIT_URL);
		g_assert_cmpstr(link->host, !=, "");
		g_assert_cmpstr(link->site, !=, "");
		g_assert_null(strpbrk(link->url, " \t\r\n"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Facts) facts = facts_new();
	link_scan(facts, span_new(data, size), TRUE);
	check_links(facts);
	guint count = facts->links->len;
	link_scan(facts, span_new(data, size), FALSE);
	g_assert_cmpuint(facts->links->len, ==, count);

	g_autofree char *target = g_utf8_make_valid((const char *)data, (gssize)(size / 2));
	g_autofree char *text =
		g_utf8_make_valid((const char *)data + size / 2, (gssize)(size - size / 2));
	link_add(facts, target, text, TRUE);
	check_links(facts);
	return 0;
}
