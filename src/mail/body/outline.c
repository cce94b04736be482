/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over the lines of a message with a stack of open parts. A line that is the boundary of
 * an open multipart ends everything opened above it, so a missing end boundary, or a part that ends
 * in its header, needs no rule of its own.
 */
#include "mail/body/outline.h"

#include "base/limits.h"
#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/parameter.h"

/* Behind a multipart that names no boundary, one is looked for in so many bytes. */
#define GUESS_BYTES 4096
/* Thunderbird's boundaries have 24 digits, Gmail's 28 that may be digits by chance; Emotet's 34. */
#define BOUNDARY_DIGITS 30
/* So many parts are asked for a charset. */
#define CHARSET_PARTS 8

typedef struct Open {
	guint part;
	char *boundary; /* NULL for a leaf, an enclosed message, or a multipart behind its end */
	gsize length;
} Open;

typedef struct Scanner {
	Outline *outline;
	Span bytes;
	gsize at;
	Open open[LIMIT_DEPTH + 2];
	guint n_open;
	guint n_boundaries; /* open entries that have one */
	guint max_parts;
	guint base_depth;
	gsize header_lines;
} Scanner;

static Part *part_at(Scanner *scanner, guint index)
{
	return &g_array_index(scanner->outline->parts, Part, index);
}

static void close_top(Scanner *scanner, gsize end)
{
	Open *top = &scanner->open[--scanner->n_open];
	Part *part = part_at(scanner, top->part);
	gsize start = (gsize)(part->body.data - scanner->bytes.data);
	part->body.length = end > start ? end - start : 0;
	if (top->boundary != NULL)
		scanner->n_boundaries--;
	g_clear_pointer(&top->boundary, g_free);
}

/* The open entry whose boundary LINE is, from the innermost out; -1 for none. */
static int match_boundary(const Scanner *scanner, Span line, gboolean *ret_end)
{
	int end_match = -1;
	if (scanner->n_boundaries == 0 || line.length < 3 || line.data[0] != '-' ||
		line.data[1] != '-')
		return -1;
	Span name = span_from(line, 2);
	for (int i = (int)scanner->n_open - 1; i >= 0; i--) {
		const Open *open = &scanner->open[i];
		if (open->boundary == NULL || name.length < open->length ||
			memcmp(name.data, open->boundary, open->length) != 0)
			continue;
		Span rest = bytes_trim(span_from(name, open->length));
		*ret_end = FALSE;
		if (rest.length == 0)
			return i;
		if (end_match < 0 && rest.length >= 2 && name.data[open->length] == '-' &&
			rest.data[1] == '-')
			end_match = i;
	}
	*ret_end = end_match >= 0;
	return end_match;
}

/* The header at the scanner's place, which a boundary ends too. */
static Header *read_header(Scanner *scanner)
{
	gsize start = scanner->at;
	gsize at = start;
	gsize end = start;
	gboolean is_end = FALSE;
	Span line;
	while (bytes_next_line(scanner->bytes, &at, &line)) {
		if (match_boundary(scanner, line, &is_end) >= 0)
			break;
		end = at;
		if (line.length == 0)
			break;
	}
	Header *header = header_scan(bytes_part(scanner->bytes, start, end), FALSE);
	scanner->at = start + header->body;
	return header;
}

static void read_fields(Part *part, const Header *header, const char *otherwise)
{
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		if (!bytes_begin(field->name, "content-"))
			continue;
		Span name = span_from(field->name, strlen("content-"));
		if (bytes_equal(name, "type") && part->type.length == 0)
			part->type = field->value;
		else if (bytes_equal(name, "transfer-encoding") && part->encoding.length == 0)
			part->encoding = field->value;
		else if (bytes_equal(name, "disposition") && part->disposition.length == 0)
			part->disposition = field->value;
		else if (bytes_equal(name, "id"))
			part->id = field->value;
	}
	g_autofree char *media = parameter_token(part->type);
	if (media[0] == '\0')
		g_strlcpy(part->media, otherwise, sizeof part->media);
	else
		g_strlcpy(part->media, strchr(media, '/') != NULL ? media : "text/plain",
			sizeof part->media);
}

static char *guess_boundary(Span body)
{
	body.length = MIN(body.length, GUESS_BYTES);
	Span line;
	Span candidate = {0};
	for (gsize at = 0; bytes_next_line(body, &at, &line);) {
		if (candidate.length > 0 && bytes_begin(line, "content-"))
			return g_strndup(candidate.data, candidate.length);
		candidate = line.length > 2 && line.data[0] == '-' && line.data[1] == '-'
				    ? bytes_trim(span_from(line, 2))
				    : span_new(NULL, 0);
	}
	return NULL;
}

static gboolean digits_alone(const char *boundary, gsize length)
{
	gsize i = 0;
	while (i < length && boundary[i] == '-')
		i++;
	gsize start = i;
	while (i < length && g_ascii_isdigit(boundary[i]))
		i++;
	gsize digits = i - start;
	while (i < length && boundary[i] == '-')
		i++;
	return i == length && digits >= BOUNDARY_DIGITS;
}

static char *boundary_of(const Scanner *scanner, const Part *part, gsize *ret_length)
{
	char *boundary = parameter_bytes(part->type, "boundary", NULL);
	if (boundary == NULL || g_strchomp(boundary)[0] == '\0') {
		g_free(boundary);
		boundary = guess_boundary(span_from(scanner->bytes, scanner->at));
	}
	*ret_length = boundary != NULL ? strlen(boundary) : 0;
	return boundary;
}

static gboolean encloses(const Part *part)
{
	return (g_str_equal(part->media, "message/rfc822") ||
		       g_str_equal(part->media, "message/global") ||
		       g_str_equal(part->media, "message/news")) &&
	       transfer_of(part->encoding) == TRANSFER_PLAIN;
}

/* What PART is, and its boundary (owned) when it is a multipart that has one. */
static PartKind kind_of(Scanner *scanner, Part *part, char **ret_boundary, gsize *ret_length)
{
	gboolean multipart = g_str_has_prefix(part->media, "multipart/");
	if (!multipart && !encloses(part))
		return PART_LEAF;
	if (part->depth >= LIMIT_DEPTH) {
		scanner->outline->over = TRUE;
		g_strlcpy(part->media, "text/plain", sizeof part->media);
		return PART_LEAF;
	}
	if (!multipart)
		return PART_MESSAGE;
	*ret_boundary = boundary_of(scanner, part, ret_length);
	if (*ret_boundary != NULL)
		return PART_MULTIPART;
	g_strlcpy(part->media, "text/plain", sizeof part->media);
	return PART_LEAF;
}

static const char *default_media(const Scanner *scanner)
{
	if (scanner->n_open == 0)
		return "text/plain";
	const Part *parent =
		outline_part(scanner->outline, scanner->open[scanner->n_open - 1].part);
	return g_str_equal(parent->media, "multipart/digest") ? "message/rfc822" : "text/plain";
}

/* Add the part whose HEADER ends at the scanner's place. TRUE when an enclosed message begins
 * there. */
static gboolean add_part(Scanner *scanner, const Header *header, gsize start)
{
	Outline *outline = scanner->outline;
	Part part = {.parent = OUTLINE_NO_PARENT, .depth = scanner->base_depth + scanner->n_open};
	if (scanner->n_open > 0)
		part.parent = scanner->open[scanner->n_open - 1].part;
	part.header = bytes_part(scanner->bytes, start, scanner->at);
	part.body = bytes_part(scanner->bytes, scanner->at, scanner->bytes.length);
	read_fields(&part, header, default_media(scanner));
	Open open = {.part = outline->parts->len};
	part.kind = kind_of(scanner, &part, &open.boundary, &open.length);
	if (open.boundary != NULL) {
		outline->digits_alone |= digits_alone(open.boundary, open.length);
		scanner->n_boundaries++;
	}
	scanner->header_lines += header->lines;
	outline->nul |= header->nul;
	outline->over |= header->over || scanner->header_lines > LIMIT_HEADER_LINES;
	g_array_append_val(outline->parts, part);
	scanner->open[scanner->n_open++] = open;
	return part.kind == PART_MESSAGE;
}

/* Read the part that begins at the scanner's place, and the messages that it encloses at once. */
static void read_part(Scanner *scanner)
{
	gboolean again = TRUE;
	while (again && scanner->outline->parts->len < scanner->max_parts) {
		gsize start = scanner->at;
		g_autoptr(Header) header = read_header(scanner);
		again = add_part(scanner, header, start);
	}
}

/* No more parts are counted: what is left is the last part's text. */
static void give_rest_to_last(Scanner *scanner)
{
	Part *last = part_at(scanner, scanner->outline->parts->len - 1);
	last->kind = PART_LEAF;
	last->encoding = span_new(NULL, 0);
	g_strlcpy(last->media, "text/plain", sizeof last->media);
	gsize start = (gsize)(last->body.data - scanner->bytes.data);
	last->body.length = scanner->bytes.length - start;
	scanner->outline->over = TRUE;
}

/* Offset where the line break before offset AT begins. */
static gsize before_break(Span bytes, gsize at)
{
	if (at > 0 && bytes.data[at - 1] == '\n')
		at--;
	if (at > 0 && bytes.data[at - 1] == '\r')
		at--;
	return at;
}

/* A boundary of open entry LEVEL began at offset LINE. FALSE when no more parts may be read. */
static gboolean take_boundary(Scanner *scanner, guint level, gsize line, gboolean is_end)
{
	while (scanner->n_open > level + 1)
		close_top(scanner, before_break(scanner->bytes, line));
	Open *open = &scanner->open[level];
	if (is_end) {
		part_at(scanner, open->part)->closed = TRUE;
		g_clear_pointer(&open->boundary, g_free);
		scanner->n_boundaries--;
		return TRUE;
	}
	if (scanner->outline->parts->len >= scanner->max_parts) {
		give_rest_to_last(scanner);
		return FALSE;
	}
	read_part(scanner);
	return TRUE;
}

static void scan_body(Scanner *scanner)
{
	gboolean may_be_long = scanner->bytes.length > LIMIT_LINE;
	Span line;
	gsize start = scanner->at;
	while ((scanner->n_boundaries > 0 || may_be_long) &&
		bytes_next_line(scanner->bytes, &scanner->at, &line)) {
		gboolean is_end = FALSE;
		int level = match_boundary(scanner, line, &is_end);
		scanner->outline->over |= line.length > LIMIT_LINE;
		if (level >= 0 && !take_boundary(scanner, (guint)level, start, is_end))
			break;
		start = scanner->at;
	}
	scanner->outline->truncated = scanner->n_boundaries > 0;
}

static Outline *scan(Span bytes, const Header *header, guint parts, guint depth)
{
	Outline *outline = g_new0(Outline, 1);
	outline->parts = g_array_sized_new(FALSE, FALSE, sizeof(Part), 4);
	Scanner scanner = {
		.outline = outline, .bytes = bytes, .at = MIN(header->body, bytes.length)};
	scanner.max_parts = MAX(parts, 1);
	scanner.base_depth = MIN(depth, LIMIT_DEPTH);
	if (add_part(&scanner, header, 0))
		read_part(&scanner);
	scan_body(&scanner);
	/* A part that took the rest keeps it: those closed here end there too. */
	while (scanner.n_open > 0)
		close_top(&scanner, bytes.length);
	return outline;
}

Outline *outline_scan(Span bytes, const Header *header, guint parts, guint depth)
{
	Outline *outline = scan(bytes, header, parts, depth);
	if (!outline->over || bytes.length - MIN(header->body, bytes.length) <= LIMIT_CLIPPED)
		return outline;
	outline_free(outline);
	bytes.length = header->body + LIMIT_CLIPPED;
	outline = scan(bytes, header, parts, depth);
	outline->over = TRUE;
	return outline;
}

char *outline_charset(const Outline *outline)
{
	for (guint i = 0; i < MIN(outline->parts->len, CHARSET_PARTS); i++) {
		char *charset = parameter_text(outline_part(outline, i)->type, "charset");
		if (charset[0] != '\0')
			return charset;
		g_free(charset);
	}
	return g_strdup("");
}

void outline_free(Outline *outline)
{
	if (outline == NULL)
		return;
	g_array_unref(outline->parts);
	g_free(outline);
}
