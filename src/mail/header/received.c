/* SPDX-License-Identifier: Apache-2.0
 *
 * Received fields: words and comments, taken up clause by clause ("from", "by", "with"). What is
 * said about the client stands in the comments behind "from", in a form of its own for each server.
 */
#include "mail/header/received.h"

#include <arpa/inet.h>

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/date.h"
#include "mail/header/header.h"

#define FIELD_BYTES 4000
#define TOKENS      96

typedef struct Token {
	Span text; /* of a comment: what stands between the outer parentheses */
	gboolean comment;
} Token;

typedef enum {
	CLAUSE_NONE,
	CLAUSE_FROM,
	CLAUSE_BY,
	CLAUSE_WITH,
	CLAUSE_OTHER, /* id, for */
} Clause;

typedef struct Reading {
	Hop *hop;
	char *user;
	Span from;           /* the word behind "from" */
	gboolean helo_given; /* a comment gave the HELO, so that word is the verified name or
				address */
	Clause clause;
	gboolean value_taken; /* the clause has its word */
} Reading;

static void set(char **field, Span value)
{
	if (*field != NULL || value.length == 0)
		return;
	*field = header_clean(value);
	if (bytes_are_ascii(value)) {
		for (char *at = *field; *at != '\0'; at++)
			*at = bytes_fold(*at);
		return;
	}
	g_autofree char *clean = *field;
	*field = g_utf8_strdown(clean, -1);
}

char *received_ip(Span word)
{
	word = bytes_trim(word);
	if (word.length > 0 && word.data[0] == '[') {
		const char *close = bytes_first(word, ']');
		word = bytes_part(
			word, 1, close != NULL ? (gsize)(close - word.data) : word.length);
	}
	if (bytes_begin(word, "ipv6:"))
		word = span_from(word, 5);
	const char *zone = bytes_first(word, '%');
	if (zone != NULL)
		word.length = (gsize)(zone - word.data);
	char text[INET6_ADDRSTRLEN + 1];
	if (word.length < 2 || word.length >= sizeof text)
		return NULL;
	if (!bytes_is_digit(word.data[0]) && bytes_first(word, ':') == NULL) /* most: a name */
		return NULL;
	memcpy(text, word.data, word.length);
	text[word.length] = '\0';
	guchar bytes[16];
	char out[INET6_ADDRSTRLEN + 1];
	if (inet_pton(AF_INET, text, bytes) == 1)
		return g_strdup(text);
	if (inet_pton(AF_INET6, text, bytes) != 1)
		return NULL;
	static const guchar mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	gboolean v4 = memcmp(bytes, mapped, sizeof mapped) == 0;
	return g_strdup(v4 ? inet_ntop(AF_INET, bytes + 12, out, sizeof out)
			   : inet_ntop(AF_INET6, bytes, out, sizeof out));
}

static gboolean take_ip(Hop *hop, Span word)
{
	char *ip = received_ip(word);
	if (ip == NULL)
		return FALSE;
	if (hop->ip == NULL)
		hop->ip = ip;
	else
		g_free(ip);
	return TRUE;
}

/* Offset behind the comment that begins at START. */
static gsize comment_end(Span value, gsize start)
{
	guint depth = 0;
	for (gsize i = start; i < value.length; i++) {
		if (value.data[i] == '\\')
			i++;
		else if (value.data[i] == '(')
			depth++;
		else if (value.data[i] == ')' && --depth == 0)
			return i + 1;
	}
	return value.length;
}

static guint tokenise(Span value, Token *tokens)
{
	guint count = 0;
	gsize i = 0;
	while (i < value.length && count < TOKENS) {
		if (bytes_is_space(value.data[i])) {
			i++;
			continue;
		}
		gsize start = i;
		Token *token = &tokens[count++];
		token->comment = value.data[i] == '(';
		if (token->comment) {
			i = comment_end(value, start);
			gsize end = i > start + 1 && value.data[i - 1] == ')' ? i - 1 : i;
			token->text = bytes_part(value, start + 1, end);
			continue;
		}
		while (i < value.length && !bytes_is_space(value.data[i]) && value.data[i] != '(')
			i++;
		token->text = bytes_part(value, start, i);
	}
	return count;
}

static Span strip(Span word, const char *set_of)
{
	while (word.length > 0 && bytes_is_sign(word.data[0], set_of))
		word = span_from(word, 1);
	while (word.length > 0 && bytes_is_sign(word.data[word.length - 1], set_of))
		word.length--;
	return word;
}

/* What stands behind MARK in TEXT up to white space or a bracket; empty when MARK is not there. */
static Span behind(Span text, const char *mark)
{
	gsize at = 0;
	if (!bytes_find(text, mark, &at))
		return span_new(NULL, 0);
	gsize next = at + strlen(mark);
	Span word;
	if (!bytes_next_word(text, &next, &word))
		return span_new(NULL, 0);
	return strip(word, "<>()[],;\"'");
}

static void set_user(Reading *reading, Span user)
{
	reading->hop->authenticated = TRUE;
	set(&reading->user, user);
}

/* "(Authenticated sender: x)", "(authenticated bits=0 user=x)", "(AUTH: LOGIN x)", "(auth=x)". */
static gboolean read_login(Reading *reading, Span comment)
{
	gsize at = 0;
	if (bytes_begin(comment, "authenticated") || bytes_find(comment, "(authenticated", &at)) {
		Span words = span_from(comment, at);
		Span user = behind(words, "sender:");
		if (user.length == 0)
			user = behind(words, "user=");
		set_user(reading, user.length > 0 ? user : behind(words, "user:"));
		return bytes_begin(comment, "authenticated");
	}
	if (bytes_begin(comment, "auth:")) {
		Span method = behind(comment, "auth:");
		gsize next =
			method.length > 0 ? (gsize)(method.data + method.length - comment.data) : 0;
		Span user = {0};
		bytes_next_word(comment, &next, &user);
		set_user(reading, strip(user, ",;"));
		return TRUE;
	}
	if (bytes_begin(comment, "auth=")) {
		set_user(reading, behind(comment, "auth="));
		return TRUE;
	}
	return FALSE;
}

static gboolean about_something_else(Span comment)
{
	static const char *const starts[] = {"using ", "no client", "client ",
		"version=", "envelope-", "not using", "tls", "may be"};
	char first = comment.length > 0 ? bytes_fold(comment.data[0]) : '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (starts[i][0] == first && bytes_begin(comment, starts[i]))
			return TRUE;
	return FALSE;
}

static void take_helo(Reading *reading, Span word)
{
	if (!reading->helo_given)
		set(&reading->hop->helo, word);
	reading->helo_given = TRUE;
}

static void read_client_word(Reading *reading, Span word)
{
	const char *at = bytes_last(word, '@');
	if (at != NULL) /* an answer of identd */
		word = span_from(word, (gsize)(at - word.data) + 1);
	if (bytes_begin(word, "helo="))
		take_helo(reading, span_from(word, 5));
	else if (take_ip(reading->hop, word) || bytes_first(word, '=') != NULL)
		return;
	else if (bytes_first(word, '.') != NULL || bytes_equal(word, "localhost"))
		set(&reading->hop->name, strip(word, "."));
}

/* A comment behind "from": "(name [address])", "(HELO name)", "([address]:port helo=name)",
 * "(address)" … */
static void read_client(Reading *reading, Span comment)
{
	if (read_login(reading, comment) || about_something_else(comment))
		return;
	Span word;
	gboolean helo = FALSE;
	for (gsize at = 0; bytes_next_word(comment, &at, &word);) {
		word = strip(word, "\"(),;");
		if (helo)
			take_helo(reading, word);
		else if (word.length > 0 && word.data[0] != '\0')
			read_client_word(reading, word);
		helo = bytes_equal(word, "helo") || bytes_equal(word, "ehlo") ||
		       bytes_equal(word, "lhlo");
	}
}

static Clause clause_of(Span word)
{
	static const struct {
		const char *word;
		gsize length;
		Clause clause;
	} clauses[] = {{"from", 4, CLAUSE_FROM}, {"by", 2, CLAUSE_BY}, {"with", 4, CLAUSE_WITH},
		{"via", 3, CLAUSE_WITH}, {"id", 2, CLAUSE_OTHER}, {"for", 3, CLAUSE_OTHER}};
	for (gsize i = 0; i < G_N_ELEMENTS(clauses); i++)
		if (word.length == clauses[i].length &&
			bytes_same(word.data, clauses[i].word, word.length))
			return clauses[i].clause;
	return CLAUSE_NONE;
}

/* "ESMTP/TLS/cipher" */
static Span before_slash(Span word)
{
	const char *slash = bytes_first(word, '/');
	return slash != NULL ? span_new(word.data, (gsize)(slash - word.data)) : word;
}

static void take_word(Reading *reading, Span word)
{
	Hop *hop = reading->hop;
	if (reading->clause == CLAUSE_FROM && reading->value_taken && word.length > 0 &&
		word.data[0] == '[')
		take_ip(hop, word);
	if (reading->value_taken)
		return;
	reading->value_taken = TRUE;
	word = strip(word, ";,");
	if (reading->clause == CLAUSE_FROM && reading->from.length == 0)
		reading->from = word;
	else if (reading->clause == CLAUSE_FROM)
		take_ip(hop, word);
	else if (reading->clause == CLAUSE_BY)
		set(&hop->by, strip(word, "."));
	else if (reading->clause == CLAUSE_WITH)
		set(&hop->with, before_slash(word));
}

static void take_token(Reading *reading, const Token *token)
{
	if (token->comment) {
		/* Some servers say nothing of the client but in a comment of its own: "(from
		 * user@host) by …". */
		if (reading->clause == CLAUSE_FROM)
			read_client(reading, token->text);
		else
			read_login(reading, token->text);
		return;
	}
	Clause clause = clause_of(token->text);
	/* "from by host": a client that said nothing. */
	gboolean nameless = clause == CLAUSE_BY && reading->clause == CLAUSE_FROM;
	if (clause != CLAUSE_NONE &&
		(nameless || reading->value_taken || reading->clause == CLAUSE_NONE)) {
		reading->clause = clause;
		reading->value_taken = FALSE;
		return;
	}
	take_word(reading, token->text);
}

/* What the word behind "from" is, now that the comments are known. */
static void settle_from(Reading *reading)
{
	Hop *hop = reading->hop;
	gboolean literal = reading->from.length > 0 && reading->from.data[0] == '[';
	if (reading->helo_given) {
		if (!take_ip(hop, reading->from) && !bytes_equal(reading->from, "unknown"))
			set(&hop->name, strip(reading->from, "."));
	} else {
		if (literal && hop->ip == NULL)
			take_ip(hop, reading->from);
		set(&hop->helo, reading->from);
	}
	if (g_strcmp0(hop->name, "unknown") == 0)
		g_clear_pointer(&hop->name, g_free);
}

static gboolean with_login(const char *with)
{
	static const char *const protocols[] = {"esmtpa", "esmtpsa", "lmtpa", "lmtpsa", "utf8smtpa",
		"utf8smtpsa", "utf8lmtpa", "utf8lmtpsa", "asmtp", "smtpa", "smtpsa", "http",
		"https", "mapi"};
	for (gsize i = 0; i < G_N_ELEMENTS(protocols) && with != NULL; i++)
		if (with[0] == protocols[i][0] && strcmp(with, protocols[i]) == 0)
			return TRUE;
	return FALSE;
}

/* Does every ")" in TEXT close a "(" in TEXT? Then TEXT does not begin inside a comment that ends
 * in it. */
static gboolean comments_close(Span text)
{
	guint depth = 0;
	for (gsize i = 0; i < text.length; i++) {
		if (text.data[i] == '(')
			depth++;
		else if (text.data[i] == ')' && depth-- == 0)
			return FALSE;
	}
	return TRUE;
}

/* Cut the date off VALUE: it stands behind the last semicolon outside comments. */
static Span cut_date(Span *value)
{
	gsize cut = value->length;
	const char *last = cut > 0 ? memrchr(value->data, ';', cut) : NULL;
	if (last != NULL && comments_close(span_from(*value, (gsize)(last - value->data)))) {
		value->length = (gsize)(last - value->data);
		return bytes_part(*value, value->length + 1, cut);
	}
	for (gsize i = 0; i < value->length; i++) {
		if (value->data[i] == '(')
			i = comment_end(*value, i) - 1;
		else if (value->data[i] == ';')
			cut = i;
	}
	Span date = span_from(*value, cut + 1);
	value->length = cut;
	return date;
}

static void fill(char **field)
{
	if (*field == NULL)
		*field = g_strdup("");
}

Hop *received_read(Span value, char **ret_user)
{
	Token tokens[TOKENS];
	/* Strings are NULL until they are known: a hop_new would make five for nothing. */
	Hop *hop = g_new0(Hop, 1);
	Reading reading = {.hop = hop};
	value.length = MIN(value.length, FIELD_BYTES);
	hop->time = date_read(cut_date(&value), NULL);
	guint count = tokenise(value, tokens);
	for (guint i = 0; i < count; i++)
		take_token(&reading, &tokens[i]);
	settle_from(&reading);
	hop->authenticated |= with_login(hop->with);
	char **strings[] = {&hop->helo, &hop->name, &hop->ip, &hop->by, &hop->with, &reading.user};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		fill(strings[i]);
	if (ret_user != NULL)
		*ret_user = reading.user;
	else
		g_free(reading.user);
	return hop;
}
