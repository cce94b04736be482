/* SPDX-License-Identifier: Apache-2.0
 *
 * What a worker reads inside the sandbox is what would be read outside: nothing that a library
 * wants to load or ask for on its way is missing there. A missing thing would end the worker, or
 * silently change the Facts.
 */
#include "worker/worker.h"

#include <archive.h>
#include <archive_entry.h>

#include "mail/facts-codec.h"
#include "mail/message.h"
#include "worker/pool.h"

#define ARCHIVE_MAXIMUM (1 << 20)

static Pool *pool;

static GByteArray *encoding_of(const Facts *facts)
{
	GByteArray *bytes = g_byte_array_new();
	facts_encode(facts, bytes);
	return bytes;
}

/* Read MESSAGE in a worker and here; the Facts, which are the same. */
static Facts *read_twice(Span message)
{
	GError *error = NULL;
	PoolResult result = {0};
	gboolean some;
	g_autoptr(GBytes) bytes = g_bytes_new(message.data, message.length);
	pool_put(pool, bytes, NULL, &error);
	g_assert_no_error(error);
	pool_take(pool, &some, &result, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(result.reason, ==, NULL);
	g_autoptr(Facts) here = message_parse(message);
	g_autoptr(GByteArray) expected = encoding_of(here);
	g_autoptr(GByteArray) got = encoding_of(result.facts);
	g_assert_cmpmem(got->data, got->len, expected->data, expected->len);
	return result.facts;
}

static Facts *read_text(const char *message)
{
	return read_twice(span_new(message, strlen(message)));
}

static Facts *read_attached(const char *name, Span content)
{
	g_autofree char *base64 = g_base64_encode((const guchar *)content.data, content.length);
	g_autofree char *message =
		g_strdup_printf("From: Some Body <some.body@example.org>\r\n"
				"Date: Thu, 5 Mar 2020 10:00:00 +0900 (JST)\r\n"
				"MIME-Version: 1.0\r\n"
				"Content-Type: multipart/mixed; boundary=b\r\n"
				"\r\n"
				"--b\r\nContent-Type: text/plain\r\n\r\nSee the attached file.\r\n"
				"--b\r\nContent-Type: application/octet-stream; name=\"%s\"\r\n"
				"Content-Disposition: attachment; filename=\"%s\"\r\n"
				"Content-Transfer-Encoding: base64\r\n\r\n%s\r\n--b--\r\n",
			name, name, base64);
	return read_text(message);
}

static void test_text(void)
{
	g_autoptr(Facts) facts = read_text(
		"Received: from a.example.org (a.example.org [192.0.2.1]) by b.example.net with "
		"ESMTPS; Mon, 6 Jul 2020 10:11:12 -0700 (PDT)\n"
		"From: Some Body <some.body@example.org>\nTo: reader@example.net\n"
		"Subject: Re: Lunch\nDate: Mon, 6 Jul 2020 10:11:12 PDT\n"
		"In-Reply-To: <1@example.net>\nX-Mailer: Program 1.2\n\n"
		"Yes, see https://www.example.co.uk/menu\n\n--\nSome Body\n\n"
		"On 5 July 2020 12:13, Reader <reader@example.net> wrote:\n> Lunch?\n");
	g_assert_cmpuint(facts->hops->len, ==, 1);
	g_assert_cmpint(facts->date, ==, 1594055472);
	g_assert_cmpuint(facts->links->len, ==, 1);
	g_assert_cmpstr(((Link *)facts->links->pdata[0])->site, ==, "example.co.uk");
}

static void test_html(void)
{
	g_autoptr(Facts) facts = read_text(
		"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/html; "
		"charset=iso-2022-jp\n\n<html><head><meta charset=\"koi8-r\"><style>p{color:red}"
		"</style></head><body><p>\x1b$BF|K\\8l\x1b(B "
		"&eacute;</p><blockquote>old</blockquote>"
		"<a "
		"href=\"http://xn--bcher-kva.example/\">b</a><pre>&lt;html&gt;x</pre></body></"
		"html>");
	g_assert_cmpuint(facts->texts->len, ==, 1);
}

static void test_nothing(void)
{
	g_autoptr(Facts) facts = read_text("");
	g_assert_cmpuint(facts->anomalies & ANOMALY_EMPTY, !=, 0);
}

/* ---- archives ---- */

typedef struct Kind {
	const char *name;
	int (*set_format)(struct archive *);
	int (*add_filter)(struct archive *);
	const char *options;
} Kind;

static const Kind kinds[] = {
	{"plain.zip", archive_write_set_format_zip, NULL, "zip:compression=deflate"},
	{"locked.zip", archive_write_set_format_zip, NULL, "zip:encryption=zipcrypt"},
	{"locked-aes.zip", archive_write_set_format_zip, NULL, "zip:encryption=aes256"},
	{"lzma.7z", archive_write_set_format_7zip, NULL, "7zip:compression=lzma2"},
	{"ppmd.7z", archive_write_set_format_7zip, NULL, "7zip:compression=ppmd"},
	{"a.tar", archive_write_set_format_pax, NULL, NULL},
	{"a.tar.gz", archive_write_set_format_pax, archive_write_add_filter_gzip, NULL},
	{"a.tar.bz2", archive_write_set_format_pax, archive_write_add_filter_bzip2, NULL},
	{"a.tar.xz", archive_write_set_format_pax, archive_write_add_filter_xz, NULL},
	{"a.tar.lzma", archive_write_set_format_pax, archive_write_add_filter_lzma, NULL},
	{"a.tar.zst", archive_write_set_format_pax, archive_write_add_filter_zstd, NULL},
	{"disk.iso", archive_write_set_format_iso9660, NULL, NULL},
	{"disk.img", archive_write_set_format_iso9660, NULL, NULL},
};

static void write_member(struct archive *archive, const char *name, Span content)
{
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname_utf8(entry, name);
	archive_entry_set_size(entry, (gint64)content.length);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_mtime(entry, 1600000000, 0);
	g_assert_cmpint(archive_write_header(archive, entry), >=, ARCHIVE_WARN);
	g_assert_cmpint(archive_write_data(archive, content.data, content.length), >=, 0);
	archive_entry_free(entry);
}

/* An archive of KIND with a script and a program in it. */
static gsize write_archive(const Kind *kind, char *bytes)
{
	static const char script[] = "var shell = new ActiveXObject('WScript.Shell');\n";
	g_autofree char *program = g_malloc0(20000);
	gsize used = 0;
	memcpy(program, "MZ\x90", 3);
	struct archive *archive = archive_write_new();
	g_assert_cmpint(kind->set_format(archive), ==, ARCHIVE_OK);
	if (kind->add_filter != NULL)
		kind->add_filter(archive);
	if (kind->options != NULL)
		g_assert_cmpint(archive_write_set_options(archive, kind->options), ==, ARCHIVE_OK);
	archive_write_set_passphrase(archive, "secret");
	archive_write_set_bytes_in_last_block(archive, 1);
	g_assert_cmpint(
		archive_write_open_memory(archive, bytes, ARCHIVE_MAXIMUM, &used), ==, ARCHIVE_OK);
	write_member(archive, "folder/run.js", span_new(script, sizeof script - 1));
	write_member(archive, "setup.exe", span_new(program, 20000));
	g_assert_cmpint(archive_write_close(archive), ==, ARCHIVE_OK);
	archive_write_free(archive);
	return used;
}

static void test_archives(void)
{
	g_autofree char *bytes = g_malloc(ARCHIVE_MAXIMUM);
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_test_message("%s", kinds[i].name);
		gsize length = write_archive(&kinds[i], bytes);
		g_autoptr(Facts) facts = read_attached(kinds[i].name, span_new(bytes, length));
		g_assert_cmpuint(facts->attachments->len, >=, 1);
		const Attachment *attachment = facts->attachments->pdata[0];
		g_assert_cmpuint(attachment->size, ==, length);
		gboolean locked = g_str_has_prefix(kinds[i].name, "locked");
		g_assert_cmpint((attachment->flags & ATTACHMENT_ENCRYPTED) != 0, ==, locked);
	}
}

/* A member's name that libarchive would convert by the locale. */
static void test_member_names(void)
{
	g_autofree char *bytes = g_malloc(ARCHIVE_MAXIMUM);
	gsize length = write_archive(&kinds[0], bytes);
	static const char *const names[] = {
		"\x93\xfa\x96\x7b\x8c\xea.js", "\xe6\x97\xa5\xe6\x9c\xac.js", "\xff\xfe\x81.js_"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize name_length = MIN(strlen(names[i]), strlen("folder/run.js"));
		char *place = bytes;
		gsize left = length;
		while ((place = memmem(place, left, "folder/run.js", 13)) != NULL) {
			memcpy(place, names[i], name_length);
			left = length - (gsize)(place - bytes);
		}
		g_autoptr(Facts) facts = read_attached("names.zip", span_new(bytes, length));
		g_assert_cmpuint(facts->attachments->len, >=, 1);
		length = write_archive(&kinds[0], bytes);
	}
}

/* What nothing writes here, by its first bytes alone: readers are chosen by these. */
static void test_beginnings(void)
{
	static const struct {
		const char *name;
		const char *bytes;
		gsize length;
	} rows[] = {
		{"a.rar", "Rar!\x1a\x07\x00\xcf\x90\x73\x00\x00\x0d\x00\x00\x00\x00\x00\x00\x00",
			20},
		{"b.rar", "Rar!\x1a\x07\x01\x00\x33\x92\xb5\xe5\x0a\x01\x05\x06\x00\x05\x01\x01",
			20},
		{"a.cab", "MSCF\0\0\0\0\x2c\0\0\0\0\0\0\0\x2c\0\0\0\0\0\0\0\3\1\1\0", 28},
		{"a.lzh", "\x19\x1d-lh5-\x10\0\0\0\x10\0\0\0\0\0\0\0\x20\0\5a.txt", 28},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0", 16},
		{"a.pdf", "%PDF-1.7\n1 0 obj\n<</JS (x)>>\n%%EOF", 34},
		{"a.rtf", "{\\rtf1 {\\object\\objdata 0105}}", 29},
		{"a.one", "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", 16},
		{"a.lnk", "L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F", 20},
		{"a.xz",
			"\xfd"
			"7zXZ\0\0\4\xe6\xd6\xb4\x46",
			12},
		{"a.zst", "\x28\xb5\x2f\xfd\x24\0\1\0\0", 9},
		{"a.gz", "\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20},
		{"winmail.dat", "\x78\x9f\x3e\x22\1\0\1\6\x90\x08\0\4\0\0\0\0\0\1\0\1\0", 21},
		{"smime.p7m", "\x30\x80\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\3\xa0\x80", 15},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].name);
		g_autoptr(Facts) facts =
			read_attached(rows[i].name, span_new(rows[i].bytes, rows[i].length));
		g_assert_cmpuint(facts->attachments->len, >=, 1);
	}
}

/* Bytes that once cost a mail reader its memory or time, at sizes that a test can afford. */
static void test_swollen(void)
{
	GString *parts = g_string_new("MIME-Version: 1.0\nContent-Type: multipart/mixed; "
				      "boundary=b\n\n");
	for (guint i = 0; i < 100000; i++)
		g_string_append(parts, "--b\n\n");
	g_autoptr(Facts) many = read_twice(span_new(parts->str, parts->len));
	g_assert_cmpuint(many->anomalies & (ANOMALY_LIMIT | ANOMALY_CLIPPED), !=, 0);
	g_string_truncate(parts, 0);
	for (guint i = 0; i < 10000; i++)
		g_string_append_printf(
			parts, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
	g_autoptr(Facts) deep = read_twice(span_new(parts->str, parts->len));
	g_assert_cmpuint(deep->anomalies & (ANOMALY_LIMIT | ANOMALY_CLIPPED), !=, 0);
	g_string_free(parts, TRUE);
}

int main(int argc, char **argv)
{
	GError *error = NULL;
	zygote_start(&error);
	g_assert_no_error(error);
	g_test_init(&argc, &argv, NULL);
	pool = pool_new(1, &error);
	g_assert_no_error(error);
	message_warm();
	g_test_add_func("/worker/worker/text", test_text);
	g_test_add_func("/worker/worker/html", test_html);
	g_test_add_func("/worker/worker/nothing", test_nothing);
	g_test_add_func("/worker/worker/archives", test_archives);
	g_test_add_func("/worker/worker/member-names", test_member_names);
	g_test_add_func("/worker/worker/beginnings", test_beginnings);
	g_test_add_func("/worker/worker/swollen", test_swollen);
	int failed = g_test_run();
	pool_free(pool);
	zygote_stop();
	return failed;
}
