/* SPDX-License-Identifier: Apache-2.0
 *
 * Compound files that libgsf wrote, and ones made to break their reader.
 */
#include "mail/attachment/ole.h"

#include "base/limits.h"
#include "sample.h"

/* BIFF: a first record, a sheet of the given kind, the end */
#define BIFF_START       "\x09\x08\x04\x00\x00\x06\x05\x00"
#define BIFF_SHEET(kind) "\x85\x00\x08\x00\x00\x00\x00\x00\x00" kind "\x01\x00"
#define BIFF_END         "\x0A\x00\x00\x00"
#define BIFF_PASSWORD    "\x2F\x00\x02\x00\x12\x34"
#define BYTES(text)      text, sizeof(text) - 1

typedef struct OleCase {
	const char *about;
	SampleFile files[3];
	const char *clsid;
	guint marks;
} OleCase;

static const char installer[] = "\x84\x10\x0C\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46";
static const char vba_atom[] =
	"....\x02\x00\x00\x04\x0C\x00\x00\x00\x05\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00";
static const char no_vba_atom[] =
	"....\x02\x00\x00\x04\x0C\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00";

static const OleCase cases[] = {
	{"nothing", {{"WordDocument", BYTES("\xEC\xA5\xC1\x00 .....\x00\x00 ")}}, NULL, 0},
	{"VBA in a text document", {{"WordDocument", "x"}, {"Macros/VBA/_VBA_PROJECT", "inert"}},
		NULL, OLE_VBA},
	{"VBA in a workbook", {{"_VBA_PROJECT_CUR/VBA/dir", "inert"}}, NULL, OLE_VBA},
	{"VBA by its storage alone", {{"vba/Module1", "inert"}}, NULL, OLE_VBA},
	{"a stream of another name", {{"VBA_PROJECT", "x"}, {"Macro/Text", "x"}}, NULL, 0},
	{"a stream named as the storage", {{"VBA", "x"}, {"Macros", "x"}}, NULL, 0},
	{"VBA in a presentation", {{"PowerPoint Document", BYTES(vba_atom)}}, NULL, OLE_VBA},
	{"a presentation without", {{"PowerPoint Document", BYTES(no_vba_atom)}}, NULL, 0},
	{"worksheet", {{"Workbook", BYTES(BIFF_START BIFF_SHEET("\x00") BIFF_END)}}, NULL, 0},
	{"macro sheet",
		{{"Workbook", BYTES(BIFF_START BIFF_SHEET("\x00") BIFF_SHEET("\x01") BIFF_END)}},
		NULL, OLE_XLM},
	{"macro sheet of Excel 5", {{"Book", BYTES(BIFF_START BIFF_SHEET("\x01") BIFF_END)}}, NULL,
		OLE_XLM},
	{"macro sheet behind the end",
		{{"Workbook", BYTES(BIFF_START BIFF_END BIFF_SHEET("\x01"))}}, NULL, 0},
	{"password on a workbook",
		{{"Workbook", BYTES(BIFF_START BIFF_PASSWORD BIFF_SHEET("\x01") BIFF_END)}}, NULL,
		OLE_ENCRYPTED},
	{"password on a text document",
		{{"WordDocument", BYTES("\xEC\xA5\xC1\x00......\x00\x01..")}}, NULL, OLE_ENCRYPTED},
	{"password on a presentation",
		{{"Current User", BYTES("............\xDF\xC4\xD1\xF3....")}}, NULL, OLE_ENCRYPTED},
	{"encrypted package", {{"EncryptionInfo", "x"}, {"EncryptedPackage", "x"}}, NULL,
		OLE_ENCRYPTED},
	{"installer", {{"x", "x"}}, installer, OLE_INSTALLER},
	{"Outlook message", {{"__properties_version1.0", "x"}, {"__nameid_version1.0/x", "x"}},
		NULL, OLE_MESSAGE},
};

static void test_marks(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		guint count = 0;
		while (count < 3 && cases[i].files[count].name != NULL)
			count++;
		g_autoptr(GByteArray) file = sample_ole(cases[i].files, count, cases[i].clsid);
		g_test_message("%s", cases[i].about);
		g_assert_cmphex(ole_look(sample_span(file), NULL, NULL), ==, cases[i].marks);
	}
}

/* Streams of 4 KiB and more lie in sectors of their own. */
static void test_large(void)
{
	g_autofree char *big = g_malloc0(100000);
	memset(big, ' ', 100000);
	for (gsize at = 0; at + 4 < 90000; at += 1000)
		memcpy(big + at, "\x42\x00\xE4\x03", 4); /* records of 996 bytes */
	memcpy(big + 90000, BIFF_SHEET("\x01") BIFF_END, 16);
	SampleFile files[] = {{"a", big, 5000}, {"Workbook", big, 100000}, {"b", big, 70000}};
	g_autoptr(GByteArray) file = sample_ole(files, 3, NULL);
	g_assert_cmphex(ole_look(sample_span(file), NULL, NULL), ==, OLE_XLM);
}

static void test_bare_workbook(void)
{
	static const char macro[] = "\x09\x04\x06\x00\x00\x00\x40\x00\x00\x00\x0A\x00\x00\x00";
	static const char sheet[] = "\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00\x0A\x00\x00\x00";
	g_assert_cmphex(ole_look(span_new(macro, sizeof macro - 1), NULL, NULL), ==, OLE_XLM);
	g_assert_cmphex(ole_look(span_new(sheet, sizeof sheet - 1), NULL, NULL), ==, 0);
	g_assert_cmphex(ole_look(span_new("\x09", 1), NULL, NULL), ==, 0);
}

static void keep_package(gpointer data, const char *name, Span content)
{
	g_string_append_printf(data, "%s=%.*s;", name, (int)content.length, content.data);
}

static void test_package(void)
{
	static const char good[] =
		"\x00\x00\x00\x00\x02\x00run.txt\0C:\\x\\run.txt\0\0\0\3\0\2\0\0\0x\0\4\0\0\0data";
	static const char no_label[] =
		"\x00\x00\x00\x00\x02\x00\0C:\\x\\b.txt\0\0\0\3\0\2\0\0\0x\0\xFF\xFF\xFF\xFFrest";
	static const char other[] = "\x00\x00\x00\x00\x1C\x00 something else \0\0\0\0\0\0";
	SampleFile files[] = {{"ObjectPool/_1/\001Ole10Native", BYTES(good)},
		{"ObjectPool/_2/\001Ole10Native", BYTES(no_label)},
		{"ObjectPool/_3/\001Ole10Native", BYTES(other)}};
	g_autoptr(GByteArray) file = sample_ole(files, 3, NULL);
	g_autoptr(GString) seen = g_string_new(NULL);
	g_assert_cmphex(ole_look(sample_span(file), keep_package, seen), ==, 0);
	g_assert_cmpstr(seen->str, ==, "run.txt=data;b.txt=rest;");
}

/* Cut anywhere it is damaged, and the macros are still seen as long as their name is there. */
static void test_cut(void)
{
	g_autofree char *body = g_malloc0(20000);
	SampleFile files[] = {{"Macros/VBA/_VBA_PROJECT", "inert"}, {"WordDocument", body, 20000}};
	g_autoptr(GByteArray) file = sample_ole(files, 2, NULL);
	for (guint length = 0; length < file->len; length += 97) {
		g_autofree char *cut = g_memdup2(file->data, length);
		Span span = span_new(cut, length);
		gboolean named =
			length > 0 &&
			memmem(cut, length, "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T", 24) != NULL;
		guint marks = ole_look(span, NULL, NULL);
		g_assert_true((marks & OLE_VBA) != 0 || !named);
		g_assert_true(length > file->len - 512 || (marks & OLE_DAMAGED) != 0);
	}
}

/* Each byte of the header and tables changed: bounded work, no byte read outside. */
static void test_flipped(void)
{
	SampleFile files[] = {
		{"Macros/VBA/_VBA_PROJECT", "inert"}, {"Workbook", BYTES(BIFF_START BIFF_END)}};
	g_autoptr(GByteArray) file = sample_ole(files, 2, NULL);
	for (guint at = 8; at < file->len; at++) {
		for (guint value = 0; value < 256; value += 85) {
			guint8 before = file->data[at];
			file->data[at] = (guint8)value;
			ole_look(sample_span(file), NULL, NULL);
			file->data[at] = before;
		}
	}
}

static void put_entry(GByteArray *out, guint number, guint kind, guint32 right)
{
	guint start = out->len;
	g_byte_array_set_size(out, start + 128);
	memset(out->data + start, 0, 128);
	out->data[start] = (guint8)('a' + number % 26);
	out->data[start + 64] = 4;
	out->data[start + 66] = (guint8)kind;
	memset(out->data + start + 68, 0xFF, 12);
	guint32 next = GUINT32_TO_LE(right);
	memcpy(out->data + start + 72, &next, 4);
}

/* A compound file of nothing but a directory: COUNT entries, each the right sibling of the one
 * before. */
static GByteArray *chained_directory(guint count)
{
	GByteArray *out = g_byte_array_new();
	guint sectors = count / 4, tables = sectors / 128 + 2;
	sample_put(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	sample_put_number(out, 0, 8);
	sample_put_number(out, 0, 8);
	sample_put_number(out, 0x0009FFFE0003003E, 8);
	sample_put_number(out, 6, 8);
	sample_put_number(out, 0, 4);
	sample_put_number(out, tables, 4);
	sample_put_number(out, 0, 8); /* first directory sector */
	sample_put_number(out, 4096, 4);
	sample_put_number(out, 0xFFFFFFFE, 8);
	sample_put_number(out, 0xFFFFFFFE, 8);
	for (guint i = 0; i < 109; i++)
		sample_put_number(out, i < tables ? sectors + i : 0xFFFFFFFF, 4);
	for (guint i = 0; i < count; i++)
		put_entry(out, i, i == 0 ? 5 : 2, i + 1);
	for (guint i = 0; i < tables * 128; i++)
		sample_put_number(out, i + 1 < sectors ? i + 1 : 0xFFFFFFFE, 4);
	return out;
}

static void test_chain(void)
{
	g_autoptr(GByteArray) file = chained_directory(52000);
	gint64 start = g_get_monotonic_time();
	g_assert_cmphex(ole_look(sample_span(file), NULL, NULL), ==,
		OLE_DAMAGED); /* over LIMIT_OLE_ENTRIES */
	g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC);
	g_autoptr(GByteArray) small = chained_directory(4000);
	g_assert_cmphex(ole_look(sample_span(small), NULL, NULL), ==, 0);
}

/* The directory's chain leads back to its first sector. */
static void test_loop(void)
{
	g_autoptr(GByteArray) file = chained_directory(4000);
	guint table = 512 + 1000 * 512;
	memset(file->data + table + 999 * 4, 0, 4);
	ole_look(sample_span(file), NULL, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ole/marks", test_marks);
	g_test_add_func("/ole/large", test_large);
	g_test_add_func("/ole/bare-workbook", test_bare_workbook);
	g_test_add_func("/ole/package", test_package);
	g_test_add_func("/ole/cut", test_cut);
	g_test_add_func("/ole/flipped", test_flipped);
	g_test_add_func("/ole/chain", test_chain);
	g_test_add_func("/ole/loop", test_loop);
	return g_test_run();
}
