/* SPDX-License-Identifier: Apache-2.0
 *
 * Authentication-Results: pieces between semicolons, of words, quoted strings and comments.
 * Comments are dropped, whatever they say.
 */
#include "mail/header/authres.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/header.h"

#define FIELD_BYTES 8000

/* What one piece said so far. */
typedef struct Piece {
	GString *method;
	GString *result;
	GString *domain;
	guint rank; /* of the property that domain is from, the best being the highest */
} Piece;

typedef struct Reader {
	Span value;
	gsize at;
} Reader;

static gsize behind_comment(Span value, gsize start)
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

static void skip_blanks(Reader *reader)
{
	Span value = reader->value;
	while (reader->at < value.length) {
		if (value.data[reader->at] == '(')
			reader->at = behind_comment(value, reader->at);
		else if (bytes_is_space(value.data[reader->at]))
			reader->at++;
		else
			return;
	}
}

static gboolean at_char(const Reader *reader, char c)
{
	return reader->at < reader->value.length && reader->value.data[reader->at] == c;
}

static void read_quoted(Reader *reader, GString *out)
{
	for (reader->at++; reader->at < reader->value.length && !at_char(reader, '"');
		reader->at++) {
		if (at_char(reader, '\\') && reader->at + 1 < reader->value.length)
			reader->at++;
		g_string_append_c(out, reader->value.data[reader->at]);
	}
	reader->at++;
}

/* A word or quoted string into OUT; FALSE when none is there. */
static gboolean read_word(Reader *reader, GString *out)
{
	g_string_set_size(out, 0);
	skip_blanks(reader);
	if (at_char(reader, '"')) {
		read_quoted(reader, out);
		return TRUE;
	}
	gsize start = reader->at;
	while (reader->at < reader->value.length &&
		strchr("=;(\"", reader->value.data[reader->at]) == NULL &&
		!bytes_is_space(reader->value.data[reader->at]))
		reader->at++;
	Span word = bytes_part(reader->value, start, reader->at);
	if (word.length > 0)
		g_string_append_len(out, word.data, (gssize)word.length);
	return word.length > 0;
}

/* The domain in a property's value: "user@host", "@host", "host", in quotes or brackets. */
static void set_domain(Piece *piece, const GString *value, guint rank)
{
	if (rank <= piece->rank || value->len == 0)
		return;
	const char *at = memrchr(value->str, '@', value->len);
	const char *start = at != NULL ? at + 1 : value->str;
	g_string_assign(piece->domain, start);
	while (piece->domain->len > 0 && strchr("<>.,[]", piece->domain->str[0]) != NULL)
		g_string_erase(piece->domain, 0, 1);
	while (piece->domain->len > 0 &&
		strchr("<>.,[]", piece->domain->str[piece->domain->len - 1]) != NULL)
		g_string_truncate(piece->domain, piece->domain->len - 1);
	piece->rank = rank;
}

/* How well property NAME says what was authenticated; 0 when it does not. */
static guint property_rank(const GString *name)
{
	static const char *const names[] = {"smtp.helo", "header.from", "header.sender",
		"smtp.auth", "smtp.from", "smtp.mail", "envelope-from", "smtp.mailfrom", "header.i",
		"header.d"};
	Span span = span_new(name->str, name->len);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (bytes_equal(span, names[i]))
			return i + 1;
	return 0;
}

static void piece_emit(Piece *piece, const char *authserv, guint hop, GPtrArray *results)
{
	if (piece->method->len > 0 && piece->result->len > 0 && results->len < LIMIT_AUTH) {
		AuthResult *result = auth_result_new();
		g_free(result->authserv);
		result->authserv = g_strdup(authserv);
		GString *sources[] = {piece->method, piece->result, piece->domain};
		char **targets[] = {&result->method, &result->result, &result->domain};
		for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
			g_autofree char *clean =
				header_clean(span_new(sources[i]->str, sources[i]->len));
			g_free(*targets[i]);
			*targets[i] = g_utf8_strdown(clean, -1);
		}
		result->hop = hop;
		g_ptr_array_add(results, result);
	}
	g_string_set_size(piece->method, 0);
	g_string_set_size(piece->result, 0);
	g_string_set_size(piece->domain, 0);
	piece->rank = 0;
}

/* "name=value" of a piece: the first is the method and its result. Yahoo puts "from=" before it. */
static void take_pair(Piece *piece, const GString *name, const GString *value)
{
	if (name->len == 0 || g_str_equal(name->str, "from") || g_str_equal(name->str, "reason"))
		return;
	if (piece->method->len == 0 && strchr(name->str, '.') == NULL) {
		const char *version = strchr(name->str, '/');
		g_string_append_len(piece->method, name->str,
			version != NULL ? (gssize)(version - name->str) : (gssize)name->len);
		g_string_assign(piece->result, value->str);
		return;
	}
	set_domain(piece, value, property_rank(name));
}

/* One piece, up to its semicolon. */
static void read_piece(Reader *reader, Piece *piece, GString *name, GString *value)
{
	while (reader->at < reader->value.length) {
		skip_blanks(reader);
		if (at_char(reader, ';')) {
			reader->at++;
			return;
		}
		if (!read_word(reader, name)) {
			reader->at++; /* a stray "=" */
			continue;
		}
		skip_blanks(reader);
		if (!at_char(reader, '='))
			continue;
		reader->at++;
		read_word(reader, value);
		take_pair(piece, name, value);
	}
}

/* The authserv-id, lower-cased; "" for Microsoft's, which leaves it out and begins with a result.
 */
static char *read_authserv(Reader *reader, GString *word)
{
	gsize start = reader->at;
	read_word(reader, word);
	skip_blanks(reader);
	if (at_char(reader, '=')) {
		reader->at = start;
		return g_strdup("");
	}
	g_autofree char *clean = header_clean(span_new(word->str, word->len));
	return g_utf8_strdown(clean, -1);
}

void authres_read(Span value, guint hop, GPtrArray *results)
{
	value.length = MIN(value.length, FIELD_BYTES);
	Reader reader = {.value = value};
	Piece piece = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL), 0};
	GString *name = g_string_new(NULL);
	GString *word = g_string_new(NULL);
	g_autofree char *authserv = read_authserv(&reader, word);
	while (reader.at < value.length) {
		read_piece(&reader, &piece, name, word);
		piece_emit(&piece, authserv, hop, results);
	}
	GString *strings[] = {piece.method, piece.result, piece.domain, name, word};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		g_string_free(strings[i], TRUE);
}

/* "domain of user@host designates …" in the comment; the word behind "domain of". */
static void domain_in_comment(Span value, Piece *piece)
{
	gsize at = 0;
	if (!bytes_find(value, "domain of ", &at))
		return;
	at += strlen("domain of ");
	if (bytes_begin(span_from(value, at), "transitioning "))
		at += strlen("transitioning ");
	Span word;
	if (!bytes_next_word(value, &at, &word))
		return;
	GString *text = g_string_new_len(word.data, (gssize)word.length);
	set_domain(piece, text, 1);
	g_string_free(text, TRUE);
}

/* "(mx.host.example: domain of …": who says so. */
static char *receiver_in_comment(Span value)
{
	const char *open = bytes_first(value, '(');
	gsize start = open != NULL ? (gsize)(open - value.data) + 1 : value.length;
	gsize end = start;
	while (end < value.length &&
		(g_ascii_isalnum(value.data[end]) || strchr(".-", value.data[end]) != NULL) &&
		value.data[end] != '\0')
		end++;
	if (end >= value.length || value.data[end] != ':')
		return g_strdup("");
	return bytes_lower(bytes_part(value, start, end));
}

static void take_spf_pair(Piece *piece, const GString *name, const GString *word, char **authserv)
{
	Span key = span_new(name->str, name->len);
	if (bytes_equal(key, "receiver")) {
		g_autofree char *clean = header_clean(span_new(word->str, word->len));
		g_free(*authserv);
		*authserv = g_utf8_strdown(clean, -1);
	} else if (bytes_equal(key, "helo")) {
		set_domain(piece, word, 1);
	} else {
		set_domain(piece, word, property_rank(name) + 1);
	}
}

void authres_read_spf(Span value, guint hop, GPtrArray *results)
{
	value.length = MIN(value.length, FIELD_BYTES);
	if (value.length == 0)
		return;
	Reader reader = {.value = value};
	Piece piece = {g_string_new("spf"), g_string_new(NULL), g_string_new(NULL), 0};
	GString *name = g_string_new(NULL);
	GString *word = g_string_new(NULL);
	g_autofree char *authserv = receiver_in_comment(value);
	read_word(&reader, piece.result);
	domain_in_comment(value, &piece);
	while (reader.at < value.length) {
		if (!read_word(&reader, name)) {
			reader.at++;
			continue;
		}
		skip_blanks(&reader);
		if (!at_char(&reader, '='))
			continue;
		reader.at++;
		read_word(&reader, word);
		take_spf_pair(&piece, name, word, &authserv);
	}
	piece_emit(&piece, authserv, hop, results);
	GString *strings[] = {piece.method, piece.result, piece.domain, name, word};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		g_string_free(strings[i], TRUE);
}
