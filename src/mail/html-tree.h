/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack of open elements, kept as the HTML Standard's tree construction keeps it where that
 * decides what is seen and what is quoted: implied end tags, end tags out of order, scopes. Bounded
 * depth, near-linear cost for any input.
 */
#pragma once

#include "mail/html-element.h"
#include "mail/html-style.h"
#include "mail/html-token.h"

/* Elements deeper than this count as parts of the deepest one. */
#define HTML_DEPTH 256

/* What holds for text at one place. */
typedef struct HtmlPlace {
	guint level;  /* of quoting */
	guint hidden; /* HtmlHiding; 0 when it can be seen */
	gboolean keeps_lines;
} HtmlPlace;

/* What a start tag brings along besides its name. */
typedef struct HtmlTraits {
	HtmlStyle style;
	gint level; /* added for its content: 1 for a quote, -1 for the attribution inside one */
	gboolean container;  /* a quote container whose blockquote, when it begins with one, is the
				quote */
	gboolean introduces; /* what follows it in its parent is quoted */
} HtmlTraits;

typedef struct HtmlNode {
	const HtmlElement *element; /* NULL for one of no importance */
	guint32 hash;               /* of its name */
	HtmlTraits traits;
	HtmlPlace place;
	gsize mark; /* of a container: the letters seen when its content began */
} HtmlNode;

typedef struct HtmlTree {
	HtmlNode nodes[HTML_DEPTH]; /* nodes[0] is the document */
	guint count;
	guint dropped;    /* open elements that found no room */
	guint containers; /* open ones */
	guint paragraphs; /* open <p> */
} HtmlTree;

void html_tree_init(HtmlTree *self);
/* Open the element of TOKEN (not a void one); what its start implies the end of is closed. LETTERS:
 * shown so far. */
void html_tree_open(HtmlTree *self, const HtmlToken *token, const HtmlElement *element,
	const HtmlTraits *traits, gsize letters);
/* Close what the end tag TOKEN closes. LETTERS: shown so far. */
void html_tree_close(
	HtmlTree *self, const HtmlToken *token, const HtmlElement *element, gsize letters);
/* The place of text that stands here. */
HtmlPlace html_tree_place(const HtmlTree *self);
/* From here to the end of the innermost open element text is quoted one level deeper. */
void html_tree_deepen(HtmlTree *self);
/* Is an element called NAME open? */
gboolean html_tree_inside(const HtmlTree *self, const char *name);
