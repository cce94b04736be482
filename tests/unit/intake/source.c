/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/source.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fixture.h"

#define EML_A "A: 1\n\nx\n"
#define MBOX  FROM_A EML_A "\n" FROM_B "B: 2\n\ny\n\n"
/* What gather makes of MBOX at PATH. */
#define MBOX_AT(path) path "#1|" EML_A "|" path "#2|B: 2\n\ny\n|"

/* A source over the arguments, which are in FOLDER when they are relative; "-" stays. */
static Source *open_source(const char *folder, const char *const *names, GString *said)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (; *names != NULL; names++) {
		g_autofree char *path = strcmp(*names, "-") == 0
						? g_strdup("-")
						: g_build_filename(folder, *names, NULL);

		g_strv_builder_add(builder, path);
	}
	g_auto(GStrv) paths = g_strv_builder_end(builder);

	return source_new((const char *const *)paths, note_complaint, said);
}

/* All messages and complaints of the arguments; paths without FOLDER. */
static char *scan(const char *folder, const char *const *names)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GString) said = g_string_new(NULL);
	g_autoptr(Source) source = open_source(folder, names, said);
	RawMessage *message;

	while ((message = source_next(source)) != NULL)
		gather(out, message);
	g_assert_null(source_next(source));
	g_assert_cmpint(source_complaints(source) > 0, ==, said->len > 0);
	g_string_append(out, said->str);
	(void)g_string_replace(out, folder, "", 0);
	return g_string_free(out, FALSE);
}

#define assert_scan(folder, wanted, ...)                                                           \
	do {                                                                                       \
		const char *const names_[] = {__VA_ARGS__, NULL};                                  \
		g_autofree char *got_ = scan(folder, names_);                                      \
		g_assert_cmpstr(got_, ==, wanted);                                                 \
	} while (0)

static void test_arguments(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *missing = g_strdup_printf(
		"/b|%s|" MBOX_AT("/a") "/d/1|%s|/c: %s\n", EML_A, EML_A, g_strerror(ENOENT));

	file_write_text(folder, "a", MBOX);
	file_write_text(folder, "b", EML_A);
	file_write_text(folder, "d/1", EML_A);
	assert_scan(folder, missing, "b", "c", "a", "d");
	const char *const none[] = {NULL};
	g_autofree char *nothing = scan(folder, none);

	g_assert_cmpstr(nothing, ==, "");
	folder_remove(folder);
}

/* Content decides, but a name ending in .eml or .msg, and a Maildir, promise one message. */
static void test_content(void)
{
	g_autofree char *folder = folder_new();

	file_write_text(folder, "x.gz", MBOX);
	file_write_text(folder, "y.mbox", EML_A);
	file_write_text(folder, "1.eml", MBOX);
	file_write_text(folder, "2.MSG", MBOX);
	file_write_text(folder, "M/cur/1:2,", MBOX);
	folder_make(folder, "M/new");
	assert_scan(folder, MBOX_AT("/x.gz"), "x.gz");
	assert_scan(folder, "/y.mbox|" EML_A "|", "y.mbox");
	static const char rest[] = EML_A "\n" FROM_B "B: 2\n\ny\n\n|";
	g_autofree char *wanted =
		g_strconcat("/1.eml|", rest, "/2.MSG|", rest, "/M/cur/1:2,|", rest, NULL);

	assert_scan(folder, wanted, "1.eml", "2.MSG", "M");
	assert_scan(folder, wanted, "1.eml", "2.MSG", "M/cur/1:2,");
	folder_remove(folder);
}

static void test_packed(void)
{
	static const struct {
		int filter;
		const char *suffix;
	} kinds[] = {{ARCHIVE_FILTER_GZIP, "gz"}, {ARCHIVE_FILTER_ZSTD, "zst"},
		{ARCHIVE_FILTER_XZ, "xz"}};

	for (gsize at = 0; at < G_N_ELEMENTS(kinds); at++) {
		g_autofree char *folder = folder_new();
		g_autoptr(GBytes) packed = pack(kinds[at].filter, span_new(MBOX, strlen(MBOX)));
		g_autoptr(GBytes) empty = pack(kinds[at].filter, span_new("", 0));
		g_autofree char *single = g_strconcat("d/m.eml.", kinds[at].suffix, NULL);
		g_autofree char *wanted = g_strconcat(MBOX_AT("/d/box"), "/d/empty||/", single, "|",
			EML_A "\n" FROM_B "B: 2\n\ny\n\n|", NULL);

		file_write(folder, "d/box", bytes_span(packed));
		file_write(folder, "d/empty", bytes_span(empty));
		file_write(folder, single, bytes_span(packed));
		assert_scan(folder, wanted, "d");
		folder_remove(folder);
	}
}

/* An mbox of large messages that breaks off: all that came whole, then what there is of the last,
 * cut. */
static void test_truncated(void)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ};
	g_autofree char *text = noise(LIMIT_KIB(600));
	g_autofree char *mbox = g_strdup_printf(FROM_A "A: 1\n\n%.*s\n\n" FROM_B "B: 2\n\n%s\n",
		(int)LIMIT_KIB(200), text, text + LIMIT_KIB(200));

	for (gsize at = 0; at < G_N_ELEMENTS(filters); at++) {
		g_autofree char *folder = folder_new();
		g_autoptr(GString) said = g_string_new(NULL);
		g_autoptr(GBytes) packed = pack(filters[at], span_new(mbox, strlen(mbox)));
		const char *const names[] = {"a", "b", NULL};

		file_write(folder, "a",
			span_new(
				g_bytes_get_data(packed, NULL), g_bytes_get_size(packed) * 9 / 10));
		file_write_text(folder, "b", EML_A);
		g_autoptr(Source) source = open_source(folder, names, said);
		g_autoptr(RawMessage) first = source_next(source);
		g_autoptr(RawMessage) second = source_next(source);
		g_autoptr(RawMessage) third = source_next(source);

		g_assert_false(first->cut);
		g_assert_cmpuint(g_bytes_get_size(first->bytes), ==, LIMIT_KIB(200) + 7);
		g_assert_true(second->cut);
		g_assert_true(g_str_has_suffix(second->path, "/a#2"));
		g_assert_true(g_str_has_suffix(third->path, "/b"));
		g_assert_null(source_next(source));
		g_assert_cmpuint(source_complaints(source), ==, 1);
		g_assert_nonnull(strstr(said->str, "/a: "));
		folder_remove(folder);
	}
}

/* Of a small file too, everything that was unpacked is given. */
static void test_truncated_small(void)
{
	g_autofree char *folder = folder_new();
	g_autoptr(GBytes) packed = pack(ARCHIVE_FILTER_GZIP, span_new(MBOX, strlen(MBOX)));
	gsize length = g_bytes_get_size(packed);

	/* without its check sum and length, then without some of the text as well */
	file_write(folder, "a", span_new(g_bytes_get_data(packed, NULL), length - 8));
	assert_scan(folder,
		"/a#1|" EML_A "|/a#2!|B: 2\n\ny\n\n|/a: the compressed data breaks off\n", "a");
	file_write(folder, "a", span_new(g_bytes_get_data(packed, NULL), length - 12));
	const char *const names[] = {"a", NULL};
	g_autofree char *got = scan(folder, names);

	g_assert_true(g_str_has_prefix(got, "/a#1|" EML_A "|/a#2!|B"));
	folder_remove(folder);
}

static void test_empty(void)
{
	g_autofree char *folder = folder_new();

	file_write_text(folder, "d/a", "");
	file_write_text(folder, "d/b.eml", "");
	file_write_text(folder, "e", "");
	assert_scan(folder, "/d/a||/d/b.eml||/e||", "d", "e");
	folder_remove(folder);
}

static void test_names(void)
{
	g_autofree char *folder = folder_new();

	file_write_text(folder, "d/\xff\n\x01", MBOX);
	assert_scan(folder, MBOX_AT("/d/\xff\n\x01"), "d");
	assert_scan(folder, MBOX_AT("/d//\xff\n\x01"), "d//");
	folder_remove(folder);
}

static void test_special(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	g_autofree char *wanted = g_strdup_printf("/z|%s|/fifo: neither a file nor a directory; a "
						  "pipe is read as standard input (-)\n",
		EML_A);

	g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
	file_write_text(folder, "z", EML_A);
	assert_scan(folder, wanted, "fifo", "z");
	folder_remove(folder);
}

static void test_permission(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *closed = g_build_filename(folder, "d/a", NULL);
	g_autofree char *wanted = g_strdup_printf("/d/b|%s|/d/a: %s\n", EML_A, g_strerror(EACCES));
	gboolean root = geteuid() == 0;

	file_write_text(folder, "d/a", EML_A);
	file_write_text(folder, "d/b", EML_A);
	g_assert_cmpint(g_chmod(closed, 0), ==, 0);
	if (root)
		g_assert_cmpint(seteuid(65534), ==, 0);
	assert_scan(folder, wanted, "d/a", "d/b");
	assert_scan(folder, wanted, "d");
	if (root)
		g_assert_cmpint(seteuid(0), ==, 0);
	folder_remove(folder);
}

/* Makes BYTES the standard input, as a pipe or as a file in FOLDER; returns what it was. */
static int input_begin(const char *folder, gboolean as_pipe, Span bytes)
{
	int kept = dup(STDIN_FILENO);
	int ends[2] = {-1, -1};
	g_autofree char *path = g_build_filename(folder, "input", NULL);

	if (as_pipe) {
		g_assert_cmpint(pipe(ends), ==, 0);
		g_assert_cmpint(write(ends[1], bytes.data, bytes.length), ==, (gssize)bytes.length);
		g_assert_cmpint(close(ends[1]), ==, 0);
	} else {
		file_write(folder, "input", bytes);
		ends[0] = open(path, O_RDONLY | O_CLOEXEC);
	}
	g_assert_cmpint(dup2(ends[0], STDIN_FILENO), ==, STDIN_FILENO);
	g_assert_cmpint(close(ends[0]), ==, 0);
	return kept;
}

static void input_end(int kept)
{
	g_assert_cmpint(dup2(kept, STDIN_FILENO), ==, STDIN_FILENO);
	g_assert_cmpint(close(kept), ==, 0);
}

static char *scan_input(const char *folder, gboolean as_pipe, Span bytes, const char *const *names)
{
	int kept = input_begin(folder, as_pipe, bytes);
	char *got = scan(folder, names);

	input_end(kept);
	return got;
}

static void assert_input(Span bytes, const char *wanted)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"-", NULL};
	g_autofree char *piped = scan_input(folder, TRUE, bytes, names);
	g_autofree char *read = scan_input(folder, FALSE, bytes, names);

	g_assert_cmpstr(piped, ==, wanted);
	g_assert_cmpstr(read, ==, wanted);
	folder_remove(folder);
}

static void test_standard_input(void)
{
	g_autoptr(GBytes) packed = pack(ARCHIVE_FILTER_XZ, span_new(MBOX, strlen(MBOX)));

	assert_input(span_new(EML_A, strlen(EML_A)), "-|" EML_A "|");
	assert_input(span_new(MBOX, strlen(MBOX)), MBOX_AT("-"));
	assert_input(bytes_span(packed), MBOX_AT("-"));
	assert_input(span_new("", 0), "-||");
	g_autofree char *folder = folder_new();
	static const char *const twice[] = {"-", "-", NULL};
	g_autofree char *got = scan_input(folder, TRUE, span_new(EML_A, strlen(EML_A)), twice);

	g_assert_cmpstr(got, ==, "-|" EML_A "|-: standard input was read already\n");
	folder_remove(folder);
}

/* A file with HOLE zero bytes between START and END, which take no room on the disk. */
static void write_sparse(const char *path, const char *start, guint64 hole, const char *end)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	g_assert_cmpint(file, >=, 0);
	g_assert_cmpint(write(file, start, strlen(start)), ==, (gssize)strlen(start));
	g_assert_cmpint(lseek(file, (off_t)hole, SEEK_CUR), >, 0);
	g_assert_cmpint(write(file, end, strlen(end)), ==, (gssize)strlen(end));
	g_assert_cmpint(close(file), ==, 0);
}

static glong peak_kilobytes(void)
{
	struct rusage usage;

	g_assert_cmpint(getrusage(RUSAGE_SELF, &usage), ==, 0);
	return usage.ru_maxrss;
}

static void assert_progress(const Source *source, guint64 done, guint64 total)
{
	guint64 got_done;
	guint64 got_total;

	source_progress(source, &got_done, &got_total);
	g_assert_cmpuint(got_done, ==, done);
	g_assert_cmpuint(got_total, ==, total);
}

/* 1 GiB of a message is not held; what comes after it is read. */
static void test_huge(void)
{
	g_autofree char *folder = folder_new();
	g_autofree char *box = g_build_filename(folder, "box", NULL);
	g_autofree char *single = g_build_filename(folder, "single", NULL);
	static const char *const names[] = {"box", "single", NULL};
	g_autoptr(GString) said = g_string_new(NULL);
	glong before = peak_kilobytes();

	write_sparse(box, FROM_A "A: 1\n\n", (guint64)1 << 30, "\n\n" FROM_B EML_A);
	write_sparse(single, EML_A, (guint64)1 << 30, "end");
	g_autoptr(Source) source = open_source(folder, names, said);

	for (guint at = 0; at < 3; at++) {
		g_autoptr(RawMessage) message = source_next(source);
		gsize length = g_bytes_get_size(message->bytes);

		g_assert_cmpint(message->cut, ==, at != 1);
		g_assert_cmpuint(length, ==, at != 1 ? LIMIT_MESSAGE : strlen(EML_A));
	}
	g_assert_null(source_next(source));
	g_assert_cmpuint(source_complaints(source), ==, 0);
	/* what was not read of a message that is too long counts as done */
	guint64 total = ((guint64)2 << 30) + strlen(FROM_A "A: 1\n\n\n\n" FROM_B EML_A EML_A "end");

	assert_progress(source, total, total);
	g_test_message("%ld KiB more", peak_kilobytes() - before);
	g_assert_cmpint(peak_kilobytes() - before, <, 512 * 1024);
	folder_remove(folder);
}

static void test_progress(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"a", "d", "missing", NULL};
	g_autoptr(GString) said = g_string_new(NULL);

	file_write_text(folder, "a", EML_A);
	file_write_text(folder, "d/1", EML_A);
	file_write_text(folder, "d/e/2", EML_A);
	g_autoptr(Source) source = open_source(folder, names, said);
	guint64 each = strlen(EML_A);

	assert_progress(source, 0, 0);
	for (guint number = 1; number <= 3; number++) {
		g_autoptr(RawMessage) message = source_next(source);

		g_assert_nonnull(message);
		assert_progress(source, number * each, 3 * each);
	}
	g_assert_null(source_next(source));
	assert_progress(source, 3 * each, 3 * each);
	folder_remove(folder);
}

/* How much a pipe holds nobody knows; a file as standard input tells. */
static void test_progress_input(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"a", "-", NULL};
	guint64 each = strlen(EML_A);

	file_write_text(folder, "a", EML_A);
	for (guint as_pipe = 0; as_pipe < 2; as_pipe++) {
		int kept = input_begin(folder, as_pipe == 1, span_new(EML_A, each));
		g_autoptr(GString) said = g_string_new(NULL);
		g_autoptr(Source) source = open_source(folder, names, said);

		for (guint number = 1; number <= 2; number++) {
			g_autoptr(RawMessage) message = source_next(source);

			g_assert_nonnull(message);
			assert_progress(source, number * each, as_pipe == 1 ? 0 : 2 * each);
		}
		g_assert_null(source_next(source));
		input_end(kept);
	}
	folder_remove(folder);
}

/* Done counts what lies on the disk, not what comes out of it. */
static void test_progress_packed(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"a", NULL};
	g_autoptr(GString) said = g_string_new(NULL);
	g_autofree char *text = g_strnfill(LIMIT_MIB(1), 'x');
	g_autoptr(GBytes) packed = pack(ARCHIVE_FILTER_GZIP, span_new(text, LIMIT_MIB(1)));
	gsize size = g_bytes_get_size(packed);

	file_write(folder, "a", bytes_span(packed));
	g_autoptr(Source) source = open_source(folder, names, said);
	g_autoptr(RawMessage) message = source_next(source);

	g_assert_cmpuint(g_bytes_get_size(message->bytes), ==, LIMIT_MIB(1));
	assert_progress(source, size, size);
	folder_remove(folder);
}

/* A source that is left in the middle of a file frees everything. */
static void test_left(void)
{
	g_autofree char *folder = folder_new();
	static const char *const names[] = {"d", NULL};
	g_autoptr(GString) said = g_string_new(NULL);

	file_write_text(folder, "d/a", MBOX);
	file_write_text(folder, "d/b", MBOX);
	g_autoptr(Source) source = open_source(folder, names, said);
	g_autoptr(RawMessage) message = source_next(source);

	g_assert_nonnull(message);
	folder_remove(folder);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/source/arguments", test_arguments);
	g_test_add_func("/intake/source/content", test_content);
	g_test_add_func("/intake/source/packed", test_packed);
	g_test_add_func("/intake/source/truncated", test_truncated);
	g_test_add_func("/intake/source/truncated-small", test_truncated_small);
	g_test_add_func("/intake/source/empty", test_empty);
	g_test_add_func("/intake/source/names", test_names);
	g_test_add_func("/intake/source/special", test_special);
	g_test_add_func("/intake/source/permission", test_permission);
	g_test_add_func("/intake/source/standard-input", test_standard_input);
	g_test_add_func("/intake/source/huge", test_huge);
	g_test_add_func("/intake/source/progress", test_progress);
	g_test_add_func("/intake/source/progress-input", test_progress_input);
	g_test_add_func("/intake/source/progress-packed", test_progress_packed);
	g_test_add_func("/intake/source/left", test_left);
	return g_test_run();
}
