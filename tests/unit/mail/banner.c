/* SPDX-License-Identifier: Apache-2.0
 *
 * Banners in texts of every charset and transfer encoding, read back as a mail program reads them;
 * what was signed, encrypted, enclosed or attached stays as it was.
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
		{"utf-16le", "base64", TRUE, TRUE}, {"gb18030", "8bit", TRUE, TRUE}};
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

/* In ISO-2022-JP the bytes of a character may spell "<body>". */
static void test_html_escaped(void)
{
	g_autoptr(GString) message =
		g_string_new("Content-Type: text/html; charset=iso-2022-jp\r\n\r\n"
			     "<html><p>\x1b$B<body>x\x1b(B</p><body>text</body></html>\r\n");
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(message, &banner, &edit));
	g_autofree char *body = g_strndup((const char *)edit.body->data, edit.body->len);
	g_assert_nonnull(strstr(body, "<body>" HTML "text"));
}

static void test_not_encodable(void)
{
	g_autoptr(GString) bare = g_string_new("Subject: x\r\n\r\nHello there\r\n");
	g_autoptr(GString) western = make_message("text/plain; format=flowed; delsp=yes",
		"iso-8859-1", "8bit", "D\303\251j\303\240 vu\r\n");
	g_autoptr(GString) broken = g_string_new(
		"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$Bzz\xff\xfe\x1b(B\r\n");
	g_auto(BannerEdit) edit = {0}, second = {0}, third = {0};
	g_assert_true(insert(bare, &banner, &edit));
	g_assert_cmpstr(edit.type, ==, "text/plain; charset=utf-8");
	g_assert_cmpstr(edit.encoding, ==, "base64");
	g_assert_true(insert(western, &banner, &second));
	g_assert_cmpstr(second.type, ==, "text/plain; charset=utf-8; format=flowed; delsp=yes");
	g_autoptr(GString) edited = apply(western, &second);
	g_autofree char *shown = seen(edited);
	g_assert_nonnull(strstr(shown, "D\303\251j\303\240 vu"));
	const Banner korean = {.text = "안녕하세요\r\n", .plain = ENGLISH, .html = HTML};
	g_assert_true(insert(broken, &korean, &third));
	g_assert_null(third.type);
	g_assert_true(g_str_has_prefix((const char *)third.body->data, ENGLISH));
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

static void test_no_text(void)
{
	g_autoptr(GString) message =
		g_string_new(MIXED("Content-Type: image/png\r\n\r\nxx", "mixed"));
	g_autoptr(GString) single = g_string_new("Content-Type: image/png\r\n\r\nxx");
	g_auto(BannerEdit) edit = {0}, none = {0};
	g_assert_true(insert(message, &banner, &edit));
	g_autoptr(GString) edited = apply(message, &edit);
	g_autofree char *shown = seen(edited);
	g_assert_nonnull(strstr(shown, "このメールにご注意"));
	g_assert_nonnull(strstr(edited->str, "--b\r\nContent-Type: image/png\r\n\r\nxx"));
	g_assert_false(insert(single, &banner, &none));
}

static void test_sealed(void)
{
	static const char *const messages[] = {
		MIXED("Content-Type: text/plain\r\n\r\nsigned", "signed; protocol=\"x/y\""),
		MIXED("Content-Type: text/plain\r\n\r\nVersion: 1", "encrypted"),
		"Content-Type: application/pkcs7-mime\r\n\r\nMII",
		"Content-Type: message/rfc822\r\n\r\nContent-Type: text/plain\r\n\r\ninside",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
		g_autoptr(GString) message = g_string_new(messages[i]);
		g_auto(BannerEdit) edit = {0};
		g_assert_false(insert(message, &banner, &edit));
	}
}

static void test_attached(void)
{
	g_autoptr(GString) message = g_string_new(
		MIXED("Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnotes\r\n"
		      "--b\r\nContent-Type: text/plain\r\n\r\nHello",
			"mixed"));
	const Banner english = {.text = ENGLISH, .plain = ENGLISH, .html = HTML};
	g_auto(BannerEdit) edit = {0};
	g_assert_true(insert(message, &english, &edit));
	g_autofree char *body = g_strndup((const char *)edit.body->data, edit.body->len);
	g_assert_nonnull(strstr(body, "attachment\r\n\r\nnotes\r\n--b"));
	g_assert_nonnull(strstr(body, "text/plain\r\n\r\n" ENGLISH "Hello\r\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/banner/plain", test_plain);
	g_test_add_func("/banner/html", test_html);
	g_test_add_func("/banner/html-escaped", test_html_escaped);
	g_test_add_func("/banner/not-encodable", test_not_encodable);
	g_test_add_func("/banner/parts", test_parts);
	g_test_add_func("/banner/no-text", test_no_text);
	g_test_add_func("/banner/sealed", test_sealed);
	g_test_add_func("/banner/attached", test_attached);
	return g_test_run();
}
