/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of fields: a sender and two of date, recipients and subject within a few lines, in the
 * words of one row of the table. Lists of recipients may run over several lines.
 */
#include "mail/text/quote-fields.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/quote-date.h"
#include "mail/text/quote-party.h"

#define BLOCK_LINES   24
#define NAME_MAXIMUM  40 /* bytes before the colon */
#define LIST_LINES    8  /* lines that a list of recipients may run over */
#define REST_LINES    2  /* and any other field */
#define VALUE_MAXIMUM LIMIT_KIB(16)
#define ROWS_MAXIMUM  32

#define WIDE_COLON "\xef\xbc\x9a"
#define WIDE_LEAD  0xef

/* One use of a name: bit numbers of the row and the kind. */
typedef struct NameUse {
	guint8 kinds[ROWS_MAXIMUM]; /* bit per QuoteField, by row */
} NameUse;

typedef struct FieldLine {
	const NameUse *use; /* NULL when the line is no field */
	Span value;
} FieldLine;

typedef struct FieldBlock {
	guint8 kinds[ROWS_MAXIMUM]; /* bit per QuoteField seen, by row */
	guint fields;
	struct {
		const NameUse *use;
		Span value;
		guint first; /* further lines of the value */
		guint last;
	} field[BLOCK_LINES];
	guint end; /* behind the last line */
} FieldBlock;

static void add_name(GHashTable *names, const char *name, gsize row, guint kind)
{
	NameUse *use = g_hash_table_lookup(names, name);
	if (use == NULL) {
		use = g_new0(NameUse, 1);
		g_hash_table_insert(names, g_strdup(name), use);
	}
	use->kinds[row] |= (guint8)(1u << kind);
}

static GHashTable *names_get(void)
{
	static GHashTable *names;
	if (names != NULL)
		return names;
	names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (gsize row = 0; row < MIN(quote_header_row_count, ROWS_MAXIMUM); row++) {
		if (quote_header_rows[row].form != QUOTE_FIELDS)
			continue;
		for (guint kind = 0; kind < QUOTE_FIELD_KINDS; kind++) {
			g_auto(GStrv) words =
				g_strsplit(quote_header_rows[row].names[kind], "|", -1);
			for (char **word = words; *word != NULL; word++)
				if (**word != '\0')
					add_name(names, *word, row, kind);
		}
	}
	return names;
}

/* Emphasis, boxes and blanks around a name. */
static Span trim_name(Span name)
{
	static const char *const wide[] = {"【", "】", "■", "　", "\xc2\xa0", "・", "＊"};
	gsize before;
	do {
		before = name.length;
		while (name.length > 0 && bytes_is_sign(name.data[0], "*_ \t-"))
			name = span_from(name, 1);
		while (name.length > 0 && bytes_is_sign(name.data[name.length - 1], "*_ \t"))
			name.length--;
		gboolean ascii =
			name.length == 0 ||
			((guint8)name.data[0] < 0x80 && (guint8)name.data[name.length - 1] < 0x80);
		for (gsize i = 0; i < G_N_ELEMENTS(wide) && !ascii; i++) {
			gsize length = strlen(wide[i]);
			if (bytes_begin(name, wide[i]))
				name = span_from(name, length);
			if (name.length >= length &&
				memcmp(name.data + name.length - length, wide[i], length) == 0)
				name.length -= length;
		}
	} while (name.length < before && name.length > 0);
	return name;
}

/* Where the colon of LINE stands and how long it is; 0 when there is none near its start. */
static gsize find_colon(Span line, gsize *ret_length)
{
	Span near = span_new(line.data, MIN(line.length, NAME_MAXIMUM));
	const char *colon = bytes_first(near, ':');
	near.length = colon != NULL ? (gsize)(colon - line.data) : near.length;
	for (gsize at = 0; at < near.length; at++) {
		const char *lead = memchr(line.data + at, WIDE_LEAD, near.length - at);
		if (lead == NULL)
			break;
		at = (gsize)(lead - line.data);
		*ret_length = strlen(WIDE_COLON);
		if (bytes_begin(span_from(line, at), WIDE_COLON))
			return at;
	}
	*ret_length = 1;
	return colon != NULL ? (gsize)(colon - line.data) : 0;
}

static const NameUse *find_use(Span name)
{
	char folded[NAME_MAXIMUM + 1];
	gboolean ascii = TRUE;
	name = trim_name(name);
	if (name.length == 0 || name.length > NAME_MAXIMUM)
		return NULL;
	for (gsize i = 0; i < name.length; i++) {
		folded[i] = bytes_fold(name.data[i]);
		ascii = ascii && (guint8)name.data[i] < 0x80;
	}
	folded[name.length] = '\0';
	if (ascii)
		return g_hash_table_lookup(names_get(), folded);
	g_autofree char *lower = g_utf8_strdown(folded, -1);
	return g_hash_table_lookup(names_get(), lower);
}

static FieldLine read_line(const QuoteLine *line)
{
	Span span = quote_line_span(line);
	gsize length;
	gsize colon = find_colon(span, &length);
	if (colon == 0)
		return (FieldLine){0};
	Span value = span_from(span, colon + length);
	while (value.length > 0 && bytes_is_sign(value.data[0], "*_ \t"))
		value = span_from(value, 1);
	return (FieldLine){.use = find_use(span_new(span.data, colon)), .value = value};
}

static guint all_kinds(const NameUse *use)
{
	guint kinds = 0;
	for (guint row = 0; row < ROWS_MAXIMUM; row++)
		kinds |= use->kinds[row];
	return kinds;
}

/* Add the field at line AT; lines between it and the field before belong to that one. */
static void add_field(FieldBlock *block, const FieldLine *line, guint at)
{
	if (block->fields > 0)
		block->field[block->fields - 1].last = at;
	for (guint row = 0; row < ROWS_MAXIMUM; row++)
		block->kinds[row] |= line->use->kinds[row];
	block->field[block->fields].use = line->use;
	block->field[block->fields].value = line->value;
	block->field[block->fields].first = at + 1;
	block->field[block->fields].last = at + 1;
	block->fields++;
	block->end = at + 1;
}

/* Follow the block that begins at AT to its end: a line of another quote level, lines that are no
 * field and no rest of one, or a field that was there already. */
static void collect(FieldBlock *block, const QuoteLine *lines, guint count, guint at)
{
	const guint lists = 1u << QUOTE_TO | 1u << QUOTE_CC;
	guint others = 0;
	guint room = 0; /* lines that may be the rest of the last field */
	guint seen = 0;
	for (guint i = at; i < count && block->fields < BLOCK_LINES; i++) {
		if (lines[i].prefix != lines[at].prefix)
			return;
		FieldLine line = read_line(&lines[i]);
		if (line.use == NULL) {
			if (++others > room || (lines[i].flags & QUOTE_AFTER_BLANK) != 0)
				return;
			continue;
		}
		guint kinds = all_kinds(line.use) & ~(1u << QUOTE_OTHER);
		if ((kinds & seen) != 0)
			return;
		seen |= kinds;
		others = 0;
		room = (kinds & lists) != 0 ? LIST_LINES : REST_LINES;
		add_field(block, &line, i);
	}
}

/* The row whose words the block uses most; its number, or -1 when no row makes it a header. */
static gint best_row(const FieldBlock *block)
{
	gint best = -1;
	guint most = 0;
	for (guint row = 0; row < ROWS_MAXIMUM; row++) {
		guint kinds = block->kinds[row] & ~(1u << QUOTE_OTHER);
		guint bits = (guint)__builtin_popcount(kinds);
		if ((kinds & 1u << QUOTE_FROM) == 0 || bits < 3 || bits <= most)
			continue;
		most = bits;
		best = (gint)row;
	}
	return best;
}

/* The whole value of field INDEX; joined in ROOM when it runs over several lines. */
static Span whole_value(const FieldBlock *block, const QuoteLine *lines, guint index, GString *room)
{
	Span value = block->field[index].value;
	guint last = block->field[index].last;
	if (block->field[index].first >= last)
		return value;
	g_string_truncate(room, 0);
	g_string_append_len(room, value.data, (gssize)value.length);
	for (guint i = block->field[index].first; i < last && room->len < VALUE_MAXIMUM; i++) {
		g_string_append_c(room, ' ');
		g_string_append_len(room, lines[i].data, lines[i].length);
	}
	return span_new(room->str, room->len);
}

static char *read_subject(Span value)
{
	value = bytes_trim(value);
	gsize length = MIN(value.length, LIMIT_STRING);
	while (length > 0 && length < value.length && ((guint8)value.data[length] & 0xc0) == 0x80)
		length--;
	return g_strndup(value.length > 0 ? value.data : "", length);
}

static void read_value(QuotedHeader *header, guint kinds, Span value, const char *language)
{
	if ((kinds & 1u << QUOTE_FROM) != 0 && header->from.name[0] == '\0' &&
		header->from.address[0] == '\0')
		quote_party_read(&header->from, value);
	if ((kinds & (1u << QUOTE_TO | 1u << QUOTE_CC)) != 0)
		quote_parties_read(header->to, value);
	if ((kinds & 1u << QUOTE_DATE) != 0 && header->date == 0)
		header->date = quote_date_read(value, language).time;
	if ((kinds & 1u << QUOTE_SUBJECT) != 0 && header->subject[0] == '\0') {
		g_free(header->subject);
		header->subject = read_subject(value);
	}
}

/* A table puts values on lines of their own: the last one's is behind the block then. */
static void take_last_value(FieldBlock *block, const QuoteLine *lines, guint count)
{
	guint last = block->fields - 1;
	guint next = block->end;
	if (block->field[last].value.length > 0 || next >= count ||
		lines[next].prefix != lines[next - 1].prefix ||
		(lines[next].flags & QUOTE_AFTER_BLANK) != 0)
		return;
	block->field[last].last = next + 1;
	block->end = next + 1;
}

gboolean quote_fields_match(const QuoteLine *lines, guint count, guint at, QuoteHeader *ret)
{
	FieldLine first = read_line(&lines[at]);
	if (first.use == NULL || all_kinds(first.use) == 1u << QUOTE_OTHER)
		return FALSE;
	FieldBlock block;
	block.fields = 0;
	memset(block.kinds, 0, sizeof(block.kinds));
	collect(&block, lines, count, at);
	gint row = best_row(&block);
	if (row < 0)
		return FALSE;
	take_last_value(&block, lines, count);
	QuotedHeader *header = quoted_header_new();
	header->table_row = (guint)row;
	g_autoptr(GString) room = g_string_new(NULL);
	for (guint i = 0; i < block.fields; i++)
		read_value(header, block.field[i].use->kinds[row],
			whole_value(&block, lines, i, room), quote_header_rows[row].language);
	*ret = (QuoteHeader){.header = header,
		.form = QUOTE_FIELDS,
		.certain = TRUE,
		.first = at,
		.count = block.end - at};
	return TRUE;
}
