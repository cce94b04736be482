/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/attachment/filetype.h"

#define BYTES(text) text, sizeof(text) - 1

typedef struct ContentCase {
	const char *bytes;
	gsize length;
	FileType type;
	Container container;
} ContentCase;

static const ContentCase content_cases[] = {
	{BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 "), FILE_OLE, CONTAINER_OLE},
	{BYTES("PK\x03\x04\x14\x00\x00\x00"), FILE_ARCHIVE, CONTAINER_ZIP},
	{BYTES("Rar!\x1A\x07\x00\xCF"), FILE_ARCHIVE, CONTAINER_RAR4},
	{BYTES("Rar!\x1A\x07\x01\x00\x33"), FILE_ARCHIVE, CONTAINER_RAR5},
	{BYTES("7z\xBC\xAF\x27\x1C\x00\x04"), FILE_ARCHIVE, CONTAINER_7Z},
	{BYTES("\x1F\x8B\x08\x00\x00\x00\x00\x00"), FILE_ARCHIVE, CONTAINER_STREAM},
	{BYTES("BZh91AY&SY\x00\x01"), FILE_ARCHIVE, CONTAINER_STREAM},
	{BYTES("MSCF\x00\x00\x00\x00\x10"), FILE_ARCHIVE, CONTAINER_CAB},
	{BYTES("\x60\xEA\x29\x00\x00"), FILE_ARCHIVE, CONTAINER_OPAQUE},
	{BYTES("\x78\x9F\x3E\x22\x01\x00"), FILE_MESSAGE, CONTAINER_TNEF},
	{BYTES("\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3"), FILE_ONENOTE,
		CONTAINER_NONE},
	{BYTES("\x4C\x00\x00\x00\x01\x14\x02\x00"), FILE_SHORTCUT, CONTAINER_NONE},
	{BYTES("\x7F"
	       "ELF\x02\x01\x01\x00"),
		FILE_PROGRAM, CONTAINER_NONE},
	{BYTES("{\\rtf1\\ansi hello}"), FILE_RTF, CONTAINER_NONE},
	{BYTES("  {\\rt no version}"), FILE_RTF, CONTAINER_NONE},
	{BYTES("%PDF-1.4\n"), FILE_PDF, CONTAINER_NONE},
	{BYTES("junk before\n%PDF-1.4\n"), FILE_PDF, CONTAINER_NONE},
	{BYTES("\x89PNG\r\n\x1A\n\x00"), FILE_IMAGE, CONTAINER_NONE},
	{BYTES("\xFF\xD8\xFF\xE0\x00\x10JFIF"), FILE_IMAGE, CONTAINER_NONE},
	{BYTES("\x00\x00\x00\x18"
	       "ftypheic\x00"),
		FILE_IMAGE, CONTAINER_NONE},
	{BYTES("\x00\x00\x00\x18"
	       "ftypisom\x00"),
		FILE_MEDIA, CONTAINER_NONE},
	{BYTES("BEGIN:VCALENDAR\r\n"), FILE_CALENDAR, CONTAINER_NONE},
	{BYTES("[InternetShortcut]\r\nURL=x"), FILE_SHORTCUT, CONTAINER_NONE},
	{BYTES("-----BEGIN PGP SIGNATURE-----\n"), FILE_KEY, CONTAINER_NONE},
	{BYTES("\xEF\xBB\xBF \n<!-- a --><!DOCTYPE HTML>"), FILE_HTML, CONTAINER_NONE},
	{BYTES("<?xml version='1.0'?>\n<html xmlns='x'>"), FILE_HTML, CONTAINER_NONE},
	{BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), FILE_HTML, CONTAINER_NONE},
	{BYTES("<?xml version='1.0'?><svg/>"), FILE_IMAGE, CONTAINER_NONE},
	{BYTES("<svg><script>1</script></svg>"), FILE_HTML, CONTAINER_NONE},
	{BYTES("<?xml version='1.0'?><?mso-application progid='Word.Document'?>"), FILE_OOXML,
		CONTAINER_NONE},
	{BYTES("#@~^AAAA"), FILE_SCRIPT, CONTAINER_NONE},
	{BYTES("ID;PWXL;N;E\nP;PGeneral"), FILE_SCRIPT, CONTAINER_NONE},
	{BYTES("Information removed"), FILE_TEXT, CONTAINER_NONE},
	{BYTES("MZ is how this sentence begins, and it is long enough to be checked for more."),
		FILE_TEXT, CONTAINER_NONE},
	{BYTES("BZhello, GIF8 and other words"), FILE_TEXT, CONTAINER_NONE},
	{BYTES("caf\xE9 \x93quoted\x94"), FILE_TEXT, CONTAINER_NONE},
	{BYTES("\x01\x02\x03\x04\x00\x05"), FILE_UNKNOWN, CONTAINER_NONE},
	{"", 0, FILE_UNKNOWN, CONTAINER_NONE},
};

static void test_content(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(content_cases); i++) {
		const ContentCase *row = &content_cases[i];
		g_autofree char *exact = g_memdup2(row->bytes, row->length);
		FileKind kind = filetype_of_content(span_new(exact, row->length));
		g_test_message("row %zu", i);
		g_assert_cmpstr(file_type_name(kind.type), ==, file_type_name(row->type));
		g_assert_cmpint(kind.container, ==, row->container);
	}
}

static FileType type_with(const char *bytes, gsize length, gsize offset, gsize size)
{
	g_autofree char *content = g_malloc0(size);
	content[0] = 1;
	memcpy(content + offset, bytes, length);
	return filetype_of_content(span_new(content, size)).type;
}

static void test_offsets(void)
{
	g_assert_cmpint(type_with("CD001", 5, 0x8001, 0x9000), ==, FILE_DISK);
	g_assert_cmpint(type_with("BEA01", 5, 0x8001, 0x9000), ==, FILE_DISK);
	g_assert_cmpint(type_with("conectix", 8, 4096 - 512, 4096), ==, FILE_DISK);
	g_assert_cmpint(type_with("koly", 4, 4096 - 512, 4096), ==, FILE_DISK);
	g_assert_cmpint(type_with("ustar", 5, 257, 1024), ==, FILE_ARCHIVE);
	g_assert_cmpint(type_with("CD001", 5, 0x8002, 0x9000), ==, FILE_UNKNOWN);
	static const char program[] = "MZ\x90\x00\x03";
	g_assert_cmpint(type_with(program, 5, 0, 64), ==, FILE_PROGRAM);
	g_assert_cmpint(type_with(program, 5, 0, 63), ==, FILE_UNKNOWN);
}

typedef struct NameCase {
	const char *name;
	FileType type;
	gboolean deceives;
} NameCase;

static const NameCase name_cases[] = {
	{"a.doc", FILE_OLE, FALSE},
	{"A.DOCM", FILE_OOXML, FALSE},
	{"a.xls ", FILE_OLE, FALSE},
	{"a.exe. .", FILE_PROGRAM, FALSE},
	{"report.2020.pdf", FILE_PDF, FALSE},
	{"\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8.xls", FILE_OLE, FALSE},
	{"0001-mail-fix.patch", FILE_TEXT, FALSE},
	{"a.c", FILE_TEXT, FALSE},
	{"run.sh", FILE_TEXT, FALSE},
	{"smime.p7s", FILE_KEY, FALSE},
	{"signature.asc", FILE_KEY, FALSE},
	{"backup.tar.gz", FILE_ARCHIVE, FALSE},
	{"a.js", FILE_SCRIPT, FALSE},
	{"jquery.min.js", FILE_SCRIPT, FALSE},
	{"a.one", FILE_ONENOTE, FALSE},
	{"a.img", FILE_DISK, FALSE},
	{"a.lnk", FILE_SHORTCUT, FALSE},
	{"noextension", FILE_UNKNOWN, FALSE},
	{"a.", FILE_UNKNOWN, FALSE},
	{"a.d oc", FILE_UNKNOWN, FALSE},
	{"", FILE_UNKNOWN, FALSE},
	{"invoice.pdf.exe", FILE_PROGRAM, TRUE},
	{"invoice.doc.js", FILE_SCRIPT, TRUE},
	{"photo.jpg.lnk", FILE_SHORTCUT, TRUE},
	{"invoice.pdf .html", FILE_HTML, TRUE},
	{"readme.txt.scr", FILE_PROGRAM, TRUE},
	{"invoice.pdf                    .exe", FILE_PROGRAM, TRUE},
	{"invoice\xe2\x80\xae"
	 "fdp.exe",
		FILE_PROGRAM, TRUE},
	{"a\xe2\x81\xa7"
	 "b.txt",
		FILE_TEXT, TRUE},
	{"two  words and  more.pdf", FILE_PDF, FALSE},
	{"a.pdf.zip", FILE_ARCHIVE, FALSE},
	{"index.php.html", FILE_HTML, FALSE},
};

static void test_name(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(name_cases); i++) {
		g_test_message("%s", name_cases[i].name);
		FileType type = filetype_of_name(name_cases[i].name);
		g_assert_cmpstr(file_type_name(type), ==, file_type_name(name_cases[i].type));
		g_assert_cmpint(
			filetype_name_deceives(name_cases[i].name), ==, name_cases[i].deceives);
	}
}

static void test_declared(void)
{
	g_assert_cmpint(filetype_of_declared("application/msword"), ==, FILE_OLE);
	g_assert_cmpint(filetype_of_declared("application/vnd.ms-word.document.macroenabled.12"),
		==, FILE_OOXML);
	g_assert_cmpint(filetype_of_declared("application/vnd.ms-excel.sheet.macroenabled.12"), ==,
		FILE_OOXML);
	g_assert_cmpint(filetype_of_declared("application/vnd.ms-excel"), ==, FILE_OLE);
	g_assert_cmpint(filetype_of_declared("text/html"), ==, FILE_HTML);
	g_assert_cmpint(filetype_of_declared("text/x-patch"), ==, FILE_TEXT);
	g_assert_cmpint(filetype_of_declared("application/pgp-signature"), ==, FILE_KEY);
	g_assert_cmpint(filetype_of_declared("application/octet-stream"), ==, FILE_UNKNOWN);
	g_assert_cmpint(filetype_of_declared("application/pd"), ==, FILE_UNKNOWN);
	g_assert_cmpint(filetype_of_declared(""), ==, FILE_UNKNOWN);
}

/* The order names each type once, and says what the rest of the program builds on. */
static void test_danger(void)
{
	guint64 seen = 0;
	for (FileType type = FILE_UNKNOWN; type <= FILE_KEY; type++) {
		guint danger = filetype_danger(type);
		g_assert_false(seen >> danger & 1);
		seen |= G_GUINT64_CONSTANT(1) << danger;
	}
	g_assert_cmpuint(seen, ==, (G_GUINT64_CONSTANT(1) << (FILE_KEY + 1)) - 1);
	g_assert_cmpuint(filetype_danger(FILE_PROGRAM), >, filetype_danger(FILE_OLE));
	g_assert_cmpuint(filetype_danger(FILE_OLE), >, filetype_danger(FILE_PDF));
	g_assert_true(filetype_is_dangerous(FILE_SCRIPT));
	g_assert_true(filetype_is_dangerous(FILE_ONENOTE));
	g_assert_true(filetype_is_dangerous(FILE_DISK));
	g_assert_false(filetype_is_dangerous(FILE_OLE));
	g_assert_false(filetype_is_dangerous(FILE_TEXT));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/filetype/content", test_content);
	g_test_add_func("/filetype/offsets", test_offsets);
	g_test_add_func("/filetype/name", test_name);
	g_test_add_func("/filetype/declared", test_declared);
	g_test_add_func("/filetype/danger", test_danger);
	return g_test_run();
}
