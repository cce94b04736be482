/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of elements, by their first letters; the classes are those of the HTML Standard's tree
 * construction.
 */
#include "mail/html/html-element.h"

#include <string.h>

#define BOX      (HTML_BLOCK | HTML_ENDS_P | HTML_SPECIAL)
#define GAP      (BOX | HTML_GAP)
#define TITLE    (GAP | HTML_HEADING)
#define ROWS     (HTML_BLOCK | HTML_SPECIAL | HTML_TABLE_PART)
#define UNSHOWN  (HTML_SPECIAL | HTML_SCOPE | HTML_NEVER_SHOWN)
#define CELL     (HTML_CELL | HTML_SPECIAL | HTML_SCOPE)
#define SHAPE    HTML_FORMATTING
#define DOCUMENT HTML_DOCUMENT

static const HtmlElement elements[] = {
	{"a", SHAPE},
	{"address", BOX},
	{"applet", HTML_SPECIAL | HTML_SCOPE},
	{"area", HTML_VOID},
	{"article", BOX},
	{"aside", BOX},
	{"audio", HTML_NEVER_SHOWN},
	{"b", SHAPE},
	{"base", HTML_VOID},
	{"basefont", HTML_VOID},
	{"bgsound", HTML_VOID},
	{"big", SHAPE},
	{"blockquote", GAP | HTML_QUOTES},
	{"body", DOCUMENT},
	{"br", HTML_VOID},
	{"caption", HTML_BLOCK | HTML_SPECIAL | HTML_SCOPE},
	{"center", BOX},
	{"code", SHAPE},
	{"col", HTML_VOID},
	{"colgroup", ROWS},
	{"datalist", HTML_NEVER_SHOWN},
	{"dd", BOX},
	{"details", BOX},
	{"dialog", BOX},
	{"dir", BOX},
	{"div", BOX},
	{"dl", BOX},
	{"dt", BOX},
	{"em", SHAPE},
	{"embed", HTML_VOID},
	{"fieldset", BOX},
	{"figcaption", BOX},
	{"figure", BOX},
	{"font", SHAPE},
	{"footer", BOX},
	{"form", BOX},
	{"frame", HTML_VOID},
	{"h1", TITLE},
	{"h2", TITLE},
	{"h3", TITLE},
	{"h4", TITLE},
	{"h5", TITLE},
	{"h6", TITLE},
	{"head", DOCUMENT},
	{"header", BOX},
	{"hgroup", BOX},
	{"hr", HTML_VOID | HTML_BLOCK | HTML_ENDS_P},
	{"html", DOCUMENT},
	{"i", SHAPE},
	{"iframe", HTML_RAW},
	{"img", HTML_VOID},
	{"input", HTML_VOID},
	{"keygen", HTML_VOID},
	{"li", BOX},
	{"link", HTML_VOID},
	{"listing", BOX | HTML_KEEPS_LINES},
	{"main", BOX},
	{"marquee", HTML_SPECIAL | HTML_SCOPE},
	{"math", HTML_FOREIGN},
	{"menu", BOX},
	{"meta", HTML_VOID},
	{"nav", BOX},
	{"nobr", SHAPE},
	{"noembed", HTML_RAW},
	{"noframes", HTML_RAW},
	{"object", HTML_SPECIAL | HTML_SCOPE},
	{"ol", BOX},
	{"option", HTML_BLOCK},
	{"p", GAP},
	{"param", HTML_VOID},
	{"plaintext", HTML_RAW_SHOWN},
	{"pre", BOX | HTML_KEEPS_LINES},
	{"s", SHAPE},
	{"script", HTML_RAW},
	{"search", BOX},
	{"section", BOX},
	{"small", SHAPE},
	{"source", HTML_VOID},
	{"strike", SHAPE},
	{"strong", SHAPE},
	{"style", HTML_RAW},
	{"summary", BOX},
	{"svg", HTML_FOREIGN},
	{"table", BOX | HTML_SCOPE | HTML_TABLE_PART | HTML_TABLE},
	{"tbody", ROWS},
	{"td", CELL},
	{"template", UNSHOWN},
	{"textarea", HTML_RAW_SHOWN},
	{"tfoot", ROWS},
	{"th", CELL},
	{"thead", ROWS},
	{"title", HTML_RAW},
	{"tr", ROWS},
	{"track", HTML_VOID},
	{"tt", SHAPE},
	{"u", SHAPE},
	{"ul", BOX},
	{"video", HTML_NEVER_SHOWN},
	{"wbr", HTML_VOID},
	{"xmp", HTML_RAW_SHOWN},
};

/* Where the elements begin whose names begin with a letter; the last entry is the end of all. */
static guint8 first_by_letter[27];

static void make_index(void)
{
	gsize at = 0;
	for (gsize letter = 0; letter < 27; letter++) {
		while (at < G_N_ELEMENTS(elements) && elements[at].name[0] < (char)('a' + letter))
			at++;
		first_by_letter[letter] = (guint8)at;
	}
}

const HtmlElement *html_element_find(const char *name)
{
	guint letter = (guint)(name[0] - 'a');
	if (letter >= 26)
		return NULL;
	if (first_by_letter[26] == 0)
		make_index();
	for (guint i = first_by_letter[letter]; i < first_by_letter[letter + 1]; i++)
		if (name[1] == elements[i].name[1] && strcmp(name + 1, elements[i].name + 1) == 0)
			return &elements[i];
	return NULL;
}
