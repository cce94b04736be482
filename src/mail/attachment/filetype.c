/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of magic bytes, extensions and MIME types. Bytes come first in every question: names and
 * declared types are what an attacker says. Sources: each format's own specification, IANA's media
 * types.
 */
#include "mail/attachment/filetype.h"

/* Text is told by this many bytes; HTML may be this far down behind comments and declarations. */
#define TEXT_BYTES 1024
#define LONG_MAGIC 6

typedef struct Magic {
	guint offset;
	const char *bytes;
	guint length;
	FileType type;
	Container container;
} Magic;

#define MAGIC(offset, bytes, type, container)                                                      \
	{                                                                                          \
		offset, bytes, sizeof(bytes) - 1, FILE_##type, CONTAINER_##container               \
	}

/* First match wins. */
static const Magic magics[] = {
	MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OLE, OLE),
	MAGIC(0, "PK\x03\x04", ARCHIVE, ZIP),
	MAGIC(0, "PK\x05\x06", ARCHIVE, ZIP),
	MAGIC(0, "PK00PK\x03\x04", ARCHIVE, ZIP),
	MAGIC(0, "PK\x07\x08PK\x03\x04", ARCHIVE, ZIP),
	MAGIC(0,
		"\x7F"
		"ELF",
		PROGRAM, NONE),
	MAGIC(0, "\xFE\xED\xFA\xCE", PROGRAM, NONE), /* Mach-O */
	MAGIC(0, "\xFE\xED\xFA\xCF", PROGRAM, NONE),
	MAGIC(0, "\xCE\xFA\xED\xFE", PROGRAM, NONE),
	MAGIC(0, "\xCF\xFA\xED\xFE", PROGRAM, NONE),
	MAGIC(0, "\xCA\xFE\xBA\xBE", PROGRAM, NONE), /* Java class, universal Mach-O */
	MAGIC(0, "dex\n03", PROGRAM, NONE),
	MAGIC(0, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3", ONENOTE, NONE),
	MAGIC(0, "\xA1\x2F\xFF\x43\xD9\xEF\x76\x4C\x9E\xE2\x10\xEA\x57\x22\x76\x5F", ONENOTE, NONE),
	MAGIC(0, "\x4C\x00\x00\x00\x01\x14\x02\x00", SHORTCUT, NONE),
	MAGIC(0, "Rar!\x1A\x07\x00", ARCHIVE, RAR4),
	MAGIC(0, "Rar!\x1A\x07\x01\x00", ARCHIVE, RAR5),
	MAGIC(0, "7z\xBC\xAF\x27\x1C", ARCHIVE, 7Z),
	MAGIC(0, "\x1F\x8B\x08", ARCHIVE, STREAM),
	MAGIC(4, "1AY&SY", ARCHIVE, STREAM), /* bzip2 */
	MAGIC(0,
		"\xFD"
		"7zXZ\x00",
		ARCHIVE, STREAM),
	MAGIC(0, "\x28\xB5\x2F\xFD", ARCHIVE, STREAM),
	MAGIC(0, "\x5D\x00\x00\x80\x00", ARCHIVE, STREAM), /* lzma, usual dictionaries */
	MAGIC(0, "\x5D\x00\x00\x00\x01", ARCHIVE, STREAM),
	MAGIC(0, "\x1F\x9D", ARCHIVE, OPAQUE),         /* compress */
	MAGIC(0, "\x04\x22\x4D\x18", ARCHIVE, OPAQUE), /* lz4 */
	MAGIC(0, "LZIP\x01", ARCHIVE, OPAQUE),
	MAGIC(0, "MSCF\x00\x00\x00\x00", ARCHIVE, CAB),
	MAGIC(0, "\x60\xEA", ARCHIVE, OPAQUE), /* arj */
	MAGIC(7, "**ACE**", ARCHIVE, OPAQUE),
	MAGIC(0, "xar!", ARCHIVE, OPAQUE),
	MAGIC(0, "!<arch>\n", ARCHIVE, OPAQUE),
	MAGIC(0, "zPQ", ARCHIVE, OPAQUE),
	MAGIC(2, "-lh", ARCHIVE, LHA),
	MAGIC(2, "-lz", ARCHIVE, LHA),
	MAGIC(257, "ustar", ARCHIVE, TAR),
	MAGIC(0x8001, "CD001", DISK, ISO),
	MAGIC(0x8001, "BEA01", DISK, NONE), /* UDF */
	MAGIC(0x8001, "NSR0", DISK, NONE),
	MAGIC(0, "conectix", DISK, NONE),
	MAGIC(0, "vhdxfile", DISK, NONE),
	MAGIC(0, "KDMV", DISK, NONE),
	MAGIC(0, "QFI\xFB", DISK, NONE),
	MAGIC(0, "MSWIM\x00\x00\x00", DISK, NONE),
	MAGIC(54, "FAT1", DISK, NONE),
	MAGIC(82, "FAT32", DISK, NONE),
	MAGIC(3, "NTFS    ", DISK, NONE),
	MAGIC(0, "\x78\x9F\x3E\x22", MESSAGE, TNEF),
	MAGIC(0, "\x89PNG\r\n\x1A\n", IMAGE, NONE),
	MAGIC(0, "\xFF\xD8\xFF", IMAGE, NONE),
	MAGIC(0, "GIF8", IMAGE, NONE),
	MAGIC(0, "II*\x00", IMAGE, NONE),
	MAGIC(0, "MM\x00*", IMAGE, NONE),
	MAGIC(8, "WEBP", IMAGE, NONE),
	MAGIC(4, "ftyphei", IMAGE, NONE),
	MAGIC(4, "ftypmif1", IMAGE, NONE),
	MAGIC(4, "ftypavif", IMAGE, NONE),
	MAGIC(0, "\x00\x00\x01\x00", IMAGE, NONE), /* ico */
	MAGIC(0, "8BPS", IMAGE, NONE),
	MAGIC(0, "\xD7\xCD\xC6\x9A", IMAGE, NONE), /* wmf */
	MAGIC(0, "\x01\x00\x09\x00\x00\x03", IMAGE, NONE),
	MAGIC(40, " EMF", IMAGE, NONE),
	MAGIC(0, "\x00\x00\x00\x0CjP  ", IMAGE, NONE),
	MAGIC(0, "%!PS", IMAGE, NONE),
	MAGIC(0, "\xC5\xD0\xD3\xC6", IMAGE, NONE), /* eps */
	MAGIC(4, "ftyp", MEDIA, NONE),
	MAGIC(8, "AVI ", MEDIA, NONE),
	MAGIC(8, "WAVE", MEDIA, NONE),
	MAGIC(0, "ID3", MEDIA, NONE),
	MAGIC(0, "\xFF\xFB", MEDIA, NONE),
	MAGIC(0, "OggS", MEDIA, NONE),
	MAGIC(0, "fLaC", MEDIA, NONE),
	MAGIC(0, "MThd", MEDIA, NONE),
	MAGIC(0, "#!AMR", MEDIA, NONE),
	MAGIC(0, "\x1A\x45\xDF\xA3", MEDIA, NONE),
	MAGIC(0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", MEDIA, NONE),
	MAGIC(0, "\x00\x00\x01\xBA", MEDIA, NONE),
	MAGIC(0, "\x00\x00\x01\xB3", MEDIA, NONE),
	MAGIC(0, "FLV\x01", MEDIA, NONE),
	MAGIC(0, "CWS", SCRIPT, NONE),   /* Flash */
	MAGIC(0, "\x99\x01", KEY, NONE), /* OpenPGP public key */
	MAGIC(0, "-----BEGIN PGP ", KEY, NONE),
	MAGIC(0, "-----BEGIN CERT", KEY, NONE),
	MAGIC(0, "-----BEGIN PKCS", KEY, NONE),
	MAGIC(0, "\x09\x00\x04\x00", OLE,
		NONE), /* Excel before OLE: mail/attachment/ole.h reads it too */
	MAGIC(0, "\x09\x02\x06\x00", OLE, NONE),
	MAGIC(0, "\x09\x04\x06\x00", OLE, NONE),
};

/* Text by its first word, after a byte order mark and white space; case does not count. */
static const Magic words[] = {
	MAGIC(0, "begin:vcalendar", CALENDAR, NONE),
	MAGIC(0, "[internetshortcut]", SHORTCUT, NONE),
	MAGIC(0, "#@~^", SCRIPT, NONE),         /* encoded VBScript or JScript */
	MAGIC(0, "id;p", SCRIPT, NONE),         /* SYLK, which may hold Excel 4 macros */
	MAGIC(0, "web\r\n1\r\n", SCRIPT, NONE), /* Excel web query */
	MAGIC(0, "{\\rt", RTF, NONE),
	MAGIC(0, "%!ps", IMAGE, NONE),
	MAGIC(0, "<job", SCRIPT, NONE), /* Windows script file */
	MAGIC(0, "<package", SCRIPT, NONE),
	MAGIC(0, "<?wsf", SCRIPT, NONE),
	MAGIC(0, "<scriptlet", SCRIPT, NONE),
	MAGIC(0, "<svg", IMAGE, NONE),
	MAGIC(0, "<!doctype svg", IMAGE, NONE),
	MAGIC(0, "<!doctype html", HTML, NONE),
	MAGIC(0, "<html", HTML, NONE),
	MAGIC(0, "<head", HTML, NONE),
	MAGIC(0, "<body", HTML, NONE),
	MAGIC(0, "<script", HTML, NONE),
	MAGIC(0, "<iframe", HTML, NONE),
	MAGIC(0, "<meta", HTML, NONE),
	MAGIC(0, "<title", HTML, NONE),
	MAGIC(0, "<base", HTML, NONE),
	MAGIC(0, "<form", HTML, NONE),
	MAGIC(0, "<table", HTML, NONE),
};

static gboolean has_bytes(Span content, gsize offset, const char *bytes, gsize length)
{
	return content.length >= offset + length &&
	       memcmp(content.data + offset, bytes, length) == 0;
}

static guint32 little_endian(Span content, gsize offset)
{
	guint32 value;
	memcpy(&value, content.data + offset, sizeof value);
	return GUINT32_FROM_LE(value);
}

/* A DOS or Windows program: "MZ" alone also begins words. */
static gboolean is_windows_program(Span content)
{
	if (content.length < 64 ||
		(!has_bytes(content, 0, "MZ", 2) && !has_bytes(content, 0, "ZM", 2)))
		return FALSE;
	return has_bytes(content, little_endian(content, 60), "PE", 2) ||
	       memchr(content.data, 0, 64) != NULL;
}

static gboolean is_bitmap(Span content)
{
	return has_bytes(content, 0, "BM", 2) && content.length > 26 &&
	       little_endian(content, 10) < 4096 && little_endian(content, 14) < 256;
}

/* A zip's end record stands at the end of the file; what is put before the first member does not
 * hinder opening it. */
static gboolean ends_like_zip(Span content)
{
	Span tail =
		content.length > 0x10016 ? span_from(content, content.length - 0x10016) : content;
	return tail.length > 22 && memmem(tail.data, tail.length, "PK\x05\x06", 4) != NULL &&
	       memmem(content.data, content.length, "PK\x01\x02", 4) != NULL;
}

static gboolean ends_with(Span content, const char *trailer)
{
	return content.length >= 512 &&
	       has_bytes(content, content.length - 512, trailer, strlen(trailer));
}

static gboolean is_wide_text(Span content)
{
	return has_bytes(content, 0, "\xFF\xFE", 2) || has_bytes(content, 0, "\xFE\xFF", 2);
}

gboolean filetype_is_text(Span content)
{
	gsize length = MIN(content.length, TEXT_BYTES), odd = 0;
	if (length == 0)
		return FALSE;
	if (is_wide_text(content))
		return TRUE;
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)content.data[i];
		if (c == 0)
			return FALSE;
		odd += (c < ' ' && strchr("\t\n\v\f\r\x1B\b", c) == NULL) || c == 0x7F;
	}
	return odd * 50 <= length;
}

/* The start of CONTENT in lower case, without byte order mark and leading white space; UTF-16 loses
 * its NUL bytes. */
static char *opening(Span content)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gsize at = is_wide_text(content) ? 2 : 0;
	if (has_bytes(content, 0, "\xEF\xBB\xBF", 3))
		at = 3;
	for (gsize end = MIN(content.length, at + 2 * TEXT_BYTES); at < end; at++) {
		char c = content.data[at];
		if (c == '\0' || (out->len == 0 && g_ascii_isspace(c)))
			continue;
		g_string_append_c(out, g_ascii_tolower(c));
	}
	return g_strdup(out->str);
}

/* TEXT behind any "<!-- … -->" and "<?xml … ?>" before its first element. */
static const char *skip_prologue(const char *text)
{
	for (guint i = 0; i < 8; i++) {
		const char *close = NULL;
		if (g_str_has_prefix(text, "<!--"))
			close = "-->";
		if (g_str_has_prefix(text, "<?xml"))
			close = "?>";
		const char *end = close == NULL ? NULL : strstr(text, close);
		if (end == NULL)
			return text;
		text = end + strlen(close);
		while (g_ascii_isspace(*text))
			text++;
	}
	return text;
}

static gboolean holds(Span content, const char *needle)
{
	return content.length > 0 &&
	       memmem(content.data, content.length, needle, strlen(needle)) != NULL;
}

static FileType text_type(Span content)
{
	g_autofree char *text = opening(content);
	if (strstr(text, "<?mso-application") != NULL)
		return FILE_OOXML;
	const char *start = skip_prologue(text);
	FileType type = FILE_TEXT;
	for (gsize i = 0; i < G_N_ELEMENTS(words) && type == FILE_TEXT; i++)
		if (strncmp(start, words[i].bytes, words[i].length) == 0)
			type = words[i].type;
	/* A drawing with a script in it is opened by the browser and runs. */
	if (type == FILE_IMAGE && *start == '<' &&
		(holds(content, "<script") || holds(content, "foreignObject")))
		return FILE_HTML;
	return type;
}

static FileKind kind(FileType type, Container container)
{
	return (FileKind){.type = type, .container = container};
}

/* Short magic words may begin a text, and do not count there. */
static FileKind binary_kind(Span content, gboolean text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(magics); i++) {
		const Magic *magic = &magics[i];
		if (text && magic->length < LONG_MAGIC)
			continue;
		if (has_bytes(content, magic->offset, magic->bytes, magic->length))
			return kind(magic->type, magic->container);
	}
	return kind(FILE_UNKNOWN, CONTAINER_NONE);
}

FileKind filetype_of_content(Span content)
{
	if (content.length == 0)
		return kind(FILE_UNKNOWN, CONTAINER_NONE);
	if (is_windows_program(content))
		return kind(FILE_PROGRAM, CONTAINER_NONE);
	gboolean text = filetype_is_text(content);
	FileKind binary = binary_kind(content, text);
	if (binary.type != FILE_UNKNOWN)
		return binary;
	Span start = span_new(content.data, MIN(content.length, TEXT_BYTES));
	if (memmem(start.data, start.length, "%PDF-", 5) != NULL)
		return kind(FILE_PDF, CONTAINER_NONE);
	if (is_bitmap(content))
		return kind(FILE_IMAGE, CONTAINER_NONE);
	if (ends_like_zip(content))
		return kind(FILE_ARCHIVE, CONTAINER_ZIP);
	if (ends_with(content, "conectix") || ends_with(content, "koly"))
		return kind(FILE_DISK, CONTAINER_NONE);
	return kind(text ? text_type(content) : FILE_UNKNOWN, CONTAINER_NONE);
}
