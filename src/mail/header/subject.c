/* SPDX-License-Identifier: Apache-2.0
 *
 * Subjects. Prefixes and tags are taken off the front in any order until neither is left; both are
 * rows in tables, so that a language or a filter is one more row. Comparison is by compatibility
 * case folding (NFKC): full-width forms are the same.
 */
#include "mail/header/subject.h"

#include "mail/bytes.h"
#include "mail/text/skeleton.h"

#define PREFIX_BYTES 40 /* longest prefix with its counter that is looked for */
#define TAG_BYTES    60
#define ROUNDS       40 /* prefixes and tags taken off one subject */

typedef struct Prefix {
	const char *word; /* folded */
	gboolean forward;
} Prefix;

/* Where one word is a reply in one language and a forward in another ("vs": Finnish and Norwegian),
 * it is a reply. */
static const Prefix prefixes[] = {
	{"re", FALSE},             /* Latin, everybody */
	{"ref", FALSE},            /* French, Portuguese */
	{"réf", FALSE},            /* French */
	{"rép", FALSE},            /* French */
	{"aw", FALSE},             /* German */
	{"antwort", FALSE},        /* German */
	{"wg", TRUE},              /* German */
	{"weitergeleitet", TRUE},  /* German */
	{"antw", FALSE},           /* Dutch */
	{"betr", FALSE},           /* Dutch */
	{"doorst", TRUE},          /* Dutch */
	{"sv", FALSE},             /* Danish, Norwegian, Swedish, Icelandic */
	{"ang", FALSE},            /* Swedish */
	{"vb", TRUE},              /* Swedish */
	{"vs", FALSE},             /* Finnish; a forward in Norwegian and Danish */
	{"vl", TRUE},              /* Finnish */
	{"tr", TRUE},              /* French */
	{"rv", TRUE},              /* Spanish */
	{"rif", FALSE},            /* Italian */
	{"r", FALSE},              /* Italian */
	{"i", TRUE},               /* Italian */
	{"inoltra", TRUE},         /* Italian */
	{"res", FALSE},            /* Portuguese */
	{"enc", TRUE},             /* Portuguese */
	{"odp", FALSE},            /* Polish */
	{"pd", TRUE},              /* Polish */
	{"podaj dalej", TRUE},     /* Polish */
	{"ynt", FALSE},            /* Turkish */
	{"ilt", TRUE},             /* Turkish */
	{"i̇lt", TRUE},             /* Turkish, dotted capital folded */
	{"atb", FALSE},            /* Welsh, Latvian */
	{"yml", TRUE},             /* Welsh */
	{"ats", FALSE},            /* Lithuanian */
	{"vá", FALSE},             /* Hungarian */
	{"továbbítás", TRUE},      /* Hungarian */
	{"odg", FALSE},            /* Croatian, Slovene, Serbian */
	{"prosl", TRUE},           /* Croatian */
	{"bls", FALSE},            /* Indonesian, Malay */
	{"trs", TRUE},             /* Indonesian */
	{"trả lời", FALSE},        /* Vietnamese */
	{"chuyển tiếp", TRUE},     /* Vietnamese */
	{"απ", FALSE},             /* Greek */
	{"σχετ", FALSE},           /* Greek */
	{"πρθ", TRUE},             /* Greek */
	{"на", FALSE},             /* Bulgarian */
	{"отв", FALSE},            /* Russian */
	{"ответ", FALSE},          /* Russian */
	{"пересл", TRUE},          /* Russian */
	{"vidarebefordrat", TRUE}, /* Swedish */
	{"השב", FALSE},            /* Hebrew */
	{"הועבר", TRUE},           /* Hebrew */
	{"رد", FALSE},             /* Arabic */
	{"إعادة توجيه", TRUE},     /* Arabic */
	{"回复", FALSE},           /* Chinese */
	{"答复", FALSE},           /* Chinese */
	{"回覆", FALSE},           /* Chinese, traditional */
	{"转发", TRUE},            /* Chinese */
	{"轉寄", TRUE},            /* Chinese, traditional */
	{"轉發", TRUE},            /* Chinese, traditional */
	{"返信", FALSE},           /* Japanese */
	{"転送", TRUE},            /* Japanese */
	{"회신", FALSE},           /* Korean */
	{"답장", FALSE},           /* Korean */
	{"전달", TRUE},            /* Korean */
	{"fw", TRUE},              /* English, Outlook */
	{"fwd", TRUE},             /* English */
	{"forward", TRUE},         /* English */
};

/* What filters put before a subject, without its brackets and stars. */
static const char *const tags[] = {"external", "ext", "extern", "externe", "externo",
	"external email", "external mail", "external sender", "email external", "externer absender",
	"extérieur", "esterno", "spam", "spam?", "suspected spam", "possible spam", "probable spam",
	"bulk", "junk", "phishing", "possible phishing", "suspicious", "suspect", "caution",
	"virus", "warning", "外部", "外部メール", "社外", "社外メール", "社外からのメール",
	"注意喚起", "注意", "迷惑メール", "スパム", "フィッシング", "外部邮件", "外部郵件",
	"垃圾邮件", "垃圾郵件", "외부", "외부메일", "스팸", "non-dod source", "marked as ham",
	"meeting request spam"};

/* Brackets that tags come in. A tag of stars has the same at both ends. */
static const struct {
	const char *open;
	const char *close;
} brackets[] = {{"[", "]"}, {"【", "】"}, {"{", "}"}, {"(", ")"}, {"［", "］"}, {"<", ">"},
	{"*", "*"}, {"#", "#"}, {"!", "!"}, {"-", "-"}, {"=", "="}, {"_", "_"}};

#define LIST_BRACKETS 2 /* the first ones may hold a list's name, too */

static char *fold(const char *text, gsize length)
{
	if (bytes_are_ascii(span_new(text, length)))
		return g_ascii_strdown(text, (gssize)length);
	g_autofree char *flat = g_utf8_normalize(text, (gssize)length, G_NORMALIZE_ALL_COMPOSE);
	g_autofree char *folded = flat != NULL ? g_utf8_casefold(flat, -1) : g_strdup("");
	return g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

static const char *skip_blanks(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

/* "[2]", "(2)", "^2", "2" at the end of a prefix, and white space, are cut off; "R2" and "I5" are
 * no prefixes. */
static void drop_counter(char *word)
{
	gsize length = strlen(word);
	gboolean bare_digit = FALSE;
	while (length > 1 && (strchr(" []()^*", word[length - 1]) != NULL ||
				     g_ascii_isdigit(word[length - 1]))) {
		length--;
		bare_digit = g_ascii_isdigit(word[length]);
	}
	word[bare_digit && length < 2 ? 0 : length] = '\0';
}

static const Prefix *find_prefix(const char *text, gsize length)
{
	g_autofree char *word = fold(text, length);
	drop_counter(word);
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_equal(prefixes[i].word, word))
			return &prefixes[i];
	return NULL;
}

/* The prefix at AT, and where it ends; NULL when there is none. */
static const Prefix *prefix_at(const char *at, const char **ret_end)
{
	for (gsize i = 0; i < PREFIX_BYTES && at[i] != '\0'; i++) {
		gboolean wide = strncmp(at + i, "：", 3) == 0;
		if (at[i] != ':' && !wide)
			continue;
		*ret_end = at + i + (wide ? 3 : 1);
		return i > 0 ? find_prefix(at, i) : NULL;
	}
	return NULL;
}

static gboolean is_filter_tag(const char *inside, gsize length)
{
	g_autofree char *word = fold(inside, length);
	g_strdelimit(word, "[]*!#_:-", ' ');
	g_strstrip(word);
	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
		if (g_str_equal(tags[i], word))
			return TRUE;
	return g_str_has_prefix(word, "spam ") || g_str_has_prefix(word, "external:");
}

/* "[#123]", "[Ticket 4711]", "[ABC-123]" name a case, not a list. */
static gboolean is_ticket(const char *inside, gsize length)
{
	guint digits = 0;
	for (gsize i = 0; i < length; i++) {
		digits = g_ascii_isdigit(inside[i]) ? digits + 1 : 0;
		if (inside[i] == '#' || digits >= 3)
			return TRUE;
	}
	return FALSE;
}

static const char *run_end(const char *at, char c)
{
	while (*at == c)
		at++;
	return at;
}

/* The tag at AT inside brackets number ROW: where its inside is, and where it ends. NULL when there
 * is none. */
static const char *tag_at(const char *at, gsize row, const char **ret_start, gsize *ret_length)
{
	gsize open = strlen(brackets[row].open);
	if (strncmp(at, brackets[row].open, open) != 0)
		return NULL;
	gboolean run = g_str_equal(brackets[row].open, brackets[row].close);
	const char *start = run ? run_end(at, *at) : at + open;
	const char *end = strstr(start, brackets[row].close);
	if (end == NULL || end - start > TAG_BYTES || end == start)
		return NULL;
	*ret_start = start;
	*ret_length = (gsize)(end - start);
	return run ? run_end(end, *end) : end + strlen(brackets[row].close);
}

/* Take a filter's or a list's tag off *AT. */
static gboolean take_tag(Subject *subject, const char **at)
{
	for (gsize row = 0; row < G_N_ELEMENTS(brackets); row++) {
		const char *inside = NULL;
		gsize length = 0;
		const char *end = tag_at(*at, row, &inside, &length);
		if (end == NULL)
			continue;
		gboolean filter = is_filter_tag(inside, length);
		if (!filter && (row >= LIST_BRACKETS || is_ticket(inside, length) ||
				       *skip_blanks(end) == '\0'))
			continue;
		subject->tagged |= filter;
		*at = end;
		return TRUE;
	}
	return FALSE;
}

static void count(Subject *subject, const Prefix *prefix)
{
	if (prefix->forward)
		subject->forwards++;
	else
		subject->replies++;
}

/* "SPAM: …" and "EXTERNAL: …". */
static gboolean take_bare_tag(Subject *subject, const char **at)
{
	const char *colon = strchr(*at, ':');
	if (colon == NULL || colon - *at > 20 || !is_filter_tag(*at, (gsize)(colon - *at)))
		return FALSE;
	subject->tagged = TRUE;
	*at = colon + 1;
	return TRUE;
}

/* "[Fwd: subject]": the bracket closes behind the subject. */
static gboolean take_bracketed(Subject *subject, const char **at, gboolean *closing)
{
	const char *end = NULL;
	const Prefix *prefix = **at == '[' || **at == '(' ? prefix_at(*at + 1, &end) : NULL;
	if (prefix == NULL)
		return FALSE;
	count(subject, prefix);
	*closing = TRUE;
	*at = end;
	return TRUE;
}

static gboolean take_one(Subject *subject, const char **at, gboolean *closing)
{
	*at = skip_blanks(*at);
	const char *end = NULL;
	const Prefix *prefix = prefix_at(*at, &end);
	if (prefix != NULL) {
		count(subject, prefix);
		*at = end;
		return TRUE;
	}
	return take_bracketed(subject, at, closing) || take_tag(subject, at) ||
	       take_bare_tag(subject, at);
}

/* "new subject (was: old subject)" goes on as the new one; "(fwd)" at the end is a forward. */
static gsize rest_length(Subject *subject, const char *rest, gboolean closing)
{
	static const char *const was[] = {
		"(was:", "(was ", "[was:", "[was ", "(war:", "(Was:", "(WAS:", "[Was:"};
	gsize length = strlen(rest);
	for (gsize i = 0; i < G_N_ELEMENTS(was); i++) {
		const char *found = strstr(rest, was[i]);
		if (found != NULL && found > rest)
			length = MIN(length, (gsize)(found - rest));
	}
	Span text = bytes_trim(span_new(rest, length));
	if (text.length > 5 && bytes_equal(span_from(text, text.length - 5), "(fwd)")) {
		subject->forwards++;
		text.length -= 5;
	}
	if (closing && text.length > 0 && strchr("])", text.data[text.length - 1]) != NULL)
		text.length--;
	return text.length > 0 ? (gsize)(text.data + text.length - rest) : 0;
}

Subject *subject_read(const char *text)
{
	Subject *subject = g_new0(Subject, 1);
	gboolean closing = FALSE;
	const char *at = text;
	for (guint i = 0; i < ROUNDS && take_one(subject, &at, &closing); i++)
		continue;
	gsize length = rest_length(subject, at, closing);
	subject->base = skeleton_of(span_new(at, length));
	return subject;
}

void subject_free(Subject *subject)
{
	if (subject == NULL)
		return;
	g_free(subject->base);
	g_free(subject);
}
