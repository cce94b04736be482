/* SPDX-License-Identifier: Apache-2.0
 *
 * Attachments as they come out of a message: what they are taken for, what is told of their inside.
 */
#include "mail/attachment/attachment.h"

#include <sys/resource.h>

#include "base/limits.h"
#include "sample.h"

#define BYTES(text) text, sizeof(text) - 1
#define OLE_BYTES   "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define PROGRAM                                                                                    \
	"MZ\x90\0\3\0\0\0\4\0\0\0\xFF\xFF\0\0\xB8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0"                 \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define TYPES_XML "<?xml version='1.0'?><Types></Types>"
#define JA_NAME   "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8.txt"

enum {
	BAD = ATTACHMENT_UNREADABLE | ATTACHMENT_MISMATCH,
};

static const Attachment *number(const Facts *facts, guint place)
{
	g_assert_cmpuint(place, <, facts->attachments->len);
	return g_ptr_array_index(facts->attachments, place);
}

static Facts *facts_with(const char *name, const char *declared, Span content)
{
	Facts *facts = facts_new();
	g_autofree char *exact = g_memdup2(content.data, content.length);
	attachment_add(facts, name, declared, span_new(exact, content.length), FALSE);
	return facts;
}

static Facts *facts_with_bytes(const char *name, const char *declared, const GByteArray *content)
{
	return facts_with(name, declared, sample_span(content));
}

static void expect(const Facts *facts, guint place, const char *name, FileType type, guint flags)
{
	const Attachment *attachment = number(facts, place);
	g_assert_cmpstr(attachment->name, ==, name);
	g_assert_cmpstr(file_type_name(attachment->type), ==, file_type_name(type));
	g_assert_cmphex(attachment->flags, ==, flags);
}

typedef struct TypeCase {
	const char *name;
	const char *declared;
	const char *bytes;
	gsize length;
	FileType type;
	guint flags;
} TypeCase;

static const TypeCase type_cases[] = {
	/* Harmless as they are */
	{"fix.patch", "text/plain", BYTES("diff --git a b\n"), FILE_TEXT, 0},
	{"main.c", "text/x-csrc", BYTES("int main(void);\n"), FILE_TEXT, 0},
	{"page.patch", "text/x-patch", BYTES("<html><body>"), FILE_TEXT, 0},
	{"signature.asc", "application/pgp-signature", BYTES("-----BEGIN PGP SIGNATURE-----\n"),
		FILE_KEY, 0},
	{"smime.p7s", "application/pkcs7-signature", BYTES("\x30\x80\x06\x09\x2A\x86\x00\x01"),
		FILE_KEY, 0},
	{"", "application/pgp-encrypted", BYTES("Version: 1\n"), FILE_KEY, 0},
	{"a.jpg", "image/png", BYTES("\xFF\xD8\xFF\xE0\x00\x10JFIF"), FILE_IMAGE, 0},
	{"a.dat", "application/octet-stream", BYTES("\x01\x00\x02\x00\x03"), FILE_UNKNOWN, 0},
	{"notes", "application/octet-stream", BYTES("plain words\n"), FILE_TEXT, 0},
	{"invite.ics", "text/calendar", BYTES("BEGIN:VCALENDAR\r\n"), FILE_CALENDAR, 0},
	{"old.doc", "application/msword", BYTES("{\\rtf1 text}"), FILE_RTF, 0},
	{"mail.eml", "message/rfc822", BYTES("From: a@b.example\n\nx"), FILE_MESSAGE, 0},
	/* Dangerous by content or name */
	{"page.html", "text/html", BYTES("<html>"), FILE_HTML, 0},
	{"run.js", "text/plain", BYTES("var a;"), FILE_SCRIPT, 0},
	{"run.hta", "text/html", BYTES("<html><script>"), FILE_SCRIPT, 0},
	{"tool.exe", "", BYTES(PROGRAM), FILE_PROGRAM, 0},
	{"a.lnk", "", BYTES("\x4C\x00\x00\x00\x01\x14\x02\x00"), FILE_SHORTCUT, 0},
	{"notes.one", "", BYTES("\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"),
		FILE_ONENOTE, 0},
	/* Not what they are called */
	{"invoice.pdf", "application/pdf", BYTES(PROGRAM), FILE_PROGRAM, ATTACHMENT_MISMATCH},
	{"photo.jpg", "image/jpeg", BYTES("<!doctype html>"), FILE_HTML, ATTACHMENT_MISMATCH},
	{"table.xls", "", BYTES("<html><table>"), FILE_HTML, ATTACHMENT_MISMATCH},
	{"", "application/pdf", BYTES("\xFF\xD8\xFF\xE0\x00\x10JFIF"), FILE_IMAGE,
		ATTACHMENT_MISMATCH},
	{"notes.txt", "text/plain", BYTES(PROGRAM), FILE_PROGRAM, ATTACHMENT_MISMATCH},
	{"invoice.pdf.exe", "", BYTES(PROGRAM), FILE_PROGRAM, ATTACHMENT_MISMATCH},
	{"a\xe2\x80\xae"
	 "cod.exe",
		"", BYTES(PROGRAM), FILE_PROGRAM, ATTACHMENT_MISMATCH},
	{"a.doc", "",
		BYTES("<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:doc/>"),
		FILE_OOXML, 0},
	{"a.doc", "",
		BYTES("<?xml version='1.0'?><?mso-application progid='Word.Document'?>"
		      "<w:doc macrosPresent=\"yes\"/>"),
		FILE_OOXML, ATTACHMENT_VBA},
	{"a.doc", "", BYTES("MIME-Version: 1.0\n\nQWN0aXZlTWltZQAA\n"), FILE_OLE,
		ATTACHMENT_VBA | ATTACHMENT_MISMATCH},
	/* Taken away or broken */
	{"invoice.doc", "application/msword", BYTES("Information removed"), FILE_OLE, BAD},
	{"", "application/msword", BYTES("Information removed"), FILE_OLE, BAD},
	{"a.zip", "application/zip", BYTES("virus removed\n"), FILE_ARCHIVE, BAD},
	{"a.exe", "", BYTES("removed"), FILE_PROGRAM, BAD},
	{"a.pdf", "application/pdf", BYTES("\x00\x01\x02\x00"), FILE_PDF, ATTACHMENT_UNREADABLE},
	{"a.doc", "application/msword", BYTES(OLE_BYTES "cut"), FILE_OLE, ATTACHMENT_UNREADABLE},
	{"a.docx", "", "", 0, FILE_OOXML, ATTACHMENT_UNREADABLE},
	{"", "", "", 0, FILE_UNKNOWN, ATTACHMENT_UNREADABLE},
};

static void test_types(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(type_cases); i++) {
		const TypeCase *row = &type_cases[i];
		g_test_message("row %zu: %s", i, row->name);
		g_autoptr(Facts) facts =
			facts_with(row->name, row->declared, span_new(row->bytes, row->length));
		expect(facts, 0, row->name, row->type, row->flags);
		g_assert_cmpint(number(facts, 0)->worst, ==, row->type);
		g_assert_cmpuint(facts->attachments->len, ==, 1);
	}
}

static void test_basics(void)
{
	static const guint8 abc[32] =
		"\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23"
		"\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad";
	static const guint8 abc_md5[16] =
		"\x90\x01\x50\x98\x3c\xd2\x4f\xb0\xd6\x96\x3f\x7d\x28\xe1\x7f\x72";
	g_autoptr(Facts) facts = facts_new();
	attachment_add(facts, "a.txt", "text/plain", span_new("abc", 3), TRUE);
	g_assert_cmpmem(number(facts, 0)->sha256, 32, abc, 32);
	g_assert_cmpmem(number(facts, 0)->md5, 16, abc_md5, 16);
	g_assert_cmpuint(number(facts, 0)->size, ==, 3);
	g_assert_cmpuint(number(facts, 0)->depth, ==, 0);
	g_assert_cmpstr(number(facts, 0)->declared_type, ==, "text/plain");
	g_assert_cmphex(number(facts, 0)->flags, ==, ATTACHMENT_INLINE);
	g_autofree char *name = g_strnfill(2 * LIMIT_STRING, 'x');
	g_autofree char *longer = g_strconcat(name, ".exe", NULL);
	attachment_add(facts, longer, "", span_new(PROGRAM, sizeof PROGRAM), FALSE);
	g_assert_cmpuint(strlen(number(facts, 1)->name), ==, LIMIT_STRING);
	g_assert_true(g_str_has_suffix(number(facts, 1)->name, ".exe"));
	for (guint i = 0; i < 2 * LIMIT_ATTACHMENTS; i++)
		attachment_add(facts, "a.txt", "", span_new("abc", 3), FALSE);
	g_assert_cmpuint(facts->attachments->len, ==, LIMIT_ATTACHMENTS);
	g_assert_true(facts->anomalies & ANOMALY_LIMIT);
}

static void test_ole(void)
{
	SampleFile macros[] = {{"WordDocument", "x"}, {"Macros/VBA/_VBA_PROJECT", "inert"}};
	g_autoptr(GByteArray) document = sample_ole(macros, 2, NULL);
	g_autoptr(Facts) facts = facts_with_bytes("a.doc", "application/msword", document);
	expect(facts, 0, "a.doc", FILE_OLE, ATTACHMENT_VBA);
	SampleFile locked[] = {{"EncryptionInfo", "x"}, {"EncryptedPackage", "x"}};
	g_autoptr(GByteArray) password = sample_ole(locked, 2, NULL);
	g_autoptr(Facts) more = facts_with_bytes("a.docx", "", password);
	expect(more, 0, "a.docx", FILE_OLE, ATTACHMENT_ENCRYPTED);
	SampleFile any[] = {{"x", "x"}};
	g_autoptr(GByteArray) installer = sample_ole(
		any, 1, "\x84\x10\x0C\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46");
	g_autoptr(Facts) program = facts_with_bytes("a.doc", "", installer);
	expect(program, 0, "a.doc", FILE_PROGRAM, ATTACHMENT_MISMATCH);
}

#define RELATION(kind, mode)                                                                       \
	"<Relationships><Relationship Id='1' Type='http://x/relationships/" kind                   \
	"' Target='http://x.example/t' TargetMode='" mode "'/></Relationships>"

typedef struct OfficeCase {
	SampleFile part;
	guint flags;
} OfficeCase;

static const OfficeCase office_cases[] = {
	{{"word/document.xml", "vbaProject.bin"}, 0},
	{{"word/vbaProject.bin", "inert"}, ATTACHMENT_VBA},
	{{"xl/macrosheets/sheet1.xml", "inert"}, ATTACHMENT_XLM},
	{{"word/_rels/settings.xml.rels", RELATION("attachedTemplate", "External")},
		ATTACHMENT_REMOTE},
	{{"word/_rels/document.xml.rels", RELATION("oleObject", "External")}, ATTACHMENT_REMOTE},
	{{"word/_rels/document.xml.rels", RELATION("oleObject", "Internal")}, 0},
	{{"word/_rels/document.xml.rels",
		 RELATION("hyperlink", "External") RELATION("oleObject", "Internal")},
		0},
};

static void test_office(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(office_cases); i++) {
		SampleFile files[] = {{"[Content_Types].xml", TYPES_XML}, office_cases[i].part};
		g_autoptr(GByteArray) zip = sample_zip(files, 2);
		g_autoptr(Facts) facts = facts_with_bytes("a.docx", "", zip);
		g_test_message("row %zu", i);
		expect(facts, 0, "a.docx", FILE_OOXML, office_cases[i].flags);
		g_assert_cmpuint(facts->attachments->len, ==, 1);
	}
}

/* The macros' part can have any name. */
static void test_renamed_macros(void)
{
	SampleFile types[] = {{"[Content_Types].xml",
		"<Override ContentType='application/vnd.ms-office.vbaProject'/>"}};
	g_autoptr(GByteArray) by_type = sample_zip(types, 1);
	g_autoptr(Facts) facts = facts_with_bytes("a.docm", "", by_type);
	expect(facts, 0, "a.docm", FILE_OOXML, ATTACHMENT_VBA);
	SampleFile streams[] = {{"VBA/_VBA_PROJECT", "inert"}};
	g_autoptr(GByteArray) project = sample_ole(streams, 1, NULL);
	SampleFile files[] = {{"[Content_Types].xml", TYPES_XML},
		{"word/x.bin", (char *)project->data, project->len}};
	g_autoptr(GByteArray) by_content = sample_zip(files, 2);
	g_autoptr(Facts) more = facts_with_bytes("a.docx", "", by_content);
	expect(more, 0, "a.docx", FILE_OOXML, ATTACHMENT_VBA);
}

/* A program packed into a document makes the document as bad as the program. */
static void test_packed_program(void)
{
	static const char package[] =
		"\0\0\0\0\2\0run.exe\0C:\\run.exe\0\0\0\3\0\2\0\0\0x\0\x40\0\0\0" PROGRAM;
	SampleFile streams[] = {{"\001Ole10Native", BYTES(package)}};
	g_autoptr(GByteArray) object = sample_ole(streams, 1, NULL);
	SampleFile files[] = {{"[Content_Types].xml", TYPES_XML},
		{"word/embeddings/oleObject1.bin", (char *)object->data, object->len}};
	g_autoptr(GByteArray) zip = sample_zip(files, 2);
	g_autoptr(Facts) facts = facts_with_bytes("a.docx", "", zip);
	expect(facts, 0, "a.docx", FILE_OOXML, 0);
	g_assert_cmpint(number(facts, 0)->worst, ==, FILE_PROGRAM);
	expect(facts, 1, "run.exe", FILE_PROGRAM, 0);
	g_assert_cmpuint(number(facts, 1)->depth, ==, 1);
}

static int stored_zip(struct archive *writer)
{
	archive_write_set_format_zip(writer);
	return archive_write_zip_set_compression_store(writer);
}

static void test_open_document(void)
{
	SampleFile files[] = {{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"content.xml", "x"}, {"Basic/Standard/Module1.xml", "inert"}};
	g_autoptr(GByteArray) plain = sample_archive(stored_zip, NULL, files, 2);
	g_autoptr(GByteArray) macros = sample_archive(stored_zip, NULL, files, 3);
	g_assert_nonnull(memmem(plain->data, plain->len, "opendocument.text", 17));
	g_autoptr(Facts) facts = facts_with_bytes("a.odt", "", plain);
	expect(facts, 0, "a.odt", FILE_ODF, 0);
	g_autoptr(Facts) more = facts_with_bytes("a.odt", "", macros);
	expect(more, 0, "a.odt", FILE_ODF, ATTACHMENT_VBA);
	files[1] = (SampleFile){"META-INF/manifest.xml", "<manifest:encryption-data/>"};
	g_autoptr(GByteArray) password = sample_archive(stored_zip, NULL, files, 2);
	g_autoptr(Facts) locked = facts_with_bytes("a.odt", "", password);
	expect(locked, 0, "a.odt", FILE_ODF, ATTACHMENT_ENCRYPTED);
}

static void test_java(void)
{
	SampleFile files[] = {{"META-INF/MANIFEST.MF", "x"}, {"A.class", "\xCA\xFE\xBA\xBE"}};
	g_autoptr(GByteArray) zip = sample_zip(files, 2);
	g_autoptr(Facts) facts = facts_with_bytes("a.jar", "", zip);
	expect(facts, 0, "a.jar", FILE_PROGRAM, 0);
	g_autoptr(Facts) more = facts_with_bytes("a.zip", "", zip);
	expect(more, 0, "a.zip", FILE_ARCHIVE, 0);
	g_assert_cmpint(number(more, 0)->worst, ==, FILE_PROGRAM);
}

static void test_archive(void)
{
	SampleFile files[] = {{"docs/", ""}, {"docs/" JA_NAME, "words"}, {"a/invoice.js", "var x;"},
		{"b\\photo.jpg", "\xFF\xD8\xFF\xE0"}};
	g_autoptr(GByteArray) zip = sample_zip(files + 1, 3);
	g_autoptr(Facts) facts = facts_with_bytes("a.zip", "application/zip", zip);
	g_assert_cmpuint(facts->attachments->len, ==, 4);
	expect(facts, 0, "a.zip", FILE_ARCHIVE, 0);
	g_assert_cmpint(number(facts, 0)->worst, ==, FILE_SCRIPT);
	expect(facts, 1, JA_NAME, FILE_TEXT, 0);
	expect(facts, 2, "invoice.js", FILE_SCRIPT, 0);
	expect(facts, 3, "photo.jpg", FILE_IMAGE, 0);
	g_assert_cmpuint(number(facts, 2)->depth, ==, 1);
	g_assert_cmpuint(number(facts, 2)->size, ==, 6);
	g_autoptr(Facts) alone = facts_with("invoice.js", "", span_new("var x;", 6));
	g_assert_cmpmem(number(facts, 2)->sha256, 32, number(alone, 0)->sha256, 32);
	g_assert_cmpmem(number(facts, 2)->md5, 16, number(alone, 0)->md5, 16);
}

static void test_locked(void)
{
	static const guint8 none[32];
	SampleFile files[] = {{"invoice.doc", "hidden"}};
	g_autoptr(GByteArray) zip = sample_zip(files, 1);
	sample_lock_zip(zip);
	g_autoptr(Facts) facts = facts_with_bytes("a.zip", "", zip);
	expect(facts, 0, "a.zip", FILE_ARCHIVE, ATTACHMENT_ENCRYPTED);
	g_assert_cmpint(number(facts, 0)->worst, ==, FILE_OLE);
	expect(facts, 1, "invoice.doc", FILE_OLE, ATTACHMENT_ENCRYPTED);
	g_assert_cmpmem(number(facts, 1)->sha256, 32, none, 32);
	g_assert_cmpmem(number(facts, 1)->md5, 16, none, 16);
	g_assert_cmpuint(number(facts, 1)->size, ==, 6);
	g_autoptr(Facts) rar = facts_with(
		"a.rar", "", span_new(BYTES("Rar!\x1A\x07\x01\x00\0\0\0\0\x04\x04\x00\x00\x00")));
	expect(rar, 0, "a.rar", FILE_ARCHIVE, ATTACHMENT_ENCRYPTED);
}

/* DEPTH zips around a script. */
static GByteArray *nested(guint depth)
{
	SampleFile files[] = {{"run.js", "var x;"}};
	GByteArray *zip = sample_zip(files, 1);
	for (guint i = 1; i < depth; i++) {
		SampleFile outer[] = {{"inner.zip", (char *)zip->data, zip->len}};
		GByteArray *around = sample_zip(outer, 1);
		g_byte_array_unref(zip);
		zip = around;
	}
	return zip;
}

static void test_nested(void)
{
	g_autoptr(GByteArray) deep = nested(LIMIT_ARCHIVE_DEPTH);
	g_autoptr(Facts) facts = facts_with_bytes("a.zip", "", deep);
	g_assert_cmpuint(facts->attachments->len, ==, LIMIT_ARCHIVE_DEPTH + 1);
	expect(facts, LIMIT_ARCHIVE_DEPTH, "run.js", FILE_SCRIPT, 0);
	for (guint i = 0; i <= LIMIT_ARCHIVE_DEPTH; i++) {
		g_assert_cmpuint(number(facts, i)->depth, ==, i);
		g_assert_cmpint(number(facts, i)->worst, ==, FILE_SCRIPT);
	}
	g_assert_cmphex(facts->anomalies, ==, 0);
	g_autoptr(GByteArray) deeper = nested(LIMIT_ARCHIVE_DEPTH + 1);
	g_autoptr(Facts) more = facts_with_bytes("a.zip", "", deeper);
	g_assert_cmpuint(more->attachments->len, ==, LIMIT_ARCHIVE_DEPTH + 1);
	g_assert_true(more->anomalies & ANOMALY_LIMIT);
}

/* Harmless members are listed up to a number, dangerous ones all. */
static void test_many_members(void)
{
	SampleFile files[80];
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < 80; i++) {
		g_ptr_array_add(names, g_strdup_printf(i % 2 == 0 ? "%u.txt" : "%u.js", i));
		files[i] = (SampleFile){g_ptr_array_index(names, i), "words"};
	}
	g_autoptr(GByteArray) zip = sample_zip(files, 80);
	g_autoptr(Facts) facts = facts_with_bytes("a.zip", "", zip);
	guint scripts = 0;
	for (guint i = 1; i < facts->attachments->len; i++)
		scripts += number(facts, i)->type == FILE_SCRIPT;
	g_assert_cmpuint(scripts, ==, 40);
	g_assert_cmpuint(facts->attachments->len, ==, 1 + 40 + 20);
	for (guint i = 0; i < 10; i++)
		attachment_add(facts, "a.zip", "", sample_span(zip), FALSE);
	g_assert_cmpuint(facts->attachments->len, <=, LIMIT_ATTACHMENTS);
	g_assert_true(facts->anomalies & ANOMALY_LIMIT);
}

static void put_attribute(GByteArray *out, guint32 attribute, const char *bytes, gsize length)
{
	sample_put_number(out, 2, 1);
	sample_put_number(out, attribute, 4);
	sample_put_number(out, length, 4);
	sample_put(out, bytes, length);
	sample_put_number(out, 0, 2);
}

static void test_tnef(void)
{
	g_autoptr(GByteArray) tnef = g_byte_array_new();
	sample_put(tnef, "\x78\x9F\x3E\x22\x01\x00", 6);
	put_attribute(tnef, 0x00069002, "x", 1);
	put_attribute(tnef, 0x00018010, "\x90\xBF\x8B\x81\x8F\x91.exe", 11);
	put_attribute(tnef, 0x0006800F, BYTES(PROGRAM));
	put_attribute(tnef, 0x00069002, "x", 1);
	put_attribute(tnef, 0x0006800F, "text", 4);
	put_attribute(tnef, 0x00018010, "b.txt", 6);
	g_autoptr(Facts) facts = facts_with_bytes("winmail.dat", "application/ms-tnef", tnef);
	g_assert_cmpuint(facts->attachments->len, ==, 3);
	expect(facts, 0, "winmail.dat", FILE_MESSAGE, 0);
	g_assert_cmpint(number(facts, 0)->worst, ==, FILE_PROGRAM);
	expect(facts, 1, "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8.exe", FILE_PROGRAM, 0);
	expect(facts, 2, "b.txt", FILE_TEXT, 0);
	for (guint length = 6; length < tnef->len; length++) {
		g_autoptr(Facts) cut = facts_with("winmail.dat", "", span_new(tnef->data, length));
		g_assert_cmpint(number(cut, 0)->type, ==, FILE_MESSAGE);
	}
}

/* Many bombs in one message cost no more than a few. */
static void test_bombs(void)
{
	gsize size = LIMIT_MIB(60);
	g_autofree char *zeros = g_malloc0(size);
	SampleFile files[] = {{"a.bin", zeros, size}};
	g_autoptr(GByteArray) zip = sample_zip(files, 1);
	g_autoptr(Facts) facts = facts_new();
	gint64 start = g_get_monotonic_time();
	for (guint i = 0; i < LIMIT_ATTACHMENTS; i++)
		attachment_add(facts, "a.zip", "", sample_span(zip), FALSE);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 15 * G_USEC_PER_SEC);
	expect(facts, 1, "a.bin", FILE_UNKNOWN, ATTACHMENT_PADDED);
	g_assert_true(facts->anomalies & ANOMALY_LIMIT);
}

/* One stored file with a Japanese name, "words" in it: a zip, and a 7z whose names are UTF-16. */
static const char japanese_zip[] =
	"\x50\x4B\x03\x04\x14\x00\x00\x08\x00\x00\x00\x00\x21\x50\x8C\x1E\x7D\x71\x05\x00\x00"
	"\x00\x05\x00\x00\x00\x0D\x00\x00\x00\xE8\xAB\x8B\xE6\xB1\x82\xE6\x9B\xB8\x2E\x74\x78"
	"\x74\x77\x6F\x72\x64\x73\x50\x4B\x01\x02\x14\x03\x14\x00\x00\x08\x00\x00\x00\x00\x21"
	"\x50\x8C\x1E\x7D\x71\x05\x00\x00\x00\x05\x00\x00\x00\x0D\x00\x00\x00\x00\x00\x00\x00"
	"\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\xE8\xAB\x8B\xE6\xB1\x82\xE6\x9B\xB8\x2E\x74"
	"\x78\x74\x50\x4B\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x3B\x00\x00\x00\x30\x00\x00"
	"\x00\x00\x00";
static const char japanese_7z[] =
	"\x37\x7A\xBC\xAF\x27\x1C\x00\x04\x48\x99\x08\x8A\x05\x00\x00\x00\x00\x00\x00\x00\x32"
	"\x00\x00\x00\x00\x00\x00\x00\x79\x9C\x05\x73\x77\x6F\x72\x64\x73\x01\x04\x06\x00\x01"
	"\x09\x05\x00\x07\x0B\x01\x00\x01\x01\x00\x0C\x05\x00\x08\x0A\x01\x8C\x1E\x7D\x71\x00"
	"\x00\x05\x01\x11\x11\x00\xCB\x8A\x42\x6C\xF8\x66\x2E\x00\x74\x00\x78\x00\x74\x00\x00"
	"\x00\x00\x00";

/* As in the sandbox: once warm, no descriptor can be had, and nothing is missed. Nothing else may
 * run here before, since it might load what is to be missed. */
static void without_files(void)
{
	struct rlimit before;
	attachment_warm();
	getrlimit(RLIMIT_NOFILE, &before);
	struct rlimit none = {0, before.rlim_max};
	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &none), ==, 0);
	g_autoptr(Facts) zip = facts_with("a.zip", "", span_new(BYTES(japanese_zip)));
	g_autoptr(Facts) seven = facts_with("a.7z", "", span_new(BYTES(japanese_7z)));
	setrlimit(RLIMIT_NOFILE, &before);
	expect(zip, 0, "a.zip", FILE_ARCHIVE, 0);
	expect(zip, 1, JA_NAME, FILE_TEXT, 0);
	expect(seven, 0, "a.7z", FILE_ARCHIVE, 0);
	expect(seven, 1, JA_NAME, FILE_TEXT, 0);
}

static void test_without_files(void)
{
	if (g_test_subprocess()) {
		without_files();
		return;
	}
	g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
	g_test_trap_assert_passed();
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/attachment/types", test_types);
	g_test_add_func("/attachment/basics", test_basics);
	g_test_add_func("/attachment/ole", test_ole);
	g_test_add_func("/attachment/office", test_office);
	g_test_add_func("/attachment/renamed-macros", test_renamed_macros);
	g_test_add_func("/attachment/packed-program", test_packed_program);
	g_test_add_func("/attachment/open-document", test_open_document);
	g_test_add_func("/attachment/java", test_java);
	g_test_add_func("/attachment/archive", test_archive);
	g_test_add_func("/attachment/locked", test_locked);
	g_test_add_func("/attachment/nested", test_nested);
	g_test_add_func("/attachment/many-members", test_many_members);
	g_test_add_func("/attachment/tnef", test_tnef);
	g_test_add_func("/attachment/bombs", test_bombs);
	g_test_add_func("/attachment/without-files", test_without_files);
	return g_test_run();
}
