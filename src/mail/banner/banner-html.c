/* SPDX-License-Identifier: Apache-2.0
 *
 * Of all that speaks of an element, what stands in it and is important weighs most, and of what
 * stands elsewhere and is important the first layer does (CSS Cascading 5, 6.1). Both are ours: the
 * document begins here, and an element keeps the attribute that it was given first.
 */
#include "mail/banner/banner-html.h"

#include <glib.h>
#include <string.h>

/* What keeps the box in its place: of the box, and of the elements that it stands in. */
#define IN_PLACE                                                                                   \
	"display:block!important;visibility:visible!important;content-visibility:visible!"         \
	"important;\r\n"                                                                           \
	"opacity:1!important;float:none!important;width:auto!important;min-width:0!important;"     \
	"max-width:none!important;height:auto!important;min-height:0!important;"                   \
	"max-height:none!important;overflow:visible!important;clip:auto!important;"                \
	"clip-path:none!important;mask:none!important;filter:none!important;"                      \
	"mix-blend-mode:normal!important;transform:none!important;translate:none!important;\r\n"   \
	"rotate:none!important;scale:none!important;zoom:1!important;offset:none!important;"       \
	"perspective:none!important;animation:none!important;transition:none!important;"           \
	"content:normal!important;contain:none!important;columns:auto!important;"                  \
	"writing-mode:horizontal-tb!important;scroll-snap-type:none!important;\r\n"

/* Of those that it stands in; what else they look like is the sender's. */
#define AROUND IN_PLACE "position:static!important;padding:0!important;border:0!important;"

/* What inherits is said once more, and all by name for readers that drop "all"; Outlook takes only
 * what is not important. */
#define BOX                                                                                        \
	"display:block;color:#222222;background:#fff6e0;border:2px solid #b36b00;padding:10px;"    \
	"margin:0 0 12px 0;font-family:sans-serif;font-size:14px;text-align:left;mso-hide:none;"   \
	"\r\nall:initial!important;" IN_PLACE                                                      \
	"position:relative!important;z-index:2147483647!important;top:auto!important;"             \
	"right:auto!important;bottom:auto!important;left:auto!important;color:#222222!important;"  \
	"-webkit-text-fill-color:#222222!important;background:#fff6e0!important;"                  \
	"border:2px solid #b36b00!important;padding:10px!important;margin:0 0 12px 0!important;"   \
	"\r\nfont-family:sans-serif!important;font-size:14px!important;line-height:1.4!important;" \
	"text-align:left!important;text-indent:0!important;letter-spacing:normal!important;"       \
	"word-spacing:normal!important;white-space:normal!important;"                              \
	"text-transform:none!important;text-shadow:none!important;direction:ltr!important;"        \
	"unicode-bidi:normal!important"

/* What no element holds and a style sheet can put in front of the box, or make of its words. */
#define SHEET                                                                                      \
	"@layer{head,:before,:after{display:none!important}"                                       \
	":first-letter,:first-line{all:unset!important}}"

/* Of what stands in the body a browser shows what a shadow tree of the body has places for, and an
 * element can have one such tree. */
#define SHADOW "<template shadowrootmode=\"closed\"><slot></slot></template>\r\n"

#define BEGIN                                                                                      \
	"<html style=\"" AROUND "margin:0!important\">\r\n"                                        \
	"<head><style>" SHEET "</style></head>\r\n"                                                \
	"<body style=\"" AROUND "margin:8px!important\">\r\n" SHADOW "<div style=\"" BOX "\">\r\n"

/* As the reader's program shows it, whatever a style sheet makes of others. */
#define USUAL "style=\"all:revert!important\""

/* TEXT as ASCII that HTML shows as TEXT. */
static void append(GString *html, const char *text)
{
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (c < 0x80 && strchr("&<>\"'", (int)c) == NULL)
			g_string_append_c(html, (char)c);
		else
			g_string_append_printf(html, "&#%u;", c);
	}
}

char *banner_html_make(const char *const *lines, const char *url, const char *link)
{
	GString *html = g_string_new(BEGIN);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_string_append(html, i > 0 ? "<br " USUAL ">\r\n" : "");
		append(html, lines[i]);
	}
	if (url != NULL) {
		g_string_append(html, "<br " USUAL ">\r\n<a " USUAL " href=\"");
		append(html, url);
		g_string_append(html, "\">");
		append(html, link);
		g_string_append(html, "</a>");
	}
	g_string_append(html, "</div>\r\n");
	return g_string_free(html, FALSE);
}
