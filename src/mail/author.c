/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose account a message speaks for, and when a name and an address belong together. Works on
 * Facts alone; whether a list is one we know is for the judge to ask.
 */
#include "mail/author.h"

#include "mail/domain.h"
#include "mail/text/skeleton.h"

/* Names of functions, not of persons; compared with the whole sorted key. */
static const char *const function_names[] = {
	"admin",
	"administrator",
	"billing",
	"contact",
	"desk help",
	"helpdesk",
	"hr",
	"info",
	"information",
	"invoice",
	"mail",
	"mailer",
	"me",
	"news",
	"newsletter",
	"no reply",
	"noreply",
	"office",
	"order",
	"orders",
	"postmaster",
	"root",
	"sales",
	"security",
	"service",
	"support",
	"system",
	"team",
	"user",
	"webmaster",
	NULL,
};

/* Forms of address, degrees and particles that say nothing of who somebody is. */
static const char *const titles[] = {
	"dr",
	"mr",
	"mrs",
	"ms",
	"prof",
	"herr",
	"frau",
	"phd",
	"mba",
	"jr",
	"van",
	"von",
	"der",
	"del",
	"dos",
	"das",
	"bin",
	"ibn",
	"様",
	"さん",
	"殿",
	NULL,
};

static gboolean is_in(const char *const *table, const char *word)
{
	for (; *table != NULL; table++)
		if ((*table)[0] == word[0] && strcmp(*table, word) == 0)
			return TRUE;
	return FALSE;
}

static gboolean is_cjk(gunichar c)
{
	GUnicodeScript script = g_unichar_get_script(c);
	return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
	       script == G_UNICODE_SCRIPT_KATAKANA || script == G_UNICODE_SCRIPT_HANGUL;
}

/* Is the character at AT one that words of names have? */
static gboolean in_word(const char *at)
{
	if ((guchar)*at < 0x80)
		return g_ascii_isalnum(*at) || *at == '\'';
	gunichar c = g_utf8_get_char(at);
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* Skeletons of the words of NAME, titles left out. */
static GPtrArray *name_words(const char *name)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	const char *at = name;
	while (*at != '\0' && words->len < 16) {
		const char *end = at;
		while (in_word(end))
			end = g_utf8_next_char(end);
		if (end > at) {
			char *word = skeleton_of(span_new(at, (gsize)(end - at)));
			if (word[0] != '\0' && !is_in(titles, word))
				g_ptr_array_add(words, word);
			else
				g_free(word);
		}
		at = *end != '\0' ? g_utf8_next_char(end) : end;
	}
	return words;
}

/* Where " via Somebody" or " (Somebody)" begins in NAME, or its end. */
static gsize name_end(const char *name)
{
	g_autofree char *folded = g_ascii_strdown(name, -1);
	const char *via = g_strrstr(folded, " via ");
	const char *paren = strstr(folded, " (");
	gsize end = strlen(name);
	if (via != NULL && via > folded)
		end = (gsize)(via - folded);
	if (paren != NULL && paren > folded && (gsize)(paren - folded) < end)
		end = (gsize)(paren - folded);
	return end;
}

static char *clean_name(const char *name)
{
	char *clean = g_strndup(name, name_end(name));
	g_strstrip(clean);
	gsize length = strlen(clean);
	if (length >= 2 && clean[0] == '\'' && clean[length - 1] == '\'') {
		clean[length - 1] = '\0';
		memmove(clean, clean + 1, length - 1);
	}
	return clean;
}

static gint compare_words(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static gboolean all_cjk(const GPtrArray *words)
{
	for (guint i = 0; i < words->len; i++)
		if (!is_cjk(g_utf8_get_char(words->pdata[i])))
			return FALSE;
	return words->len > 0;
}

char *author_name_key(const char *name)
{
	g_autofree char *clean = clean_name(name);
	g_autoptr(GPtrArray) words = name_words(clean);
	/* Chinese, Japanese and Korean names have one order, and a space in them or none. */
	gboolean joined = all_cjk(words);
	if (!joined)
		g_ptr_array_sort(words, compare_words);
	GString *key = g_string_new(NULL);
	for (guint i = 0; i < words->len; i++) {
		if (i > 0 && !joined)
			g_string_append_c(key, ' ');
		g_string_append(key, words->pdata[i]);
	}
	if (g_utf8_strlen(key->str, -1) < 2 || is_in(function_names, key->str))
		g_string_truncate(key, 0);
	return g_string_free(key, FALSE);
}

/* Does TEXT hold one of WORDS of at least SHORTEST letters? */
static gboolean shares_word(const char *text, const GPtrArray *words, glong shortest)
{
	for (guint i = 0; i < words->len; i++) {
		const char *word = words->pdata[i];
		if (g_utf8_strlen(word, -1) >= shortest && strstr(text, word) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* Takes WORD off the front or the end of TOKEN. */
static gboolean take_off(GString *token, const char *word)
{
	gsize length = strlen(word);
	if (length < 3 || length > token->len)
		return FALSE;
	if (strncmp(token->str, word, length) == 0)
		g_string_erase(token, 0, (gssize)length);
	else if (strcmp(token->str + token->len - length, word) == 0)
		g_string_truncate(token, token->len - length);
	else
		return FALSE;
	return TRUE;
}

static gboolean is_initial(char letter, const GPtrArray *words)
{
	for (guint i = 0; i < words->len; i++)
		if (((const char *)words->pdata[i])[0] == letter)
			return TRUE;
	return FALSE;
}

/* Is TOKEN, letters of a local part between others, made of words of the name and initials:
 * "smith", "jsmith", "johnqsmith"? "paula" is not Paul, and "rajesh" nothing of Jes. */
static gboolean is_made_of(const char *token, const GPtrArray *words)
{
	g_autoptr(GString) rest = g_string_new(token);
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	for (guint i = 0; i < words->len; i++)
		if (!take_off(rest, words->pdata[i]))
			g_ptr_array_add(others, words->pdata[i]);
	guint taken = words->len - others->len;
	if (taken == 0 || rest->len == 0)
		return taken > 0;
	if (taken > 1)
		return rest->len <= 3;
	return rest->len <= 3 &&
	       (is_initial(rest->str[0], others) || is_initial(rest->str[rest->len - 1], others));
}

/* A long word says who it is wherever it stands. */
static gboolean holds_words(const char *address, const GPtrArray *words)
{
	const char *at = strrchr(address, '@');
	g_autofree char *local = g_ascii_strdown(address, at != NULL ? (gssize)(at - address) : -1);
	for (char *c = local; *c != '\0'; c++)
		if ((guchar)*c < 0x80 && !g_ascii_isalpha(*c))
			*c = ' ';
	g_auto(GStrv) tokens = g_strsplit(local, " ", 16);
	for (guint i = 0; tokens[i] != NULL; i++) {
		g_autofree char *token = skeleton_of(span_new(tokens[i], strlen(tokens[i])));
		if (is_made_of(token, words) || shares_word(token, words, 6))
			return TRUE;
	}
	return FALSE;
}

/* Two or three letters, the first and the last being the initials of the first and the last name,
 * either way round: names are kept without their middle initials, addresses with them. */
static gboolean is_initials(const char *local, const GPtrArray *words)
{
	gsize length = strlen(local);
	if (words->len < 2 || length < 2 || length > 4)
		return FALSE;
	char first = ((const char *)words->pdata[0])[0];
	char last = ((const char *)words->pdata[words->len - 1])[0];
	return (local[0] == first && local[length - 1] == last) ||
	       (local[0] == last && local[length - 1] == first);
}

/* The letters of the local part as a skeleton without digits. */
static char *local_letters(const char *address)
{
	const char *at = strrchr(address, '@');
	char *letters = skeleton_of(
		span_new(address, at != NULL ? (gsize)(at - address) : strlen(address)));
	char *to = letters;
	for (const char *from = letters; *from != '\0'; from++)
		if (!g_ascii_isdigit(*from))
			*to++ = *from;
	*to = '\0';
	return letters;
}

/* "alexander" for alexa@: the local part is the beginning of one word, four letters or more of it.
 */
static gboolean is_beginning(const char *local, const GPtrArray *words)
{
	gsize length = strlen(local);
	for (guint i = 0; length >= 3 && i < words->len; i++)
		if (strncmp(words->pdata[i], local, length) == 0)
			return TRUE;
	return FALSE;
}

/* "jedlička" as an address has it: without marks. */
static GPtrArray *ascii_words(const char *name)
{
	GPtrArray *words = name_words(name);
	for (guint i = 0; i < words->len; i++) {
		char *word = words->pdata[i];
		words->pdata[i] = g_str_to_ascii(word, "C");
		g_free(word);
	}
	return words;
}

gboolean author_name_suits(const char *name, const char *address)
{
	g_autoptr(GPtrArray) words = ascii_words(name);
	g_autofree char *local = local_letters(address);
	if (words->len == 0 || local[0] == '\0')
		return FALSE;
	if (holds_words(address, words) || is_initials(local, words) || is_beginning(local, words))
		return TRUE;
	const char *at = strrchr(address, '@');
	if (at == NULL || domain_is_freemail(at + 1))
		return FALSE;
	g_autofree char *site = domain_site(at + 1);
	g_autofree char *site_letters = skeleton_of(span_new(site, strcspn(site, ".")));
	return shares_word(site_letters, words, 5);
}

/* Is ADDRESS the list's own: its posting address, or its List-Id with the first dot read as "@"? */
static gboolean is_list_address(const Facts *facts, const char *address)
{
	if (address[0] == '\0')
		return FALSE;
	if (strcmp(address, facts->list_post) == 0)
		return TRUE;
	const char *at = strrchr(address, '@');
	gsize local = at != NULL ? (gsize)(at - address) : 0;
	return local > 0 && strncmp(facts->list_id, address, local) == 0 &&
	       facts->list_id[local] == '.' && g_str_has_suffix(facts->list_id + local + 1, at + 1);
}

static const char *first_personal(const Facts *facts, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (address->address[0] != '\0' && !is_list_address(facts, address->address))
			return address->address;
	}
	return "";
}

gboolean author_same_mailbox(const char *one, const char *other)
{
	g_autofree char *letters = local_letters(one);
	g_autofree char *other_letters = local_letters(other);
	if (strlen(letters) < 3 || strcmp(letters, other_letters) != 0)
		return FALSE;
	g_autofree char *key = author_name_key(letters);
	return key[0] != '\0';
}

Author *author_of(const Facts *facts)
{
	Author *author = g_new0(Author, 1);
	const Address *from =
		facts->from->len > 0 ? facts->from->pdata[facts->from->len - 1] : NULL;
	const char *address = from != NULL ? from->address : "";
	author->by_list = is_list_address(facts, address);
	if (author->by_list)
		address = first_personal(facts, facts->reply_to);
	author->address = g_strdup(address);
	author->name = clean_name(facts->from_name);
	return author;
}

void author_free(Author *author)
{
	if (author == NULL)
		return;
	g_free(author->name);
	g_free(author->address);
	g_free(author);
}
