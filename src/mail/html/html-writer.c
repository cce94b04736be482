/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of text out of HTML. Breaks and spaces are owed and paid before the next character, so that
 * none is written twice or at the end.
 */
#include "mail/html/html-writer.h"

#include "base/limits.h"

/* More empty lines than this say nothing. */
#define BREAKS_MAXIMUM 3

/* Bytes that are white space, and the one that a no-break space begins with. */
static const guint8 may_be_space[256] = {
	['\t'] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [' '] = 1, [0xc2] = 2};

/* The length of the white space at AT: ASCII's, or a no-break space. 0 when there is none. */
static inline gsize space_length(Span text, gsize at)
{
	guint8 class = may_be_space[(guint8)text.data[at]];
	if (class != 2)
		return class;
	return at + 1 < text.length && (guint8)text.data[at + 1] == 0xa0 ? 2 : 0;
}

/* Where the words from AT on end that stand apart by single spaces. */
static gsize run_end(Span text, gsize at)
{
	while (at < text.length) {
		gsize space = space_length(text, at);
		gboolean single = space == 1 && text.data[at] == ' ' && at + 1 < text.length &&
				  may_be_space[(guint8)text.data[at + 1]] == 0;
		if (space > 0 && !single)
			return at;
		at++;
	}
	return at;
}

static void write_label(HtmlWriter *self, const char *run, gsize length, gboolean apart)
{
	if (self->label == NULL || self->label->len >= self->label_maximum)
		return;
	if (self->label->len == 0)
		self->label_start = self->out->len;
	else if (apart)
		g_string_append_c(self->label, ' ');
	g_string_append_len(
		self->label, run, (gssize)MIN(length, self->label_maximum - self->label->len));
}

static void begin_line(HtmlWriter *self, guint level)
{
	for (guint i = 0; self->out->len > 0 && i < MAX(self->breaks, 1); i++)
		g_string_append_c(self->out, '\n');
	for (guint i = 0; i < level; i++)
		g_string_append_len(self->out, "> ", 2);
	self->level = level;
	self->breaks = 0;
	self->space = FALSE;
}

static void write_run(HtmlWriter *self, const char *run, gsize length, guint level)
{
	gboolean apart = self->space || self->breaks > 0;
	if (self->breaks > 0 || self->out->len == 0 || level != self->level)
		begin_line(self, level);
	if (self->space)
		g_string_append_c(self->out, ' ');
	self->space = FALSE;
	write_label(self, run, length, apart);
	g_string_append_len(self->out, run, (gssize)length);
}

static void count_hidden(HtmlWriter *self, Span text)
{
	for (gsize i = 0; i < text.length; i++) {
		guint8 c = (guint8)text.data[i];
		/* Preview fillers are no-break spaces and zero-width characters, C2, CD, E2 and EF
		 * in front. */
		gboolean letter = c >= 0xc3 && c != 0xcd && c != 0xe2 && c != 0xef;
		self->hidden_letters += letter || g_ascii_isalnum((char)c) ? 1 : 0;
	}
}

void html_writer_text(HtmlWriter *self, Span text, HtmlPlace place)
{
	if (place.hidden != 0) {
		count_hidden(self, text);
		return;
	}
	gsize at = 0;
	while (at < text.length && self->out->len < LIMIT_TEXT) {
		gsize space = space_length(text, at);
		if (space > 0) {
			if (place.keeps_lines && text.data[at] == '\n')
				html_writer_line_break(self);
			self->space = TRUE;
			at += space;
			continue;
		}
		gsize end = run_end(text, at);
		write_run(self, text.data + at, end - at, place.level);
		at = end;
	}
}

void html_writer_break(HtmlWriter *self, guint count)
{
	self->breaks = MAX(self->breaks, count);
}

void html_writer_line_break(HtmlWriter *self)
{
	self->breaks = MIN(self->breaks + 1, BREAKS_MAXIMUM);
}

void html_writer_space(HtmlWriter *self)
{
	self->space = TRUE;
}
