/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes to UTF-8. ASCII and valid UTF-8 are copied; all else goes through ICU converters, which are
 * opened once per process and reset before each use (the process has one thread), or through tables
 * made then. Bytes that mean nothing become U+FFFD.
 */
#include "mail/text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/unorm2.h>

#include "mail/bytes.h"
#include "mail/text/charset-byte.h"
#include "mail/text/charset-label.h"

#define ESCAPE 0x1b

typedef struct Reader {
	UConverter *converter;
	ByteMeaning
		*meanings; /* instead of a converter, or made at first use to save its long way */
} Reader;

static Reader *readers; /* one for each row of charset-label.h */
static UConverter *utf8_writer;

/* Where the text has bytes without a meaning: note it, and write U+FFFD whatever the converter's
 * own sign is. */
static void note_damage(const void *context, UConverterToUnicodeArgs *arguments, const char *bytes,
	int32_t length, UConverterCallbackReason reason, UErrorCode *error)
{
	static const UChar replacement = 0xfffd;
	if (reason > UCNV_IRREGULAR)
		return;
	*(gboolean *)context = TRUE;
	*error = U_ZERO_ERROR;
	ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, error);
}

static gboolean damaged;

static void open_reader(Reader *reader, const CharsetRow *row)
{
	UErrorCode error = U_ZERO_ERROR;
	if (row->iconv != NULL) {
		reader->meanings = byte_meanings_by_iconv(row->iconv);
		return;
	}
	UConverter *converter = ucnv_open(row->converter, &error);
	if (U_FAILURE(error))
		return;
	ucnv_setToUCallBack(converter, note_damage, &damaged, NULL, NULL, &error);
	reader->converter = converter;
}

void charset_warm(void)
{
	if (readers != NULL)
		return;
	UErrorCode error = U_ZERO_ERROR;
	charset_labels_warm();
	readers = g_new0(Reader, charset_label_rows());
	utf8_writer = ucnv_open("UTF-8", &error);
	for (gsize row = 0; row < charset_label_rows(); row++)
		open_reader(&readers[row], charset_label_row(row));
	/* The skeleton's data come out of the same library. */
	unorm2_getNFKCCasefoldInstance(&error);
}

/* The row of LABEL; -1 when there is none, or the libraries of this machine cannot read it. */
static gssize find_row(const char *label)
{
	gssize row = charset_label_find(label);
	gboolean opened =
		row >= 0 && (readers[row].converter != NULL || readers[row].meanings != NULL);
	return opened ? row : -1;
}

/* The row of LABEL, or -1 when it must be guessed: unknown, none, or one that promises nothing
 * above ASCII. */
static gssize row_of(const char *label)
{
	gssize row = find_row(label);
	return row == CHARSET_ASCII ? -1 : row;
}

gboolean charset_is_known(const char *label)
{
	charset_warm();
	return label[0] == '\0' || find_row(label) >= 0;
}

static gboolean has_flag(gssize row, CharsetFlags flag)
{
	return row >= 0 && (charset_label_row((gsize)row)->flags & flag) != 0;
}

static char *copy_without_nul(Span bytes, gsize *ret_length)
{
	char *copy = g_malloc(bytes.length + 1);
	gsize length = 0;
	if (memchr(bytes.data, '\0', bytes.length) == NULL) {
		memcpy(copy, bytes.data, bytes.length);
		length = bytes.length;
	} else {
		for (gsize i = 0; i < bytes.length; i++)
			if (bytes.data[i] != '\0')
				copy[length++] = bytes.data[i];
	}
	copy[length] = '\0';
	*ret_length = length;
	return copy;
}

/* BYTES through CONVERTER; room grows with what comes out. */
static char *convert_by(UConverter *converter, Span bytes, gsize *ret_length)
{
	ucnv_reset(converter);
	ucnv_reset(utf8_writer);
	UChar pivot[1024];
	UChar *pivot_source = pivot;
	UChar *pivot_target = pivot;
	const char *source = bytes.data;
	gsize capacity = bytes.length * 2 + 64;
	char *out = g_malloc(capacity + 1);
	char *target = out;
	UErrorCode error;
	do {
		error = U_ZERO_ERROR;
		ucnv_convertEx(utf8_writer, converter, &target, out + capacity, &source,
			bytes.data + bytes.length, pivot, &pivot_source, &pivot_target,
			pivot + G_N_ELEMENTS(pivot), FALSE, TRUE, &error);
		if (error == U_BUFFER_OVERFLOW_ERROR) {
			gsize used = (gsize)(target - out);
			capacity *= 2;
			out = g_realloc(out, capacity + 1);
			target = out + used;
		}
	} while (error == U_BUFFER_OVERFLOW_ERROR);
	*target = '\0';
	*ret_length = (gsize)(target - out);
	return out;
}

/* What each byte of CONVERTER's charset means. */
static ByteMeaning *meanings_new(UConverter *converter)
{
	ByteMeaning *meanings = g_new0(ByteMeaning, 256);
	for (guint i = 0; i < 256; i++) {
		const char byte = (char)i;
		gsize length = 0;
		damaged = FALSE;
		g_autofree char *text = convert_by(converter, span_new(&byte, 1), &length);
		g_assert(length <= MEANING_BYTES);
		memcpy(meanings[i].utf8, text, length);
		meanings[i].length = (guint8)length;
		meanings[i].damaged = (guint8)damaged;
	}
	return meanings;
}

/* BYTES, which are in the charset of ROW. */
static char *convert(gsize row, Span bytes, gsize *ret_length)
{
	Reader *reader = &readers[row];
	if (reader->meanings == NULL && ucnv_getType(reader->converter) != UCNV_SBCS)
		return convert_by(reader->converter, bytes, ret_length);
	if (reader->meanings == NULL)
		reader->meanings = meanings_new(reader->converter);
	return byte_meanings_convert(reader->meanings, bytes, ret_length, &damaged);
}

/* An escape sequence that switches character sets, not one that colours a terminal. */
static gboolean has_escape(Span bytes)
{
	const char *end = bytes.data + bytes.length;
	const char *at = bytes.data;
	while ((at = memchr(at, ESCAPE, (gsize)(end - at))) != NULL) {
		at++;
		if (at < end && (*at == '$' || *at == '(' || *at == '.'))
			return TRUE;
	}
	return FALSE;
}

static gboolean valid_utf8(Span bytes)
{
	return g_utf8_validate_len(bytes.data, bytes.length, NULL);
}

/* Whole pairs of high bytes, with hiragana among them: EUC-JP, and hardly Chinese or Korean. */
static gboolean looks_euc_jp(Span bytes)
{
	gsize hiragana = 0;
	for (gsize i = 0; i < bytes.length; i++) {
		guint8 lead = (guint8)bytes.data[i];
		if (lead < 0x80)
			continue;
		guint8 trail = i + 1 < bytes.length ? (guint8)bytes.data[i + 1] : 0;
		if (trail < 0xa1 || (lead < 0xa1 && lead != 0x8e && lead != 0x8f))
			return FALSE;
		hiragana += lead == 0xa4;
		i += lead == 0x8f ? 2 : 1;
	}
	return hiragana > 0;
}

/* Lead bytes 81 to 9F are controls or rare signs in western text; most of Japanese text has them.
 */
static gboolean looks_shift_jis(Span bytes)
{
	gsize pairs = 0;
	gsize low_leads = 0;
	for (gsize i = 0; i < bytes.length; i++) {
		guint8 lead = (guint8)bytes.data[i];
		if (lead < 0x80 || (lead >= 0xa1 && lead <= 0xdf))
			continue;
		guint8 trail = i + 1 < bytes.length ? (guint8)bytes.data[++i] : 0;
		if (lead == 0x80 || lead == 0xa0 || lead > 0xfc)
			return FALSE;
		if (trail < 0x40 || trail == 0x7f || trail > 0xfc)
			return FALSE;
		pairs++;
		low_leads += lead < 0xa0;
	}
	return pairs >= 2 && low_leads * 2 > pairs;
}

static gsize guess_row(Span bytes)
{
	if (has_escape(bytes))
		return CHARSET_ISO_2022_JP;
	if (looks_euc_jp(bytes))
		return CHARSET_EUC_JP;
	return looks_shift_jis(bytes) ? CHARSET_SHIFT_JIS : CHARSET_WESTERN;
}

/* A byte order mark outweighs the label, but one of UTF-16 only where UTF-16 may be. */
static gsize row_by_mark(Span *bytes, gssize row)
{
	if (bytes->length >= 3 && memcmp(bytes->data, "\xef\xbb\xbf", 3) == 0) {
		*bytes = span_from(*bytes, 3);
		return CHARSET_UTF8;
	}
	gboolean wide = row < 0 || row == CHARSET_UTF16LE || row == CHARSET_UTF16BE;
	if (!wide || bytes->length < 2)
		return CHARSET_OTHER;
	gboolean little = memcmp(bytes->data, "\xff\xfe", 2) == 0;
	if (!little && memcmp(bytes->data, "\xfe\xff", 2) != 0)
		return CHARSET_OTHER;
	*bytes = span_from(*bytes, 2);
	return little ? CHARSET_UTF16LE : CHARSET_UTF16BE;
}

/* A label that many readers do not know, on bytes that are plainly something else: they show what
 * it is. */
static gboolean is_mislabelled(gssize row, Span bytes)
{
	if (!has_flag(row, CHARSET_RARE))
		return FALSE;
	/* Every character of UTF-32 has a byte 0. */
	if (row >= CHARSET_UTF32 && row <= CHARSET_UTF32BE)
		return memchr(bytes.data, '\0', bytes.length) == NULL;
	return !bytes_are_ascii(bytes) && valid_utf8(bytes);
}

/* Decode what is not UTF-16 and is no plain copy either. */
static char *decode_bytes(gssize row, Span bytes, gsize *ret_length)
{
	gsize length;
	g_autofree char *clean = copy_without_nul(bytes, &length);
	Span rest = span_new(clean, length);
	gboolean escapes = has_escape(rest);
	gboolean guess = row < 0 || (row == CHARSET_ISO_2022_JP && !escapes);
	gboolean may_be_utf8 =
		row == CHARSET_UTF8 || (guess && !(escapes && bytes_are_ascii(rest)));
	if (may_be_utf8 && valid_utf8(rest)) {
		*ret_length = length;
		return g_steal_pointer(&clean);
	}
	return convert(guess ? guess_row(rest) : (gsize)row, rest, ret_length);
}

static char *decode(gssize row, Span bytes, gsize *ret_length)
{
	gboolean stateful = has_flag(row, CHARSET_STATEFUL);
	if (!stateful && bytes_are_ascii(bytes) && (row >= 0 || !has_escape(bytes)))
		return copy_without_nul(bytes, ret_length);
	if (!stateful || row == CHARSET_ISO_2022_JP)
		return decode_bytes(row, bytes, ret_length);
	gsize length;
	g_autofree char *text = convert((gsize)row, bytes, &length);
	return copy_without_nul(span_new(text, length), ret_length);
}

char *charset_to_utf8(const char *label, Span bytes, gsize *ret_length, gboolean *ret_damaged)
{
	charset_warm();
	gsize length = 0;
	gssize row = row_of(label);
	gsize marked = bytes.length > 0 ? row_by_mark(&bytes, row) : CHARSET_OTHER;
	if (marked != CHARSET_OTHER)
		row = (gssize)marked;
	gboolean mislabelled = bytes.length > 0 && is_mislabelled(row, bytes);
	damaged = FALSE;
	char *text =
		bytes.length == 0 ? g_strdup("") : decode(mislabelled ? -1 : row, bytes, &length);
	if (ret_length != NULL)
		*ret_length = length;
	if (ret_damaged != NULL)
		*ret_damaged = damaged || mislabelled;
	return text;
}

/* The reader of ISO-2022-JP also takes what its relatives write; what is written is the one that
 * every mail program reads (RFC 1468). */
static UConverter *writer_open(gsize row)
{
	UErrorCode error = U_ZERO_ERROR;
	if (readers[row].converter == NULL)
		return NULL;
	const char *name = row == CHARSET_ISO_2022_JP ? "ISO_2022,locale=ja,version=0"
						      : charset_label_row(row)->converter;
	UConverter *writer = ucnv_open(name, &error);
	if (U_FAILURE(error))
		return NULL;
	ucnv_setFromUCallBack(writer, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
	ucnv_setFallback(writer, FALSE);
	return writer;
}

static char *write_by(UConverter *writer, Span text, gsize *ret_length)
{
	/* A character of three bytes may need an escape sequence before and behind it. */
	gsize capacity = text.length * 8 + 64;
	char *out = g_malloc(capacity);
	char *target = out;
	const char *source = text.data;
	UChar pivot[1024];
	UChar *pivot_source = pivot;
	UChar *pivot_target = pivot;
	UErrorCode error = U_ZERO_ERROR;
	ucnv_reset(utf8_writer);
	ucnv_convertEx(writer, utf8_writer, &target, out + capacity, &source,
		text.data + text.length, pivot, &pivot_source, &pivot_target,
		pivot + G_N_ELEMENTS(pivot), FALSE, TRUE, &error);
	*ret_length = (gsize)(target - out);
	if (U_SUCCESS(error))
		return out;
	g_free(out);
	return NULL;
}

char *charset_from_utf8(const char *label, Span text, gsize *ret_length)
{
	charset_warm();
	gssize row = row_of(label);
	if (row == CHARSET_UTF8 ||
		(bytes_are_ascii(text) && charset_form(label) != CHARSET_FORM_OTHER))
		return copy_without_nul(text, ret_length);
	UConverter *writer = row >= 0 ? writer_open((gsize)row) : NULL;
	if (writer == NULL)
		return NULL;
	char *written = write_by(writer, text, ret_length);
	ucnv_close(writer);
	return written;
}

CharsetForm charset_form(const char *label)
{
	charset_warm();
	gssize row = find_row(label);
	if (row == CHARSET_ISO_2022_JP)
		return CHARSET_FORM_ESCAPES;
	gboolean ascii = row >= 0 ? !has_flag(row, CHARSET_STATEFUL) : label[0] == '\0';
	return ascii ? CHARSET_FORM_ASCII : CHARSET_FORM_OTHER;
}
