/* SPDX-License-Identifier: Apache-2.0
 *
 * Banners in texts of every charset and transfer encoding, read back as a mail program reads them,
 * and in every form that a sender may choose to hide them; what was signed, encrypted, enclosed or
 * attached stays as it was.
 */
#include "mail/banner/banner.h"

#include "mail/header/header.h"
#include "mail/message.h"
#include "mail/text/charset.h"

#define JAPANESE "このメールにご注意ください。\r\n電話で本人に確かめてください。\r\n\r\n"
#define ENGLISH  "Please be careful.\r\n\r\n"
#define NOTE     "&#12372;&#27880;&#24847;"
#define HTML     "<div>&#12371;&#12398;&#12513;&#12540;&#12523;&#12395;" NOTE "</div>"

static const Banner banner = {.text = JAPANESE, .plain = ENGLISH, .html = HTML};

static const char body_text[] = "いつもお世話になっております。\r\n見積書をお送りします。\r\n";
static const char body_html[] = "<html><head><title>a<body>b</title></head><body class=\"x\">"
				"<p>いつもお世話になっております。</p></body></html>\r\n";

typedef struct Sample {
	const char *charset, *encoding;
	gboolean keeps_type, keeps_encoding;
} Sample;

/* TEXT in CHARSET and ENCODING below a header that says so. */
static GString *make_message(
	const char *media, const char *charset, const char *encoding, const char *text)
{
	GString *message = g_string_new("From: a@b.example\r\nSubject: x\r\n");
	gsize length = 0;
	g_autofree char *bytes = charset_from_utf8(charset, span_new(text, strlen(text)), &length);
	g_assert_nonnull(bytes);
	g_string_append_printf(message,
		"Content-Type: %s; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n", media,
		charset, encoding);
	if (g_str_equal(encoding, "base64")) {
		g_autofree char *encoded = g_base64_encode((const guchar *)bytes, length);
		g_string_append(message, encoded);
	} else if (g_str_equal(encoding, "quoted-printable")) {
		for (gsize i = 0; i < length; i++)
			g_string_append_printf(message,
				bytes[i] == '\r' || bytes[i] == '\n' ? "%c" : "=%02X",
				bytes[i] == '\r' || bytes[i] == '\n' ? bytes[i] : (guint8)bytes[i]);
	} else {
		g_string_append_len(message, bytes, (gssize)length);
	}
	return message;
}

/* MESSAGE with EDIT done to it as a mail server does it. */
static GString *apply(const GString *message, const BannerEdit *edit)
{
	GString *made = g_string_new(NULL);
	g_autoptr(Header) header = header_scan(span_new(message->str, message->len), TRUE);
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		g_autofree char *name =
			g_ascii_strdown(field->name.data, (gssize)field->name.length);
		if ((edit->type != NULL && g_str_equal(name, "content-type")) ||
			(edit->encoding != NULL && g_str_equal(name, "content-transfer-encoding")))
			continue;
		g_string_append_printf(
			made, "%s: %.*s\r\n", name, (int)field->value.length, field->value.data);
	}
	if (edit->type != NULL)
		g_string_append_printf(made, "Content-Type: %s\r\n", edit->type);
	if (edit->encoding != NULL)
		g_string_append_printf(made, "Content-Transfer-Encoding: %s\r\n", edit->encoding);
	g_string_append(made, "\r\n");
	g_string_append_len(made, (const char *)edit->body->data, edit->body->len);
	return made;
}

/* What a reader sees of MESSAGE. */
static char *seen(const GString *message)
{
	g_autoptr(Facts) facts = message_parse(span_new(message->str, message->len));
	return g_strdup(facts->own_text);
}

static gboolean insert(const GString *message, const Banner *words, BannerEdit *ret)
{
	return banner_insert(span_new(message->str, message->len), words, ret);
}

static void check_lines(const BannerEdit *edit)
{
	gsize length = 0;
	for (guint i = 0; i < edit->body->len; i++) {
		length = edit->body->data[i] == '\n' ? 0 : length + 1;
		g_assert_cmpuint(length, <=, 999);
		if (edit->body->data[i] == '\n')
			g_assert_true(i > 0 && edit->body->data[i - 1] == '\r');
	}
}

static void check_sample(const Sample *sample, const char *media, const char *text)
{
	g_autoptr(GString) message = make_message(media, sample->charset, sample->encoding, text);
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(message, &banner, &edit));
	g_autoptr(GString) edited = apply(message, &edit);
	g_autofree char *shown = seen(edited);
	g_test_message("%s %s %s", media, sample->charset, sample->encoding);
	const char *warned = strstr(shown, "このメールにご注意");
	const char *written = strstr(shown, "いつもお世話になっております。");
	g_assert_nonnull(warned);
	g_assert_nonnull(written);
	g_assert_true(warned < written);
	g_assert_true(sample->keeps_type == (edit.type == NULL));
	g_assert_true(sample->keeps_encoding == (edit.encoding == NULL));
	check_lines(&edit);
}

static void test_plain(void)
{
	const Sample samples[] = {{"utf-8", "8bit", TRUE, TRUE}, {"utf-8", "base64", TRUE, TRUE},
		{"utf-8", "quoted-printable", TRUE, TRUE}, {"utf-8", "7bit", TRUE, FALSE},
		{"iso-2022-jp", "7bit", TRUE, TRUE}, {"iso-2022-jp", "base64", TRUE, TRUE},
		{"shift_jis", "8bit", TRUE, TRUE}, {"shift_jis", "base64", TRUE, TRUE},
		{"shift_jis", "quoted-printable", TRUE, TRUE}, {"euc-jp", "8bit", TRUE, TRUE},
		{"gb18030", "8bit", TRUE, TRUE}, {"utf-16le", "base64", FALSE, FALSE}};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		check_sample(&samples[i], "text/plain", body_text);
}

static void test_html(void)
{
	const Sample samples[] = {{"utf-8", "8bit", TRUE, TRUE}, {"utf-8", "base64", TRUE, TRUE},
		{"utf-8", "quoted-printable", TRUE, TRUE}, {"utf-8", "7bit", TRUE, TRUE},
		{"iso-2022-jp", "7bit", TRUE, TRUE}, {"shift_jis", "8bit", TRUE, TRUE},
		{"euc-jp", "base64", TRUE, TRUE}, {"utf-16le", "base64", FALSE, FALSE}};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		check_sample(&samples[i], "text/html", body_html);
}

/* In ISO-2022-JP the bytes of a character may spell a tag. */
static void test_html_escaped(void)
{
	g_autoptr(GString) message =
		g_string_new("Content-Type: text/html; charset=iso-2022-jp\r\n\r\n"
			     "<html><p>\x1b$B<body>x\x1b(B</p><body>text</body></html>\r\n");
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(message, &banner, &edit));
	g_autofree char *body = g_strndup((const char *)edit.body->data, edit.body->len);
	g_assert_true(g_str_has_prefix(body, HTML "<html>"));
}

/* The body that MESSAGE gets with WORDS, as a new string; RET may be NULL. */
static char *body_with(const char *message, const Banner *words, BannerEdit *ret)
{
	g_autoptr(GString) string = g_string_new(message);
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(string, words, &edit));
	char *body = g_strndup((const char *)edit.body->data, edit.body->len);
	if (ret != NULL) {
		*ret = edit;
		edit = (BannerEdit){0};
	}
	return body;
}

static const Banner english = {.text = ENGLISH, .plain = ENGLISH, .html = HTML};

/* ASCII alone may become UTF-8. */
static void test_ascii(void)
{
	g_auto(BannerEdit) edit = {0}, flowed = {0};
	g_autofree char *bare = body_with("Subject: x\r\n\r\nHello there\r\n", &banner, &edit);
	g_assert_cmpstr(edit.type, ==, "text/plain; charset=utf-8");
	g_assert_cmpstr(edit.encoding, ==, "base64");
	g_autofree char *western = body_with("Content-Type: text/plain; charset=iso-8859-1; "
					     "format=flowed; delsp=yes\r\n\r\nHi\r\n",
		&banner, &flowed);
	g_assert_cmpstr(flowed.type, ==, "text/plain; charset=utf-8; format=flowed; delsp=yes");
}

/* Bytes that are not ASCII keep the charset they came with, or without, right or wrong. */
static void test_not_relabelled(void)
{
	static const char *const messages[] = {
		"Subject: x\r\n\r\nD\351j\340 vu\r\n",
		"Content-Type: text/plain; charset=us-ascii\r\n\r\nD\303\251j\303\240 vu\r\n",
		"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\x82\xb1\x82\xf1\r\n",
		"Content-Type: text/plain\r\n\r\n\x1b$B$3\x1b(B\r\n",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
		g_auto(BannerEdit) edit = {0};
		g_autofree char *body = body_with(messages[i], &banner, &edit);
		g_autofree char *wanted =
			g_strconcat(ENGLISH, strstr(messages[i], "\r\n\r\n") + 4, NULL);
		g_assert_cmpstr(body, ==, wanted);
		g_assert_null(edit.type);
		g_assert_null(edit.encoding);
	}
	const Banner korean = {.text = "안녕하세요\r\n", .plain = ENGLISH, .html = HTML};
	g_autofree char *broken = body_with(
		"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$Bzz\xff\xfe\x1b(B\r\n",
		&korean, NULL);
	g_assert_true(g_str_has_prefix(broken, ENGLISH));
}

/* Nothing that the sender opened stands in front of it. */
static void test_html_place(void)
{
	static const struct {
		const char *before, *behind;
	} rows[] = {
		{"", "<div style=display:none><body>x"},
		{"", "<html hidden><body hidden>x"},
		{"<!DOCTYPE html>", "<html>x"},
		{"\xef\xbb\xbf\r\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" "
		 "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">",
			"<html>x"},
		{"", "<!DOCTYPE html \"><div hidden>"},
		{"", "<!DOCTYPE html [ <!ENTITY a \"b\"> ]>x"},
		{"", "<!-- <!DOCTYPE html> --><p>x"},
		{"", "<!doctype"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *message = g_strconcat(
			"Content-Type: text/html\r\n\r\n", rows[i].before, rows[i].behind, NULL);
		g_autofree char *wanted = g_strconcat(rows[i].before, HTML, rows[i].behind, NULL);
		g_autofree char *body = body_with(message, &banner, NULL);
		g_assert_cmpstr(body, ==, wanted);
	}
}

#define MIXED(inner, type)                                                                         \
	"Content-Type: multipart/" type "; boundary=b\r\n\r\npreamble\r\n--b\r\n" inner            \
	"\r\n--b\r\nContent-Type: application/zip\r\n\r\nPK\r\n--b--\r\nepilogue\r\n"

static void test_parts(void)
{
	g_autoptr(GString) message = g_string_new(
		MIXED("Content-Type: multipart/alternative; boundary=c\r\n\r\n"
		      "--c\r\nContent-Type: text/plain; charset=utf-8\r\nX-Kept: 1\r\n\r\nHello\r\n"
		      "--c\r\nContent-Type: text/html\r\n\r\n<b>Hello</b>\r\n--c--",
			"mixed"));
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(message, &banner, &edit));
	g_assert_null(edit.type);
	g_autofree char *body = g_strndup((const char *)edit.body->data, edit.body->len);
	g_assert_true(g_str_has_prefix(body, "preamble\r\n--b\r\n"));
	g_assert_true(g_str_has_suffix(body, "PK\r\n--b--\r\nepilogue\r\n"));
	g_assert_nonnull(strstr(body, "X-Kept: 1\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
	g_assert_nonnull(strstr(body, "\r\n\r\n" HTML "<b>Hello</b>\r\n--c--"));
}

static guint count(const char *text, const char *word)
{
	guint n = 0;
	for (const char *at = text; (at = strstr(at, word)) != NULL; at += strlen(word))
		n++;
	return n;
}

#define PLAIN(text)        "Content-Type: text/plain\r\n\r\n" text "\r\n"
#define RICH(text)         "Content-Type: text/html\r\n\r\n" text "\r\n"
#define FILE(text)         "Content-Type: application/zip\r\n\r\n" text "\r\n"
#define MULTI(type, parts) "Content-Type: multipart/" type "; boundary=" parts "--\r\n"
#define NEXT(boundary)     "--" boundary "\r\n"

/* Every text that a reader may choose has one; where it may show something else first, one stands
 * in front of it all. */
static void test_choices(void)
{
	static const struct {
		const char *message;
		guint plain, html;
		gboolean wrapped;
	} rows[] = {
		{MULTI("alternative", "b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b") RICH("2") NEXT("b")
					      RICH("3") "--b"),
			1, 2, FALSE},
		{MULTI("related", "b\r\n\r\n" NEXT("b") RICH("1") NEXT("b") RICH("2") "--b"), 0, 2,
			FALSE},
		{MULTI("related; start=\"<2>\"",
			 "b\r\n\r\n" NEXT("b") RICH("1")
				 NEXT("b") "Content-ID: <2>\r\n" FILE("2") "--b"),
			1, 1, TRUE},
		{MULTI("related; start=\"<1>\"", "b\r\n\r\n" NEXT("b") "Content-ID: <1>\r\n" RICH(
							 "1") NEXT("b") FILE("2") "--b"),
			0, 1, FALSE},
		{MULTI("alternative",
			 "b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b") MULTI("related",
				 "c\r\n\r\n" NEXT("c") RICH("2") NEXT("c") FILE("3") "--c") "--b"),
			1, 1, FALSE},
		{MULTI("alternative", "b\r\n\r\n" NEXT("b") PLAIN("1")
					      NEXT("b") "Content-Type: "
							"text/x-amp-html\r\n\r\n2\r\n--b"),
			2, 0, TRUE},
		{MULTI("alternative", "b\r\n\r\n" NEXT("b") PLAIN("1")
					      NEXT("b") "Content-Disposition: "
							"attachment\r\n" RICH("2") "--b"),
			1, 1, FALSE},
		{MULTI("mixed", "b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b") PLAIN("2") NEXT("b")
					RICH("3") NEXT("b") RICH("4") "--b"),
			1, 1, FALSE},
		{MULTI("mixed", "b\r\n\r\n" NEXT("b") FILE("1") NEXT("b") PLAIN("2") "--b"), 2, 0,
			TRUE},
		{MULTI("mixed", "b\r\n\r\n" NEXT("b") "Content-Disposition: inline; "
						      "filename=a.txt\r\n" PLAIN("1") NEXT("b")
							      PLAIN("2") "--b"),
			2, 0, TRUE},
		{MULTI("mixed",
			 "b; boundary=c\r\n\r\n" NEXT("b") PLAIN("1") NEXT("c") PLAIN("2") "--b"),
			1, 0, TRUE},
		{"Content-Type: multipart/boundary\r\n\r\n" NEXT("b") PLAIN("1") "--b--\r\n", 1, 0,
			TRUE},
		{"Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\n1\r\n", 1, 0, TRUE},
		{"Content-Type: text/plain; charset=ibm037\r\n\r\n\xc8\xc9\r\n", 1, 0, TRUE},
		{"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\n1\r\n", 1, 0,
			TRUE},
		{"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\n1\r\n", 1, 0,
			TRUE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(BannerEdit) edit = {0};
		g_autofree char *body = body_with(rows[i].message, &english, &edit);
		gboolean wrapped =
			edit.type != NULL && g_str_has_prefix(edit.type, "multipart/mixed");
		g_test_message("%s", rows[i].message);
		g_assert_cmpuint(count(body, ENGLISH), ==, rows[i].plain);
		g_assert_cmpuint(count(body, HTML), ==, rows[i].html);
		g_assert_true(wrapped == rows[i].wrapped);
	}
}

/* A part whose header is not closed: a banner there would be one more line of the header to some.
 */
static void test_open_headers(void)
{
	static const char *const parts[] = {"Content-Type: text/plain\r\n", "",
		"Content-Type: text/plain\r\nno field\r\n\r\none\r\n", "one\r\n",
		"Content-Type: text/html\r\n<p>one</p>\r\n\r\ntwo\r\n",
		"Content-Type: text/plain\n\rone\r\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *message =
			g_strconcat("Content-Type: multipart/mixed; boundary=b\r\n\r\n" NEXT("b"),
				parts[i], NEXT("b") PLAIN("2") "--b--\r\n", NULL);
		g_auto(BannerEdit) edit = {0};
		g_autofree char *body = body_with(message, &english, &edit);
		g_test_message("%s", message);
		g_assert_nonnull(edit.type);
		g_assert_true(g_str_has_prefix(edit.type, "multipart/mixed; boundary=\"=_kith_"));
		g_assert_nonnull(strstr(body, "\r\n\r\n" ENGLISH));
	}
}

/* What is no text goes as it is into a part, with all that its header says of it. */
static void test_wrapped(void)
{
	static const char fields[] = "Content-Type: application/pdf;\r\n\tname=\"a.pdf\"\r\n"
				     "Content-Disposition:attachment; filename=\"a.pdf\"\r\n"
				     "CONTENT-Transfer-Encoding:  base64\r\n"
				     "Content-Type: text/plain\r\n";
	g_autofree char *message = g_strconcat("From: a\r\n", fields, "X: y\r\n\r\nJVBE\r\n", NULL);
	g_auto(BannerEdit) edit = {0};
	g_autofree char *body = body_with(message, &banner, &edit);
	g_autofree char *inside = g_strconcat("\r\n", fields, "\r\nJVBE\r\n\r\n--", NULL);
	g_assert_nonnull(strstr(body, inside));
	g_assert_cmpuint(count(body, "X: y"), ==, 0);
	g_assert_true(g_str_has_prefix(edit.type, "multipart/mixed; boundary=\"=_kith_"));
	g_assert_cmpstr(edit.encoding, ==, "7bit");
	g_autoptr(GString) plain = g_string_new("Content-Type: image/png\r\n\r\nxx");
	g_auto(BannerEdit) second = {0};
	g_assert_true(insert(plain, &banner, &second));
	g_autoptr(GString) edited = apply(plain, &second);
	g_autofree char *shown = seen(edited);
	g_assert_nonnull(strstr(shown, "このメールにご注意"));
	check_lines(&second);
}

#define CMS                                                                                        \
	"MIIBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"     \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"         \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"         \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"         \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
#define BASE64(type, body)                                                                         \
	"Content-Type: " type "\r\nContent-Transfer-Encoding: base64\r\n\r\n" body
#define PGP "-----BEGIN PGP SIGNATURE-----\r\n\r\niQ\r\n-----END PGP SIGNATURE-----\r\n"

static gboolean is_left(const char *text)
{
	g_autoptr(GString) message = g_string_new(text);
	g_autoptr(Facts) facts = message_parse(span_new(message->str, message->len));
	g_auto(BannerEdit) edit = {0};
	gboolean left = !insert(message, &banner, &edit);
	g_assert_true(left == ((facts->marks & MARK_SEALED) != 0));
	return left;
}

static void test_sealed(void)
{
	static const char *const messages[] = {
		MULTI("signed; protocol=\"application/pkcs7-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b")
				BASE64("application/pkcs7-signature", CMS) "--b"),
		MULTI("signed; protocol=\"application/pgp-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT(
				"b") "Content-Type: application/pgp-signature\r\n\r\n" PGP "--b"),
		MULTI("encrypted; protocol=\"application/pgp-encrypted\"",
			"b\r\n\r\n" NEXT("b") "Content-Type: application/pgp-encrypted\r\n\r\n"
					      "Version: 1\r\n" NEXT("b") "Content-Type: "
									 "application/"
									 "octet-stream\r\n\r\n"
									 "-----BEGIN PGP "
									 "MESSAGE-----\r\n--b"),
		BASE64("application/pkcs7-mime; smime-type=enveloped-data", CMS),
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++)
		g_assert_true(is_left(messages[i]));
}

/* What only says that it is sealed is mail like any other. */
static void test_not_sealed(void)
{
	static const char *const messages[] = {
		MULTI("signed; protocol=\"application/pkcs7-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") "--b"),
		MULTI("signed", "b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b")
					BASE64("application/pkcs7-signature", CMS) "--b"),
		MULTI("signed; protocol=\"application/pgp-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b")
				BASE64("application/pkcs7-signature", CMS) "--b"),
		MULTI("signed; protocol=\"application/pkcs7-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b")
				BASE64("application/pkcs7-signature", "eA==\r\n") "--b"),
		MULTI("signed; protocol=\"application/pkcs7-signature\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b") PLAIN("2") NEXT("b")
				BASE64("application/pkcs7-signature", CMS) "--b"),
		MULTI("signed; protocol=\"text/plain\"",
			"b\r\n\r\n" NEXT("b") PLAIN("1") NEXT("b") PLAIN("2") "--b"),
		MULTI("encrypted; protocol=\"application/pgp-encrypted\"",
			"b\r\n\r\n" NEXT("b") PLAIN("Version: 1") NEXT("b") PLAIN("2") "--b"),
		"Content-Type: application/pkcs7-mime\r\n\r\nMII",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
		g_test_message("%s", messages[i]);
		g_assert_false(is_left(messages[i]));
	}
}

/* Inside a message that is not all sealed, what is stays as it was. */
static void test_foreign(void)
{
	static const char seal[] = MULTI("signed; protocol=\"application/pgp-signature\"",
		"c\r\n\r\n" NEXT("c") PLAIN("1")
			NEXT("c") "Content-Type: application/pgp-signature\r\n\r\n" PGP "--c");
	g_autofree char *message =
		g_strconcat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", seal,
			"--b\r\n" PLAIN("footer") "--b--\r\n", NULL);
	g_auto(BannerEdit) edit = {0};
	g_autofree char *body = body_with(message, &english, &edit);
	g_assert_nonnull(strstr(body, seal));
	g_assert_true(g_str_has_prefix(edit.type, "multipart/mixed"));
	g_autofree char *enclosed = body_with(
		"Content-Type: message/rfc822\r\n\r\nContent-Type: text/plain\r\n\r\ninside",
		&english, NULL);
	g_assert_nonnull(
		strstr(enclosed, "message/rfc822\r\n\r\nContent-Type: text/plain\r\n\r\ninside"));
	g_assert_cmpuint(count(enclosed, ENGLISH), ==, 1);
}

static void test_attached(void)
{
	g_autofree char *body = body_with(
		MIXED("Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnotes\r\n"
		      "--b\r\nContent-Type: text/plain\r\n\r\nHello",
			"mixed"),
		&english, NULL);
	g_assert_nonnull(strstr(body, "attachment\r\n\r\nnotes\r\n--b"));
	g_assert_nonnull(strstr(body, "text/plain\r\n\r\n" ENGLISH "Hello\r\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/banner/plain", test_plain);
	g_test_add_func("/banner/html", test_html);
	g_test_add_func("/banner/html-escaped", test_html_escaped);
	g_test_add_func("/banner/html-place", test_html_place);
	g_test_add_func("/banner/ascii", test_ascii);
	g_test_add_func("/banner/not-relabelled", test_not_relabelled);
	g_test_add_func("/banner/parts", test_parts);
	g_test_add_func("/banner/choices", test_choices);
	g_test_add_func("/banner/headers without an end", test_open_headers);
	g_test_add_func("/banner/wrapped", test_wrapped);
	g_test_add_func("/banner/sealed", test_sealed);
	g_test_add_func("/banner/not-sealed", test_not_sealed);
	g_test_add_func("/banner/foreign", test_foreign);
	g_test_add_func("/banner/attached", test_attached);
	return g_test_run();
}
