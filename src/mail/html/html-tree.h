/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack of open elements, kept as the HTML Standard's tree construction keeps it where that
 * decides what is seen and what is quoted: implied end tags, end tags out of order, scopes. Bounded
 * depth, near-linear cost for any input.
 */
#pragma once

#include "mail/html/html-element.h"
#include "mail/html/html-style.h"
#include "mail/html/html-token.h"

/* Elements deeper than this count as parts of the deepest one. */
#define HTML_DEPTH 256

/* What holds for text at one place. */
typedef struct HtmlPlace {
	guint level;  /* of quoting */
	guint hidden; /* HtmlHiding; 0 when it can be seen */
	gboolean keeps_lines;
} HtmlPlace;

/* What an element has to do with quoting. */
typedef enum {
	HTML_PLAIN,
	HTML_QUOTE,       /* its content is quoted */
	HTML_CONTAINER,   /* so it is, but when it begins with a blockquote, that alone is */
	HTML_WRAPPER,     /* becomes a container when an attribution inside it has ended */
	HTML_ATTRIBUTION, /* stands outside the quote of the wrapper around it */
	HTML_FIELDS,      /* header fields: what follows them in their parent is quoted */
} HtmlQuoting;

/* What a start tag brings along besides its name. */
typedef struct HtmlTraits {
	HtmlStyle style;
	HtmlQuoting quoting;
} HtmlTraits;

typedef struct HtmlNode {
	const HtmlElement *element; /* NULL for one of no importance */
	guint32 hash;               /* of its name */
	HtmlTraits traits;
	gint level; /* added to its parent's */
	HtmlPlace place;
	gsize mark; /* length of the text when it began, or when its attribution ended */
} HtmlNode;

typedef struct HtmlTree {
	HtmlNode nodes[HTML_DEPTH]; /* nodes[0] is the document */
	guint count;
	guint dropped;       /* open elements that found no room */
	guint containers;    /* open ones, wrappers too */
	guint paragraphs;    /* open <p> */
	const GString *text; /* written so far */
} HtmlTree;

/* Begin with an empty document; TEXT, borrowed, is where its text will be written. */
void html_tree_init(HtmlTree *self, const GString *text);
/* Open the element of TOKEN (not a void one); what its start implies the end of is closed. */
void html_tree_open(HtmlTree *self, const HtmlToken *token, const HtmlElement *element,
	const HtmlTraits *traits);
/* Close what the end tag TOKEN closes. */
void html_tree_close(HtmlTree *self, const HtmlToken *token, const HtmlElement *element);
/* The place of text that stands here. */
HtmlPlace html_tree_place(const HtmlTree *self);
/* From here to the end of the innermost open element text is quoted one level deeper. */
void html_tree_deepen(HtmlTree *self);
/* Is an element called NAME open? */
gboolean html_tree_inside(const HtmlTree *self, const char *name);
