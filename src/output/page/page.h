/* SPDX-License-Identifier: Apache-2.0
 *
 * Page: a text for readers, as one HTML document that prints well or as plain text of 72 columns.
 * The HTML needs nothing from elsewhere: no script, no picture, no font. Texts may hold anything:
 * markup is escaped, control characters and direction overrides are made harmless.
 */
#pragma once

#include <glib.h>

/* What rows stand in. Rows of one block that follow each other are one list or table. */
typedef enum {
	PAGE_NO_BLOCK,
	PAGE_BULLETS, /* TEXT */
	PAGE_STEPS,   /* TEXT, numbered from 1 */
	PAGE_FIGURES, /* LABEL, TEXT, NOTE; the first row is the head */
	PAGE_MESSAGE, /* a mail as one sees it: LABEL (a field's name; NULL in its body), TEXT, MARK
		       */
} PageBlock;

/* NULL is nothing, of which no column is left. */
typedef struct PageRow {
	const char *label, *text, *note;
	guint mark; /* a number that points here; 0: none */
} PageRow;

typedef struct Page Page;

/* One form of writing. Texts are cleaned, but not escaped. */
typedef struct PageForm {
	void (*begin)(Page *page, const char *title);
	void (*heading)(Page *page, guint level, const char *anchor, const char *text);
	void (*paragraph)(Page *page, const char *text);
	void (*note)(Page *page, const char *text);
	void (*link)(Page *page, const char *address, const char *text);
	void (*open)(Page *page, PageBlock block);
	void (*row)(Page *page, PageBlock block, const PageRow *row);
	void (*close)(Page *page, PageBlock block);
	void (*end)(Page *page);
} PageForm;

extern const PageForm page_html, page_text;

struct Page {
	const PageForm *form; /* borrowed */
	GString *out;
	const char *language; /* "en", "ja"; borrowed */
	PageBlock block;      /* the open one */
	guint rows;           /* of it so far */
};

/* A page by FORM in LANGUAGE, both borrowed, that begins with TITLE. */
Page *page_new(const PageForm *form, const char *language, const char *title);
/* The whole page as new string; PAGE is gone. */
char *page_finish(Page *page);
void page_free(Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

/* LEVEL is 2 or 3, the title is 1. ANCHOR (letters, digits, hyphens; NULL: none) is what a link
 * leads to. */
void page_heading(Page *page, guint level, const char *anchor, const char *text);
void page_paragraph(Page *page, const char *text);
/* A paragraph that stands out. */
void page_note(Page *page, const char *text);
/* TEXT leads to ADDRESS; on paper it is the address that is read. */
void page_link(Page *page, const char *address, const char *text);
void page_row(Page *page, PageBlock block, const PageRow *row);
/* DRAWING, which is of the form already: SVG, or lines of text. */
void page_drawing(Page *page, const char *drawing);
