/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts as bytes. One walk over the fields serves both directions, so that they cannot drift apart:
 * writing it appends to `out`, reading it takes from `at`. Numbers are little-endian base 128,
 * strings and arrays carry their length. Writing clips what is over a limit; reading refuses it.
 */
#include "mail/facts-codec.h"

#include "base/limits.h"
#include "mail/text/quote-header.h"

#define CODEC_VERSION 1
/* Kept free of strings, so that numbers and counts always fit into LIMIT_FACTS. */
#define STRUCTURE_ROOM LIMIT_MIB(2)
#define NUMBER_BYTES   10
/* What the elements of most messages take beyond twice the encoding. */
#define ELEMENT_ROOM 512
/* In a word of eight bytes: the lowest and the highest bit of each. */
#define LOW_BITS  G_GUINT64_CONSTANT(0x0101010101010101)
#define HIGH_BITS G_GUINT64_CONSTANT(0x8080808080808080)

typedef struct Codec {
	GByteArray *out; /* NULL when reading */
	gsize used;      /* of out, which is longer than that while it is written */
	guint8 *at;      /* the unread input, a copy in the arena */
	const guint8 *end;
	Arena *arena;
	gsize room;       /* what strings may still take, writing */
	gboolean clipped; /* something was over a limit, writing */
	gboolean failed;  /* the input is malformed, reading */
	const Facts *facts;
	gsize skeletons[LIMIT_TEXT_PARTS]; /* length of each skeleton that was written or read */
	guint n_skeletons;
	guint n_hops;
} Codec;

/* Walk one element; GIVEN is NULL when reading. Returns the element. */
typedef gpointer (*WalkElement)(Codec *codec, gpointer given);

static void refuse(Codec *codec)
{
	codec->failed = TRUE;
	codec->at = (guint8 *)codec->end;
}

/* Where LENGTH more bytes can be written. */
static guint8 *reserve(Codec *codec, gsize length)
{
	gsize wanted = codec->used + length;
	if (wanted > codec->out->len)
		g_byte_array_set_size(codec->out, (guint)(wanted + wanted / 2));
	return codec->out->data + codec->used;
}

/* VALUE in PLACE, which has room for NUMBER_BYTES; returns what follows it. */
static guint8 *put_number(guint8 *place, guint64 value)
{
	while (value >= 0x80) {
		*place++ = (guint8)(value | 0x80);
		value >>= 7;
	}
	*place++ = (guint8)value;
	return place;
}

static void write_number(Codec *codec, guint64 value)
{
	guint8 *end = put_number(reserve(codec, NUMBER_BYTES), value);
	codec->used = (gsize)(end - codec->out->data);
}

static void write_bytes(Codec *codec, const void *bytes, gsize length)
{
	memcpy(reserve(codec, length), bytes, length);
	codec->used += length;
}

static guint64 read_number(Codec *codec)
{
	guint64 value = 0;
	for (guint shift = 0; shift < 64 && codec->at < codec->end; shift += 7) {
		guint8 byte = *codec->at++;
		if (shift == 63 && byte > 1)
			break;
		value |= (guint64)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return value;
	}
	refuse(codec);
	return 0;
}

/* Write VALUE or read it; returns what the field now is. MAXIMUM clips the one and refuses the
 * other. */
static guint64 walk_number(Codec *codec, guint64 value, guint64 maximum)
{
	if (codec->out != NULL) {
		codec->clipped |= value > maximum;
		write_number(codec, MIN(value, maximum));
		return value;
	}
	guint64 read = read_number(codec);
	if (read <= maximum)
		return read;
	refuse(codec);
	return 0;
}

/* Flags up to the bit LAST. */
static guint32 walk_bits(Codec *codec, guint32 bits, guint32 last)
{
	guint32 all = last * 2 - 1;
	guint32 walked = (guint32)walk_number(codec, bits & all, all);
	return codec->out != NULL ? bits : walked;
}

/* A time before 1970 or after the year 9999 is as good as none. */
static gint64 walk_time(Codec *codec, gint64 time)
{
	gboolean sane = time >= 0 && time <= LIMIT_TIME;
	gint64 walked = (gint64)walk_number(codec, sane ? (guint64)time : 0, LIMIT_TIME);
	return codec->out != NULL ? time : walked;
}

static void walk_bytes(Codec *codec, guint8 *bytes, gsize length)
{
	if (codec->out != NULL)
		write_bytes(codec, bytes, length);
	else if (length > (gsize)(codec->end - codec->at))
		refuse(codec);
	else {
		memcpy(bytes, codec->at, length);
		codec->at += length;
	}
}

static gboolean inside_character(const char *text, gsize offset)
{
	return ((guint8)text[offset] & 0xc0) == 0x80;
}

/* The largest offset up to OFFSET at which a character of TEXT (LENGTH bytes) begins or TEXT ends.
 */
static gsize character_start(const char *text, gsize length, gsize offset)
{
	if (offset >= length)
		return length;
	while (offset > 0 && inside_character(text, offset))
		offset--;
	return offset;
}

static gsize write_string(Codec *codec, const char *string, gsize length, gsize maximum)
{
	gsize kept = character_start(string, length, MIN(maximum, codec->room));
	codec->clipped |= kept < length;
	codec->room -= kept;
	guint8 *place = put_number(reserve(codec, NUMBER_BYTES + kept + 1), kept);
	memcpy(place, string, kept);
	place[kept] = '\0';
	codec->used = (gsize)(place + kept + 1 - codec->out->data);
	return kept;
}

/* Is every byte of WORD from 1 to 127? */
static gboolean is_ascii_word(guint64 word)
{
	return ((word | (word - LOW_BITS)) & HIGH_BITS) == 0;
}

static guint64 word_at(const guint8 *bytes)
{
	guint64 word;
	memcpy(&word, bytes, sizeof word);
	return word;
}

/* Does ASCII without NUL fill BYTES? The last word overlaps the one before. */
static gboolean is_ascii(const guint8 *bytes, gsize length)
{
	gsize at = 0;
	if (length < sizeof(guint64)) {
		while (at < length && bytes[at] - 1u < 0x7f)
			at++;
		return at == length;
	}
	gsize last = length - sizeof(guint64);
	while (at < last && is_ascii_word(word_at(bytes + at)))
		at += sizeof(guint64);
	return at >= last && is_ascii_word(word_at(bytes + last));
}

/* Strings are not copied: they come with a NUL. */
static gsize read_string(Codec *codec, char **ret_string, gsize maximum)
{
	gsize length = (gsize)walk_number(codec, 0, maximum);
	*ret_string = (char *)codec->at;
	if (length < (gsize)(codec->end - codec->at) && codec->at[length] == '\0' &&
		(is_ascii(codec->at, length) ||
			g_utf8_validate(*ret_string, (gssize)length, NULL))) {
		codec->at += length + 1;
		return length;
	}
	refuse(codec);
	return 0;
}

static void walk_string(Codec *codec, char **string, gsize maximum)
{
	if (codec->out != NULL)
		write_string(codec, *string, strlen(*string), maximum);
	else
		read_string(codec, string, maximum);
}

static void walk_array(Codec *codec, GPtrArray *array, guint maximum, WalkElement walk)
{
	if (codec->out == NULL) {
		guint count = (guint)walk_number(codec, 0, maximum);
		for (guint i = 0; i < count && !codec->failed; i++)
			g_ptr_array_add(array, walk(codec, NULL));
		return;
	}
	walk_number(codec, array->len, maximum);
	for (guint i = 0; i < MIN(array->len, maximum); i++)
		walk(codec, g_ptr_array_index(array, i));
}

static void walk_address_fields(Codec *codec, Address *address)
{
	walk_string(codec, &address->name, LIMIT_STRING);
	walk_string(codec, &address->address, LIMIT_STRING);
}

/* The element that is GIVEN, or a new one to read. */
static gpointer element(Codec *codec, gpointer given, gsize size)
{
	return given != NULL ? given : arena_take(codec->arena, size);
}

static gpointer walk_address(Codec *codec, gpointer given)
{
	Address *address = element(codec, given, sizeof(Address));
	walk_address_fields(codec, address);
	return address;
}

static gpointer walk_entry(Codec *codec, gpointer given)
{
	char *entry = given;
	walk_string(codec, &entry, LIMIT_STRING);
	return entry;
}

static gpointer walk_hop(Codec *codec, gpointer given)
{
	Hop *hop = element(codec, given, sizeof(Hop));
	walk_string(codec, &hop->helo, LIMIT_STRING);
	walk_string(codec, &hop->name, LIMIT_STRING);
	walk_string(codec, &hop->ip, LIMIT_STRING);
	walk_string(codec, &hop->by, LIMIT_STRING);
	walk_string(codec, &hop->with, LIMIT_STRING);
	hop->time = walk_time(codec, hop->time);
	hop->authenticated = (gboolean)walk_number(codec, hop->authenticated != FALSE, 1);
	return hop;
}

static gpointer walk_auth(Codec *codec, gpointer given)
{
	AuthResult *result = element(codec, given, sizeof(AuthResult));
	walk_string(codec, &result->authserv, LIMIT_STRING);
	walk_string(codec, &result->method, LIMIT_STRING);
	walk_string(codec, &result->result, LIMIT_STRING);
	walk_string(codec, &result->domain, LIMIT_STRING);
	result->hop = (guint)walk_number(codec, result->hop, codec->n_hops);
	return result;
}

static gpointer walk_attachment(Codec *codec, gpointer given)
{
	Attachment *attachment = element(codec, given, sizeof(Attachment));
	walk_string(codec, &attachment->name, LIMIT_STRING);
	walk_string(codec, &attachment->declared_type, LIMIT_STRING);
	attachment->type = (FileType)walk_number(codec, attachment->type, FILE_LAST);
	attachment->worst = (FileType)walk_number(codec, attachment->worst, FILE_LAST);
	attachment->flags = walk_bits(codec, attachment->flags, ATTACHMENT_LAST);
	attachment->size = walk_number(codec, attachment->size, G_MAXINT64);
	attachment->depth = (guint)walk_number(codec, attachment->depth, LIMIT_DEPTH);
	walk_bytes(codec, attachment->sha256, sizeof attachment->sha256);
	walk_bytes(codec, attachment->md5, sizeof attachment->md5);
	return attachment;
}

static gpointer walk_link(Codec *codec, gpointer given)
{
	Link *link = element(codec, given, sizeof(Link));
	walk_string(codec, &link->url, LIMIT_URL);
	walk_string(codec, &link->host, LIMIT_STRING);
	walk_string(codec, &link->site, LIMIT_STRING);
	walk_string(codec, &link->shown, LIMIT_STRING);
	link->own = (gboolean)walk_number(codec, link->own != FALSE, 1);
	link->veiled = (gboolean)walk_number(codec, link->veiled != FALSE, 1);
	return link;
}

static void write_blocks(Codec *codec, const TextPart *part, gsize length)
{
	gsize before = 0;
	walk_number(codec, part->blocks->len, LIMIT_BLOCKS);
	for (guint i = 0; i < MIN(part->blocks->len, LIMIT_BLOCKS); i++) {
		const Block *block = &g_array_index(part->blocks, Block, i);
		gsize start = character_start(part->skeleton, length, MAX(block->start, before));
		gsize end = character_start(part->skeleton, length, MAX(block->end, start));
		walk_number(codec, block->kind, BLOCK_LAST);
		walk_number(codec, block->level, LIMIT_QUOTE_LEVEL);
		write_number(codec, start - before);
		write_number(codec, end - start);
		before = end;
	}
}

/* The offset DISTANCE (as read) further on than *BEFORE, which moves there. */
static guint32 read_offset(Codec *codec, const char *skeleton, gsize length, gsize *before)
{
	gsize offset = *before + (gsize)walk_number(codec, 0, length - *before);
	if (offset < length && inside_character(skeleton, offset)) {
		refuse(codec);
		return 0;
	}
	*before = offset;
	return (guint32)offset;
}

static void read_blocks(Codec *codec, TextPart *part, gsize length)
{
	gsize before = 0;
	guint count = (guint)walk_number(codec, 0, LIMIT_BLOCKS);
	part->blocks = g_array_sized_new(FALSE, FALSE, sizeof(Block), count);
	for (guint i = 0; i < count && !codec->failed; i++) {
		Block block = {.kind = (BlockKind)walk_number(codec, 0, BLOCK_LAST)};
		block.level = (guint)walk_number(codec, 0, LIMIT_QUOTE_LEVEL);
		block.start = read_offset(codec, part->skeleton, length, &before);
		block.end = read_offset(codec, part->skeleton, length, &before);
		g_array_append_val(part->blocks, block);
	}
}

static gpointer walk_text(Codec *codec, gpointer given)
{
	TextPart *part = element(codec, given, sizeof(TextPart));
	gsize length;
	if (codec->out != NULL) {
		length = write_string(codec, part->skeleton, part->skeleton_length, LIMIT_FACTS);
		write_blocks(codec, part, length);
	} else {
		length = part->skeleton_length = read_string(codec, &part->skeleton, LIMIT_FACTS);
		read_blocks(codec, part, length);
	}
	codec->skeletons[codec->n_skeletons++] = length;
	part->html = (gboolean)walk_number(codec, part->html != FALSE, 1);
	part->enclosed = (gboolean)walk_number(codec, part->enclosed != FALSE, 1);
	part->alternative = (guint)walk_number(codec, part->alternative, G_MAXUINT32);
	return part;
}

static void walk_quote_place(Codec *codec, QuotedHeader *quote)
{
	quote->part = (guint)walk_number(codec, quote->part, codec->n_skeletons - 1);
	guint part = MIN(quote->part, codec->n_skeletons - 1);
	const TextPart *text = g_ptr_array_index(codec->facts->texts, part);
	gsize length = codec->skeletons[part];
	if (codec->out != NULL) {
		write_number(codec, character_start(text->skeleton, length, quote->offset));
		return;
	}
	gsize start = 0;
	quote->offset = read_offset(codec, text->skeleton, length, &start);
}

static gpointer walk_quote(Codec *codec, gpointer given)
{
	QuotedHeader *quote = element(codec, given, sizeof(QuotedHeader));
	if (given == NULL)
		quote->to = g_ptr_array_new();
	quote->table_row = (guint)walk_number(codec, quote->table_row, quote_header_row_count - 1);
	walk_quote_place(codec, quote);
	quote->level = (guint)walk_number(codec, quote->level, LIMIT_QUOTE_LEVEL);
	walk_address_fields(codec, &quote->from);
	walk_array(codec, quote->to, LIMIT_ADDRESSES, walk_address);
	walk_string(codec, &quote->subject, LIMIT_STRING);
	quote->date = walk_time(codec, quote->date);
	return quote;
}

static void walk_strings(Codec *codec, Facts *facts)
{
	char **strings[] = {&facts->from_name, &facts->return_path, &facts->message_id,
		&facts->subject, &facts->subject_base, &facts->thread_index, &facts->thread_topic,
		&facts->program, &facts->originating_ip, &facts->auth_user, &facts->list_id,
		&facts->list_post, &facts->message_id_shape, &facts->language};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		walk_string(codec, strings[i], LIMIT_STRING);
	walk_string(codec, &facts->own_text, LIMIT_OWN_TEXT);
}

static void walk_people(Codec *codec, Facts *facts)
{
	GPtrArray *arrays[] = {facts->from, facts->hidden, facts->sender, facts->reply_to,
		facts->to, facts->cc, facts->signature};
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		walk_array(codec, arrays[i], LIMIT_ADDRESSES, walk_address);
	walk_array(codec, facts->envelope, LIMIT_ADDRESSES, walk_entry);
	walk_array(codec, facts->parents, LIMIT_REFERENCES, walk_entry);
}

static void walk_numbers(Codec *codec, Facts *facts)
{
	facts->reply_prefixes = (guint)walk_number(codec, facts->reply_prefixes, G_MAXUINT32);
	facts->forward_prefixes = (guint)walk_number(codec, facts->forward_prefixes, G_MAXUINT32);
	facts->subject_tagged = (gboolean)walk_number(codec, facts->subject_tagged != FALSE, 1);
	facts->has_reply_headers =
		(gboolean)walk_number(codec, facts->has_reply_headers != FALSE, 1);
	facts->date = walk_time(codec, facts->date);
	facts->zone = (gint16)walk_number(codec, (guint16)facts->zone, G_MAXUINT16);
	facts->own_length = (guint)walk_number(codec, facts->own_length, G_MAXUINT32);
	facts->marks = walk_bits(codec, facts->marks, MARK_LAST);
	facts->size = walk_number(codec, facts->size, G_MAXINT64);
}

static void walk_facts(Codec *codec, Facts *facts)
{
	codec->facts = facts;
	walk_numbers(codec, facts);
	walk_strings(codec, facts);
	walk_people(codec, facts);
	walk_array(codec, facts->hops, LIMIT_HOPS, walk_hop);
	codec->n_hops = MIN(facts->hops->len, LIMIT_HOPS);
	walk_array(codec, facts->auth, LIMIT_AUTH, walk_auth);
	walk_array(codec, facts->attachments, LIMIT_ATTACHMENTS, walk_attachment);
	walk_array(codec, facts->links, LIMIT_LINKS, walk_link);
	walk_array(codec, facts->texts, LIMIT_TEXT_PARTS, walk_text);
	/* A quoted header stands in a text. */
	walk_array(codec, facts->quotes, codec->n_skeletons > 0 ? LIMIT_QUOTES : 0, walk_quote);
	guint32 limit = codec->clipped ? ANOMALY_LIMIT : 0;
	guint32 anomalies = walk_bits(codec, facts->anomalies | limit, ANOMALY_LAST);
	if (codec->out == NULL)
		facts->anomalies = anomalies;
}

void facts_encode(const Facts *facts, GByteArray *out)
{
	Codec codec = {.out = out, .used = out->len, .room = LIMIT_FACTS - STRUCTURE_ROOM};
	write_number(&codec, CODEC_VERSION);
	/* Writing changes nothing: each field is assigned the value it has. */
	walk_facts(&codec, (Facts *)facts);
	g_byte_array_set_size(out, (guint)codec.used);
}

/* What an element has outside the arena. */
static void text_clear(gpointer part)
{
	g_array_unref(((TextPart *)part)->blocks);
}

static void quote_clear(gpointer quote)
{
	g_ptr_array_unref(((QuotedHeader *)quote)->to);
}

static Facts *facts_in(Arena *take_arena)
{
	Facts *facts = g_new0(Facts, 1);
	GPtrArray **arrays[] = {&facts->from, &facts->hidden, &facts->sender, &facts->reply_to,
		&facts->to, &facts->cc, &facts->signature, &facts->envelope, &facts->parents,
		&facts->hops, &facts->auth, &facts->attachments, &facts->links};
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		*arrays[i] = g_ptr_array_new();
	facts->texts = g_ptr_array_new_with_free_func(text_clear);
	facts->quotes = g_ptr_array_new_with_free_func(quote_clear);
	facts->arena = take_arena;
	return facts;
}

Facts *facts_decode(Span bytes)
{
	if (bytes.length == 0 || bytes.length > LIMIT_FACTS)
		return NULL;
	Arena *arena = arena_new(2 * bytes.length + ELEMENT_ROOM);
	g_autoptr(Facts) facts = facts_in(arena);
	guint8 *copy = memcpy(arena_take(arena, bytes.length), bytes.data, bytes.length);
	Codec codec = {.arena = arena, .at = copy, .end = copy + bytes.length};
	if (read_number(&codec) != CODEC_VERSION)
		return NULL;
	walk_facts(&codec, facts);
	if (codec.failed || codec.at != codec.end)
		return NULL;
	return g_steal_pointer(&facts);
}
