/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures. Each run of own lines is looked at from its end: footers of lists first, then what
 * stands behind a separator or between rulers, then a closing or a name with an address. Bounded
 * looks back, linear over all.
 */
#include "mail/text/signature.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/quote-party.h"
#include "mail/text/signature-line.h"
#include "mail/text/signature-name.h"

#define FOOTER_LINES    12 /* from a ruler to the end of a list's footer */
#define SEPARATED_LINES 40 /* behind "-- " */
#define RULED_LINES     20 /* from the upper ruler on */
#define TAIL_LINES      14 /* looked at without any mark */
#define CLOSED_LINES    12 /* behind a closing */

/* Lines START to END (not included) of the text. */
typedef struct Run {
	guint start;
	guint end;
} Run;

typedef struct SignatureSearch {
	QuoteLine *lines;
	guint count;
	GPtrArray *found; /* NULL when not wanted */
	guint8 *kinds;    /* SignatureLine + 1 of each line, 0 when not known yet */
	char *name;       /* the latest name, "" when it has been used */
} SignatureSearch;

static gboolean is_own(const QuoteLine *line)
{
	return line->level == 0 && (line->flags & QUOTE_HEADER) == 0;
}

static Span span_of(const SignatureSearch *self, guint at)
{
	return quote_line_span(&self->lines[at]);
}

static SignatureLine kind_of(const SignatureSearch *self, guint at)
{
	if (self->kinds[at] == 0)
		self->kinds[at] = (guint8)(signature_line_of(span_of(self, at)) + 1);
	return (SignatureLine)(self->kinds[at] - 1);
}

static void mark(SignatureSearch *self, guint start, guint end)
{
	for (guint i = start; i < end; i++)
		self->lines[i].kind = BLOCK_SIGNATURE;
}

static void keep(SignatureSearch *self, const char *name, const char *address)
{
	if (self->found == NULL || self->found->len >= SIGNATURE_MAXIMUM)
		return;
	for (guint i = 0; i < self->found->len; i++) {
		const Address *is = g_ptr_array_index(self->found, i);
		if (g_str_equal(is->address, address) &&
			(address[0] != '\0' || g_str_equal(is->name, name)))
			return;
	}
	g_ptr_array_add(self->found, address_new(g_strdup(name), g_strdup(address)));
}

static void set_name(SignatureSearch *self, Span name)
{
	g_free(self->name);
	self->name = bytes_copy(name);
}

/* "Ann Lee" of "Ann Lee | Firm, Street". */
static Span first_piece(Span line)
{
	gsize end = 0;
	while (end < line.length && strchr("|,", line.data[end]) == NULL)
		end++;
	line = bytes_trim(span_new(line.data, end));
	while (line.length > 0 && strchr("-:", line.data[line.length - 1]) != NULL)
		line = bytes_trim(span_new(line.data, line.length - 1));
	return line;
}

/* The addresses on line AT, each with the name in front of it, else the name above. */
static gboolean read_addresses(SignatureSearch *self, guint at)
{
	Span line = span_of(self, at);
	gsize from = 0;
	gboolean any = FALSE;
	QuoteAddress address;
	while (quote_address_find(line, from, &address)) {
		Span before = first_piece(bytes_part(line, from, address.start));
		gboolean named = signature_name(before).length > 0 &&
				 !bytes_begin(before, "E-mail") && !bytes_begin(before, "Email") &&
				 !bytes_begin(before, "Mail");
		g_autofree char *name =
			named ? g_strndup(before.data, before.length) : g_strdup(self->name);
		keep(self, name, address.address);
		g_free(address.address);
		from = address.end;
		any = TRUE;
	}
	return any;
}

/* Who is named in the lines of RUN. */
static void read_people(SignatureSearch *self, Run run)
{
	gboolean any = FALSE;
	set_name(self, span_new("", 0));
	for (guint i = run.start; i < run.end; i++) {
		Span line = span_of(self, i);
		SignatureLine kind = kind_of(self, i);
		gsize behind = kind == SIGN_CLOSING ? signature_line_closing(line) : line.length;
		if (behind < line.length) {
			set_name(self, signature_name(span_from(line, behind)));
			continue;
		}
		if (memchr(line.data, '@', line.length) != NULL && read_addresses(self, i)) {
			any = TRUE;
			continue;
		}
		/* The first name is the person's, unless another stands right above an address. */
		gboolean above = i + 1 < run.end && memchr(self->lines[i + 1].data, '@',
							    self->lines[i + 1].length) != NULL;
		if (kind == SIGN_NAME && (self->name[0] == '\0' || above))
			set_name(self, signature_name(line));
	}
	if (!any && self->name[0] != '\0')
		keep(self, self->name, "");
}

static gboolean is_footer_text(Span line)
{
	return bytes_find(line, "mailing list", NULL) || bytes_find(line, "listinfo", NULL) ||
	       bytes_find(line, "unsubscribe", NULL) || bytes_find(line, "list-info", NULL) ||
	       bytes_find(line, "majordomo", NULL) || bytes_find(line, "メーリングリスト", NULL);
}

/* Where the footer of a mailing list begins that ends RUN; its end when there is none. */
static guint footer_start(const SignatureSearch *self, Run run)
{
	guint first = run.end - run.start > FOOTER_LINES ? run.end - FOOTER_LINES : run.start;
	for (guint i = first; i < run.end; i++) {
		Span line = span_of(self, i);
		if (!signature_line_is_ruler(line) && !signature_line_is_separator(line))
			continue;
		for (guint next = i + 1; next < run.end && next <= i + 3; next++)
			if (is_footer_text(span_of(self, next)))
				return i;
	}
	return run.end;
}

/* Where a PGP signature begins, with all that stands behind it; the end when there is none. */
static guint armour_start(const SignatureSearch *self, Run run)
{
	for (guint i = run.start; i < run.end; i++)
		if (bytes_begin(span_of(self, i), "-----BEGIN PGP SIGNATURE-----"))
			return i;
	return run.end;
}

/* The first line behind which the rest of RUN is separated as a signature, that line included. */
static guint separator_start(const SignatureSearch *self, Run run)
{
	guint first = run.end - run.start > SEPARATED_LINES ? run.end - SEPARATED_LINES : run.start;
	for (guint i = first; i < run.end; i++)
		if (signature_line_is_separator(span_of(self, i)) && i + 1 < run.end)
			return i;
	return run.end;
}

/* Rulers around or above lines of contact at the end of RUN. */
static guint ruled_start(const SignatureSearch *self, Run run)
{
	guint first = run.end - run.start > RULED_LINES ? run.end - RULED_LINES : run.start;
	guint start = run.end;
	gboolean contact = FALSE;
	for (guint i = run.end; i > first; i--) {
		SignatureLine kind = kind_of(self, i - 1);
		if (kind == SIGN_PROSE && self->lines[i - 1].length > CLOSED_LINES * 10)
			break;
		contact = contact || kind == SIGN_CONTACT;
		if (kind == SIGN_RULER && contact)
			start = i - 1;
	}
	return start;
}

/* What the lines at the end of a run have shown so far. */
typedef struct Tail {
	guint start;
	gboolean contact;
	gboolean address;
	gboolean closed;
	gboolean named;
} Tail;

/* Go on with line AT of RUN, upwards. FALSE when the signature cannot begin above it. */
static gboolean extend_tail(const SignatureSearch *self, Run run, guint at, Tail *tail)
{
	Span line = span_of(self, at);
	gboolean after_blank = at == run.start || (self->lines[at].flags & QUOTE_AFTER_BLANK) != 0;
	switch (kind_of(self, at)) {
	case SIGN_CLOSING:
		tail->closed = TRUE;
		tail->start = at;
		return FALSE;
	case SIGN_CONTACT:
		tail->contact = TRUE;
		tail->address = tail->address || memchr(line.data, '@', line.length) != NULL;
		tail->start = at;
		return TRUE;
	case SIGN_DEVICE:
		tail->start = tail->start == at + 1 ? at : tail->start;
		return TRUE;
	case SIGN_NAME:
		tail->named = TRUE;
		tail->start = at;
		if (!after_blank)
			return TRUE;
		/* A closing may stand above the blank line. */
		return at > run.start && kind_of(self, at - 1) == SIGN_CLOSING;
	case SIGN_RULER:
	case SIGN_SHORT:
		return TRUE;
	case SIGN_PROSE:
		return FALSE;
	}
	return FALSE;
}

static guint tail_start(const SignatureSearch *self, Run run)
{
	Tail tail = {.start = run.end};
	guint first = run.end - run.start > TAIL_LINES ? run.end - TAIL_LINES : run.start;
	guint i = run.end;
	while (i > first && extend_tail(self, run, i - 1, &tail))
		i--;
	if (tail.closed || (tail.contact && tail.named) || tail.address)
		return tail.start;
	/* A name alone, set apart at the end. */
	guint last = run.end - 1;
	gboolean apart = (self->lines[last].flags & QUOTE_AFTER_BLANK) != 0 && last > run.start;
	gboolean lone = tail.named && tail.start == last && apart;
	gboolean device = kind_of(self, last) == SIGN_DEVICE;
	if (lone || (device && !tail.named))
		return last;
	return run.end;
}

/* Find the signature at the end of RUN. ENDS: the run is the first or the last, where people sign.
 */
static void search_run(SignatureSearch *self, Run run, gboolean ends)
{
	guint armour = armour_start(self, run);
	guint footer = footer_start(self, run);
	footer = MIN(footer, armour);
	mark(self, footer, run.end);
	run.end = footer;
	if (run.end == run.start)
		return;
	guint start = separator_start(self, run);
	if (ends && start > run.start)
		start = ruled_start(self, (Run){.start = run.start, .end = start});
	/* A closing may stand above a separator. */
	if (ends && start > run.start)
		start = tail_start(self, (Run){.start = run.start, .end = start});
	mark(self, start, run.end);
	if (start < run.end)
		read_people(self, (Run){.start = start, .end = run.end});
}

void signature_find(QuoteLine *lines, guint count, GPtrArray *found)
{
	SignatureSearch self = {.lines = lines, .count = count, .found = found};
	self.name = g_strdup("");
	self.kinds = g_malloc0(count + 1);
	guint last = count;
	while (last > 0 && !is_own(&lines[last - 1]))
		last--;
	gboolean first = TRUE;
	for (guint i = 0; i < count;) {
		Run run = {.start = i};
		while (i < count && is_own(&lines[i]))
			i++;
		run.end = i;
		if (run.end > run.start) {
			search_run(&self, run, first || run.end == last);
			first = FALSE;
		}
		i += run.end == run.start ? 1 : 0;
	}
	g_free(self.kinds);
	g_free(self.name);
}
