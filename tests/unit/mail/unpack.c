/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives of every kind that is opened, their bounds, and passwords told from headers.
 */
#include "mail/attachment/unpack.h"

#include "base/limits.h"
#include "mail/attachment/unpack-lock.h"
#include "mail/attachment/zip-list.h"
#include "sample.h"

#define BYTES(text) text, sizeof(text) - 1
#define JA_NAME     "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8.txt"

typedef struct Seen {
	GString *text; /* "name:size:content;" for each member */
	guint64 largest;
	gboolean padded;
} Seen;

static void on_member(gpointer data, const UnpackMember *member)
{
	Seen *seen = data;
	int shown = (int)MIN(member->content.length, 20);
	const char *locked = member->encrypted ? "locked" : "";
	g_string_append_printf(
		seen->text, "%s:%s%.*s;", member->name, locked, shown, member->content.data);
	seen->largest = MAX(seen->largest, member->size);
	seen->padded = seen->padded || member->padded;
	g_assert_cmpuint(member->content.length, <=, UNPACK_LOOK);
}

static guint unpack_with(UnpackBudget *budget, Seen *seen, Container container, Span file)
{
	Unpacker unpacker = {.budget = budget, .on_member = on_member, .data = seen};
	return unpack(&unpacker, container, file, "outer.dat.gz");
}

static void expect(Container container, Span file, const char *members, guint marks)
{
	UnpackBudget budget = {.bytes = LIMIT_ARCHIVE_BYTES, .members = LIMIT_ARCHIVE_MEMBERS};
	g_autoptr(GString) text = g_string_new(NULL);
	Seen seen = {.text = text};
	g_autofree char *exact = g_memdup2(file.data, file.length);
	guint result = unpack_with(&budget, &seen, container, span_new(exact, file.length));
	g_assert_cmpstr(text->str, ==, members);
	g_assert_cmphex(result, ==, marks);
}

static const SampleFile two_files[] = {{JA_NAME, "first"}, {"sub/b.txt", "second"}};
static const char two_members[] = JA_NAME ":first;sub/b.txt:second;";

static void test_formats(void)
{
	static const struct {
		Container container;
		SampleFormat format;
		SampleFormat filter;
	} rows[] = {
		{CONTAINER_ZIP, archive_write_set_format_zip, NULL},
		{CONTAINER_7Z, archive_write_set_format_7zip, NULL},
		{CONTAINER_TAR, archive_write_set_format_pax_restricted, NULL},
		{CONTAINER_STREAM, archive_write_set_format_pax_restricted,
			archive_write_add_filter_gzip},
		{CONTAINER_STREAM, archive_write_set_format_ustar, archive_write_add_filter_bzip2},
		{CONTAINER_STREAM, archive_write_set_format_ustar, archive_write_add_filter_xz},
		{CONTAINER_STREAM, archive_write_set_format_ustar, archive_write_add_filter_zstd},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GByteArray) file =
			sample_archive(rows[i].format, rows[i].filter, two_files, 2);
		g_test_message("row %zu", i);
		expect(rows[i].container, sample_span(file), two_members, 0);
	}
}

static void test_disk(void)
{
	SampleFile files[] = {{"run.txt", "inert"}};
	g_autoptr(GByteArray) file =
		sample_archive(archive_write_set_format_iso9660, NULL, files, 1);
	expect(CONTAINER_ISO, sample_span(file), "run.txt:inert;", 0);
}

/* One compressed file has no name but its archive's. */
static void test_single(void)
{
	SampleFile files[] = {{"x", "content"}};
	g_autoptr(GByteArray) file = sample_archive(
		archive_write_set_format_raw, archive_write_add_filter_gzip, files, 1);
	expect(CONTAINER_STREAM, sample_span(file), "outer.dat:content;", 0);
}

/* A cabinet and an lha, stored, written by hand. */
static void test_by_hand(void)
{
	g_autoptr(GByteArray) cab = g_byte_array_new();
	sample_put(cab, "MSCF\0\0\0\0", 8);
	sample_put_number(cab, 36 + 8 + 22 + 8 + 5, 8);
	sample_put_number(cab, 44, 8);
	sample_put_number(cab, 0x0103, 2);
	sample_put_number(cab, 0x00010001, 4);
	sample_put_number(cab, 0, 6);
	sample_put_number(cab, 36 + 8 + 22, 4); /* one folder: its data, one block, stored */
	sample_put_number(cab, 1, 4);
	sample_put_number(cab, 5, 4); /* one file */
	sample_put_number(cab, 0, 12);
	sample_put(cab, "a.txt", 6);
	sample_put_number(cab, 0, 4); /* its block */
	sample_put_number(cab, 0x00050005, 4);
	sample_put(cab, "inert", 5);
	expect(CONTAINER_CAB, sample_span(cab), "a.txt:inert;", 0);

	g_autoptr(GByteArray) lha = g_byte_array_new();
	sample_put(lha,
		BYTES("\x1B\x00-lh0-\x05\x00\x00\x00\x05\x00\x00\x00\x00\x00\x21\x00\x20\x00\x05"
		      "a.txt\x74\x79"));
	for (guint i = 2; i < lha->len; i++)
		lha->data[1] = (guint8)(lha->data[1] + lha->data[i]);
	sample_put(lha, "inert", 6);
	expect(CONTAINER_LHA, sample_span(lha), "a.txt:inert;", 0);
}

/* Names that are not said to be UTF-8: Shift_JIS, as Japanese Windows writes them. */
static void test_shift_jis(void)
{
	SampleFile files[] = {{"abcdefgh.txt", "x"}};
	g_autoptr(GByteArray) file = sample_zip(files, 1);
	for (guint at = 0; at + 12 <= file->len; at++)
		if (memcmp(file->data + at, "abcdefgh.txt", 12) == 0)
			memcpy(file->data + at, "\x90\xBF\x8B\x81\x8F\x91__.txt", 12);
	for (guint at = 0; at + 10 <= file->len; at++) {
		if (memcmp(file->data + at, "PK\x03\x04", 4) == 0)
			file->data[at + 7] = 0; /* no "names are UTF-8" */
		if (memcmp(file->data + at, "PK\x01\x02", 4) == 0)
			file->data[at + 9] = 0;
	}
	expect(CONTAINER_ZIP, sample_span(file), "\xe8\xab\x8b\xe6\xb1\x82\xe6\x9b\xb8__.txt:x;",
		0);
}

static void test_locked_zip(void)
{
	g_autoptr(GByteArray) file = sample_zip(two_files, 2);
	sample_lock_zip(file);
	expect(CONTAINER_ZIP, sample_span(file), JA_NAME ":locked;sub/b.txt:locked;",
		UNPACK_ENCRYPTED);
}

typedef struct LockCase {
	Container container;
	const char *bytes;
	gsize length;
	gboolean locked;
} LockCase;

#define RAR4 "Rar!\x1A\x07\x00"
#define RAR5 "Rar!\x1A\x07\x01\x00"
/* rar 4: checksum, type, flags, size; the file header also has the size of what follows */
#define RAR4_MAIN(flags) "\0\0\x73" flags "\x0D\x00\0\0\0\0\0\0"
#define RAR4_FILE(flags) "\0\0\x74" flags "\x10\x00\x03\0\0\0\0\0\0\0\0xyz"
/* rar 5: checksum, size, type, flags and what they call for */
#define RAR5_MAIN "\0\0\0\0\x03\x01\x00\x00"

static const LockCase lock_cases[] = {
	{CONTAINER_RAR4, BYTES(RAR4 RAR4_MAIN("\x00\x00") RAR4_FILE("\x00\x80")), FALSE},
	{CONTAINER_RAR4, BYTES(RAR4 RAR4_MAIN("\x80\x00")), TRUE},
	{CONTAINER_RAR4,
		BYTES(RAR4 RAR4_MAIN("\x00\x00") RAR4_FILE("\x00\x80") RAR4_FILE("\x04\x80")),
		TRUE},
	{CONTAINER_RAR4, BYTES(RAR4 "\0\0\x73\x00\x00\x00\x00"), FALSE},
	{CONTAINER_RAR4, BYTES(RAR4), FALSE},
	{CONTAINER_RAR5, BYTES(RAR5 RAR5_MAIN "\0\0\0\0\x02\x05\x00"), FALSE},
	{CONTAINER_RAR5, BYTES(RAR5 "\0\0\0\0\x04\x04\x00\x00\x00"), TRUE},
	{CONTAINER_RAR5, BYTES(RAR5 RAR5_MAIN "\0\0\0\0\x07\x02\x01\x03.\x02\x01\x00"), TRUE},
	{CONTAINER_RAR5, BYTES(RAR5 RAR5_MAIN "\0\0\0\0\x07\x02\x01\x03.\x02\x05\x00"), FALSE},
	{CONTAINER_RAR5,
		BYTES(RAR5 RAR5_MAIN "\0\0\0\0\x08\x02\x03\x03\x02.\x02\x05\x00xy"
				     "\0\0\0\0\x07\x02\x01\x03.\x02\x01\x00"),
		TRUE},
	{CONTAINER_RAR5, BYTES(RAR5 "\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), FALSE},
	{CONTAINER_7Z,
		BYTES("7z\xBC\xAF\x27\x1C\x00\x04....\x02\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0...."
		      "xx\x17\x06\x06\xF1\x07\x01.."),
		TRUE},
	{CONTAINER_7Z,
		BYTES("7z\xBC\xAF\x27\x1C\x00\x04....\x02\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0...."
		      "xx\x17\x06\x06\xF1\x07\x01.."),
		FALSE},
	{CONTAINER_7Z,
		BYTES("7z\xBC\xAF\x27\x1C\x00\x04...."
		      "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0\0\0\0...."),
		FALSE},
};

static void test_locks(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lock_cases); i++) {
		const LockCase *row = &lock_cases[i];
		g_autofree char *exact = g_memdup2(row->bytes, row->length);
		g_test_message("row %zu", i);
		g_assert_cmpint(unpack_is_locked(row->container, span_new(exact, row->length)), ==,
			row->locked);
		for (gsize cut = 0; cut < row->length; cut++) {
			g_autofree char *part = g_memdup2(row->bytes, cut);
			unpack_is_locked(row->container, span_new(part, cut));
		}
	}
}

/* What a password hides is told as encrypted, not as damage. */
static void test_locked_whole(void)
{
	expect(CONTAINER_RAR5, span_new(BYTES(RAR5 "\0\0\0\0\x04\x04\x00\x00\x00")), "",
		UNPACK_ENCRYPTED);
	expect(CONTAINER_RAR4, span_new(BYTES(RAR4 RAR4_MAIN("\x80\x00"))), "", UNPACK_ENCRYPTED);
	expect(CONTAINER_RAR4, span_new(BYTES(RAR4 "garbage, no header at all")), "",
		UNPACK_DAMAGED);
}

static void test_budget(void)
{
	SampleFile files[] = {{"a", "0123456789"}, {"b", "0123456789"}, {"c", "0123456789"}};
	g_autoptr(GByteArray) zip = sample_zip(files, 3);
	g_autoptr(GString) text = g_string_new(NULL);
	Seen seen = {.text = text};
	UnpackBudget budget = {.bytes = LIMIT_ARCHIVE_BYTES, .members = 2};
	g_assert_cmphex(
		unpack_with(&budget, &seen, CONTAINER_ZIP, sample_span(zip)), ==, UNPACK_LIMIT);
	g_assert_cmpstr(text->str, ==, "a:0123456789;b:0123456789;");
	/* Over the bytes, a zip's members are still named. */
	g_string_truncate(text, 0);
	budget = (UnpackBudget){.bytes = 15, .members = 10};
	g_assert_cmphex(
		unpack_with(&budget, &seen, CONTAINER_ZIP, sample_span(zip)), ==, UNPACK_LIMIT);
	g_assert_cmpstr(text->str, ==, "a:0123456789;b:;c:;");
	g_autoptr(GByteArray) tar = sample_archive(archive_write_set_format_ustar, NULL, files, 3);
	g_string_truncate(text, 0);
	budget = (UnpackBudget){.bytes = 15, .members = 10};
	g_assert_cmphex(
		unpack_with(&budget, &seen, CONTAINER_TAR, sample_span(tar)), ==, UNPACK_LIMIT);
	g_assert_cmpstr(text->str, ==, "a:0123456789;b:;");
}

static void test_padded(void)
{
	gsize size = 51 * 1000 * 1000;
	g_autofree char *zeros = g_malloc0(size);
	memcpy(zeros, "MZ", 2);
	SampleFile files[] = {{"other.bin", "not padded"}, {"padded.exe", zeros, size}};
	g_autoptr(GByteArray) zip = sample_zip(files, 2);
	g_assert_cmpuint(zip->len, <, 1000 * 1000);
	UnpackBudget budget = {.bytes = LIMIT_ARCHIVE_BYTES, .members = 10};
	g_autoptr(GString) text = g_string_new(NULL);
	Seen seen = {.text = text};
	g_assert_cmphex(unpack_with(&budget, &seen, CONTAINER_ZIP, sample_span(zip)), ==, 0);
	g_assert_true(seen.padded);
	g_assert_cmpuint(seen.largest, ==, size);
	g_autoptr(GByteArray) small = sample_zip(files, 1);
	seen.padded = FALSE;
	unpack_with(&budget, &seen, CONTAINER_ZIP, sample_span(small));
	g_assert_false(seen.padded);
}

/* Cut anywhere: never more than is there, and what is there is named. */
static void test_cut(void)
{
	g_autoptr(GByteArray) zip = sample_zip(two_files, 2);
	for (guint length = 0; length < zip->len; length++) {
		UnpackBudget budget = {.bytes = LIMIT_ARCHIVE_BYTES, .members = 10};
		g_autoptr(GString) text = g_string_new(NULL);
		Seen seen = {.text = text};
		g_autofree char *cut = g_memdup2(zip->data, length);
		unpack_with(&budget, &seen, CONTAINER_ZIP, span_new(cut, length));
		g_assert_true(g_str_has_prefix(two_members, text->str) || text->len > 0);
	}
}

static void count_name(gpointer data, const ZipMember *member)
{
	g_string_append_len(data, member->name.data, (gssize)member->name.length);
	g_string_append(data, member->encrypted ? "!" : ";");
}

static void expect_names(Span file, const char *names, gboolean whole)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *exact = g_memdup2(file.data, file.length);
	g_assert_cmpint(zip_list(span_new(exact, file.length), count_name, text), ==, whole);
	g_assert_cmpstr(text->str, ==, names);
}

static void test_names(void)
{
	SampleFile files[] = {{"mimetype", "stored as it is"}, {"b", "x"}};
	g_autoptr(GByteArray) zip = sample_archive(archive_write_set_format_zip, NULL, files, 2);
	expect_names(sample_span(zip), "mimetype;b;", TRUE);
	expect_names(span_new(zip->data, zip->len - 30), "mimetype;b;", FALSE);
	expect_names(span_new("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22), "", TRUE);
	expect_names(span_new("PK\x03\x04", 4), "", FALSE);
	g_autoptr(GByteArray) shifted = g_byte_array_new();
	sample_put(shifted, "junk before it", 14);
	sample_put(shifted, (const char *)zip->data, zip->len);
	expect_names(sample_span(shifted), "mimetype;b;", TRUE);
	sample_lock_zip(zip);
	expect_names(sample_span(zip), "mimetype!mimetype!b!", TRUE);
	for (guint length = 0; length < shifted->len; length++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *cut = g_memdup2(shifted->data, length);
		zip_list(span_new(cut, length), count_name, text);
	}
	g_assert_cmpuint(zip_first_stored(sample_span(zip), "mimetyp").length, ==, 0);
	g_assert_cmpuint(zip_first_stored(span_new("PK", 2), "mimetype").length, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/unpack/formats", test_formats);
	g_test_add_func("/unpack/disk", test_disk);
	g_test_add_func("/unpack/single", test_single);
	g_test_add_func("/unpack/by-hand", test_by_hand);
	g_test_add_func("/unpack/shift-jis", test_shift_jis);
	g_test_add_func("/unpack/locked-zip", test_locked_zip);
	g_test_add_func("/unpack/locks", test_locks);
	g_test_add_func("/unpack/locked-whole", test_locked_whole);
	g_test_add_func("/unpack/budget", test_budget);
	g_test_add_func("/unpack/padded", test_padded);
	g_test_add_func("/unpack/cut", test_cut);
	g_test_add_func("/unpack/names", test_names);
	return g_test_run();
}
