/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML: the text and every link are valid UTF-8 and bounded, and the text can be taken apart.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/html/html.h"
#include "mail/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)size);
	g_autoptr(HtmlText) html = html_to_text(span_new(valid, strlen(valid)));
	g_assert_cmpuint(html->length, <=, LIMIT_TEXT);
	g_assert_true(g_utf8_validate_len(html->text, html->length, NULL));
	g_assert_cmpuint(html->links->len, <=, LIMIT_LINKS);
	for (guint i = 0; i < html->links->len; i++) {
		const HtmlLink *link = g_ptr_array_index(html->links, i);
		g_assert_true(g_utf8_validate(link->target, -1, NULL));
		g_assert_true(g_utf8_validate(link->text, -1, NULL));
	}
	g_autoptr(Facts) facts = facts_new();
	text_add(facts, span_new(html->text, html->length), (TextOrigin){.html = TRUE});
	return 0;
}
