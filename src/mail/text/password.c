/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords in text. A word of the table, then a sign or verb that says "is", then the token.
 * Without such a sign the token must hold a digit. One pass; every word is looked at only where its
 * first byte stands at a word's start.
 */
#include "mail/text/password.h"

#include "mail/bytes.h"

#define TOKEN_MINIMUM 3
#define TOKEN_MAXIMUM 20
#define WORD_MAXIMUM  40

typedef struct PasswordWord {
	const char *word;
	gboolean weak; /* means other things too: counts before a colon or equals sign only */
} PasswordWord;

static const PasswordWord words[] = {
	{"password", FALSE},
	{"passwort", FALSE},
	{"passcode", FALSE},
	{"passphrase", FALSE},
	{"pass code", FALSE},
	{"pass", TRUE},
	{"passwd", FALSE},
	{"pwd", FALSE},
	{"pw", FALSE},
	{"psw", FALSE},
	{"pass word", FALSE},
	{"kennwort", FALSE},
	{"mot de passe", FALSE},
	{"mdp", FALSE},
	{"contraseña", FALSE},
	{"clave", TRUE},
	{"parola d'ordine", FALSE},
	{"senha", FALSE},
	{"palavra-passe", FALSE},
	{"wachtwoord", FALSE},
	{"hasło", FALSE},
	{"heslo", FALSE},
	{"lösenord", FALSE},
	{"adgangskode", FALSE},
	{"passord", FALSE},
	{"salasana", FALSE},
	{"şifre", FALSE},
	{"parola", FALSE},
	{"пароль", FALSE},
	{"Пароль", FALSE},
	{"ПАРОЛЬ", FALSE},
	{"密码", FALSE},
	{"密碼", FALSE},
	{"口令", FALSE},
	{"解压码", FALSE},
	{"パスワード", FALSE},
	{"ﾊﾟｽﾜｰﾄﾞ", FALSE},
	{"解凍パス", FALSE},
	{"パス", TRUE},
	{"ｐｗ", FALSE},
	{"ＰＷ", FALSE},
	{"비밀번호", FALSE},
	{"암호", FALSE},
	{"pin", TRUE},
	{"zip code", TRUE},
	{"archive code", FALSE},
	{"code", TRUE},
	{"clé", TRUE},
};

/* What may stand between the word and the sign: "password for the file is …". */
static const char *const fillers[] = {" for the attached file", " for the archive",
	" for the attachment", " for the document", " for the file", " for the zip", " to open",
	" to the archive", " zip", " pour l'archive", " del archivo", " für das archiv",
	" dell'archivio", " для архива", "は以下の通りです", "は下記の通りです", "は次の通りです"};

static const char *const signs[] = {
	":", "：", "=", "＝", "は", "→", "-->", "->", "】", "」", "]", "–"};
static const char *const verbs[] = {" is ", " is: ", " ist ", " lautet: ", " lautet ", " est ",
	" es ", " è ", " é ", " - ", " jest "};

/* Words that follow "password is" or "Password:" and are none. */
static const char *const not_passwords[] = {"required", "reset", "needed", "changed", "expired",
	"incorrect", "wrong", "protected", "the", "your", "not", "and", "for", "has", "was", "will",
	"must", "should", "can", "please", "see", "click", "here", "none", "optional", "below",
	"following", "attached", "sent", "enter", "confirm", "yes", "no", "http", "https", "www",
	"with", "from", "this", "that", "you", "are", "erforderlich"};

static gsize longest_prefix(Span text, const char *const *list, gsize count)
{
	gsize best = 0;
	for (gsize i = 0; i < count; i++)
		if (bytes_begin(text, list[i]))
			best = MAX(best, strlen(list[i]));
	return best;
}

static gsize skip_spaces(Span text)
{
	gsize at = 0;
	while (at < text.length) {
		if (text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '*')
			at++;
		else if (bytes_begin(span_from(text, at), "\xc2\xa0"))
			at += 2;
		else if (bytes_begin(span_from(text, at), "　"))
			at += 3;
		else
			break;
	}
	return at;
}

/* What TEXT begins with, to the next white space or quote: ASCII signs, as passwords are typed. */
static Span take_token(Span text)
{
	gsize at = 0;
	while (text.length > 0 && strchr("\"'`“[(<", text.data[0]) != NULL)
		text = span_from(text, 1);
	if (bytes_begin(text, "「") || bytes_begin(text, "“") || bytes_begin(text, "『"))
		text = span_from(text, 3);
	while (at < text.length && text.data[at] > ' ' && text.data[at] < 0x7f &&
		strchr("\"'`<>)]", text.data[at]) == NULL)
		at++;
	while (at > 0 && strchr(".,;:", text.data[at - 1]) != NULL)
		at--;
	return span_new(text.data, at);
}

static gboolean is_token(Span token, gboolean needs_digit)
{
	gboolean digit = FALSE;
	gboolean letter = FALSE;
	if (token.length < TOKEN_MINIMUM || token.length > TOKEN_MAXIMUM)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(not_passwords); i++)
		if (bytes_equal(token, not_passwords[i]))
			return FALSE;
	if (bytes_begin(token, "http") || bytes_begin(token, "www."))
		return FALSE;
	for (gsize i = 0; i < token.length; i++) {
		digit = digit || g_ascii_isdigit(token.data[i]);
		letter = letter || g_ascii_isalpha(token.data[i]);
	}
	return digit || (letter && (!needs_digit || bytes_equal(token, "infected")));
}

/* Does what stands behind a word of the table give the password? */
static gboolean gives(Span behind, gboolean weak)
{
	behind = span_from(behind, longest_prefix(behind, fillers, G_N_ELEMENTS(fillers)));
	gsize verb = longest_prefix(behind, verbs, G_N_ELEMENTS(verbs));
	gsize space = skip_spaces(behind);
	gsize sign = longest_prefix(span_from(behind, space), signs, G_N_ELEMENTS(signs));
	gboolean told = sign > 0;
	if (!told && weak)
		return FALSE;
	gsize at = told ? space + sign : MAX(verb, space);
	if (at == 0)
		return FALSE;
	Span rest = span_from(behind, at);
	/* "】：", "は、", and a token on the next line */
	rest = span_from(rest, skip_spaces(rest));
	rest = span_from(rest, longest_prefix(rest, signs, G_N_ELEMENTS(signs)));
	rest = span_from(rest, skip_spaces(rest));
	gboolean next_line = rest.length > 0 && (rest.data[0] == '\n' || rest.data[0] == '\r');
	if (next_line && !told)
		return FALSE;
	return is_token(take_token(bytes_trim(rest)), !told || next_line || weak);
}

/* The words by their first byte: index + 1 of the first one, and of the next one with the same
 * byte. */
static guint8 first_word[256];
static guint8 next_word[G_N_ELEMENTS(words)];
/* Which pairs of bytes words begin with, by the five bits of each that are the same in both cases.
 * Few places in a text have such a pair, and only those are looked at. */
static guint8 pairs[1 << 10];

static guint8 *pair_at(const char *text)
{
	return &pairs[(text[0] & 0x1f) << 5 | (text[1] & 0x1f)];
}

static void sort_words(void)
{
	for (gsize i = G_N_ELEMENTS(words); i > 0; i--) {
		guint8 byte = (guint8)words[i - 1].word[0];
		next_word[i - 1] = first_word[byte];
		first_word[byte] = (guint8)i;
		*pair_at(words[i - 1].word) = TRUE;
	}
}

static gboolean given_at(Span text)
{
	guint8 index = first_word[(guint8)bytes_fold(text.data[0])];
	for (; index != 0; index = next_word[index - 1]) {
		const PasswordWord *word = &words[index - 1];
		if (word->word[1] == bytes_fold(text.data[1]) && bytes_begin(text, word->word) &&
			gives(span_from(text, strlen(word->word)), word->weak))
			return TRUE;
	}
	return FALSE;
}

gboolean password_given(Span text)
{
	if (first_word['p'] == 0)
		sort_words();
	for (gsize at = 0; at + 1 < text.length; at++) {
		if (!*pair_at(text.data + at))
			continue;
		gboolean inside = at > 0 && bytes_is_letter(text.data[at - 1]);
		if (!inside && given_at(span_from(text, at)))
			return TRUE;
	}
	return FALSE;
}
