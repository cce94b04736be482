/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML to text. First version: tags are dropped.
 */
#include "mail/html.h"

HtmlText *html_to_text(Span html)
{
	HtmlText *self = g_new0(HtmlText, 1);
	GString *out = g_string_new(NULL);
	gboolean inside = FALSE;
	for (gsize i = 0; i < html.length; i++) {
		inside = inside ? html.data[i] != '>' : html.data[i] == '<';
		if (!inside && html.data[i] != '>')
			g_string_append_c(out, html.data[i]);
	}
	self->length = out->len;
	self->text = g_string_free(out, FALSE);
	self->links = g_ptr_array_new();
	return self;
}

void html_text_free(HtmlText *html)
{
	if (html == NULL)
		return;
	g_free(html->text);
	g_ptr_array_unref(html->links);
	g_free(html);
}
