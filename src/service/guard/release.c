/* SPDX-License-Identifier: Apache-2.0
 *
 * The program is run without a shell, its recipients behind "--".
 */
#include "service/guard/release.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "mail/bytes.h"
#include "mail/header/header.h"
#include "memory/token.h"
#include "service/guard/change.h"
#include "service/guard/recipient.h"

/* ---- what a token binds ---- */

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void append_text(GByteArray *bound, const char *text)
{
	g_byte_array_append(bound, (const guint8 *)text, (guint)strlen(text));
}

static void append_line(GByteArray *bound, const char *name, const char *value)
{
	append_text(bound, name);
	append_text(bound, ":");
	append_text(bound, value);
	append_text(bound, "\n");
}

/* Each once and in order: mail servers put them as they like. */
static void append_recipients(GByteArray *bound, const GPtrArray *recipients)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < recipients->len; i++)
		g_ptr_array_add(names, recipient_normalise(recipients->pdata[i]));
	g_ptr_array_sort(names, by_text);
	for (guint i = 0; i < names->len; i++)
		if (i == 0 || strcmp(names->pdata[i - 1], names->pdata[i]) != 0)
			append_line(bound, "recipient", names->pdata[i]);
}

/* The values of field NAME, however they are folded. */
static void append_field(GByteArray *bound, const Header *header, const char *name)
{
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		Span word;
		gsize at = 0;
		if (!bytes_equal(field->name, name))
			continue;
		append_text(bound, name);
		while (bytes_next_word(field->value, &at, &word)) {
			append_text(bound, " ");
			g_byte_array_append(bound, (const guint8 *)word.data, (guint)word.length);
		}
		append_text(bound, "\n");
	}
}

/* RECIPIENTS, the body of MESSAGE, and of the fields that tell what it is those that the message
 * HELD has: a server adds the ones that are missing. */
static GByteArray *bind_message(const GPtrArray *recipients, Span held, Span message)
{
	static const char *const names[] = {"from", "to", "subject", "message-id", "date"};
	g_autoptr(Header) model = header_scan(held, TRUE);
	g_autoptr(Header) header = header_scan(message, TRUE);
	GByteArray *bound = g_byte_array_new();
	append_recipients(bound, recipients);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (header_get(model, names[i]).length > 0)
			append_field(bound, header, names[i]);
	append_text(bound, "\n");
	Span body = span_from(message, header->body);
	if (body.length > 0)
		g_byte_array_append(bound, (const guint8 *)body.data, (guint)body.length);
	return bound;
}

static Span span_of(GBytes *bytes)
{
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	return span_new(data, length);
}

static char *make_token(const Secret *secret, const QuarantineEntry *entry, Span held)
{
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		g_ptr_array_add(recipients, entry->recipients[i]);
	g_autoptr(GByteArray) bound = bind_message(recipients, held, held);
	return token_make(secret, entry->id, span_new(bound->data, bound->len));
}

gboolean release_is_proven(const Secret *secret, const QuarantineEntry *entry, GBytes *held,
	const GPtrArray *recipients, Span message, const char *token)
{
	g_autoptr(GByteArray) bound = bind_message(recipients, span_of(held), message);
	return token_check(secret, entry->id, span_new(bound->data, bound->len), token);
}

/* ---- handing over ---- */

/* The message as a program on this machine takes it, with LF, below its token. */
static GByteArray *make_input(const char *id, const char *token, Span message)
{
	GByteArray *input = g_byte_array_new();
	g_autofree char *field = g_strdup_printf(OUR_FIELDS "Release: %s %s\n", id, token);
	gsize at = 0;
	Span line;
	g_byte_array_append(input, (const guint8 *)field, (guint)strlen(field));
	while (bytes_next_line(message, &at, &line)) {
		if (line.length > 0)
			g_byte_array_append(input, (const guint8 *)line.data, (guint)line.length);
		g_byte_array_append(input, (const guint8 *)"\n", 1);
	}
	return input;
}

static char *bare(const char *address)
{
	gsize length = strlen(address);
	gboolean in_brackets = length >= 2 && address[0] == '<' && address[length - 1] == '>';
	return in_brackets ? g_strndup(address + 1, length - 2) : g_strdup(address);
}

/* SENDMAIL -i -f SENDER -- RECIPIENT… */
static char **make_arguments(const char *sendmail, const QuarantineEntry *entry, GError **error)
{
	g_auto(GStrv) words = NULL;
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	if (!g_shell_parse_argv(sendmail, NULL, &words, error))
		return NULL;
	for (guint i = 0; words[i] != NULL; i++)
		g_ptr_array_add(arguments, g_strdup(words[i]));
	g_ptr_array_add(arguments, g_strdup("-i"));
	g_ptr_array_add(arguments, g_strdup("-f"));
	g_ptr_array_add(arguments, bare(entry->mail_from));
	g_ptr_array_add(arguments, g_strdup("--"));
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		g_ptr_array_add(arguments, bare(entry->recipients[i]));
	g_ptr_array_add(arguments, NULL);
	return (char **)g_ptr_array_steal(arguments, NULL);
}

static gboolean write_all(int file, const GByteArray *input)
{
	gsize written = 0;
	while (written < input->len) {
		gssize n = write(file, input->data + written, input->len - written);
		if (n < 0 && errno != EINTR)
			return FALSE;
		written += (gsize)MAX(n, 0);
	}
	return TRUE;
}

/* *RET_STARTED: whether the message may be on its way when this fails. */
static gboolean run_sendmail(
	char **arguments, const GByteArray *input, gboolean *ret_started, GError **error)
{
	GPid pid;
	int pipe = -1, status = 0;
	*ret_started = g_spawn_async_with_pipes(NULL, arguments, NULL,
		G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &pid, &pipe, NULL,
		NULL, error);
	if (!*ret_started)
		return FALSE;
	gboolean written = write_all(pipe, input);
	close(pipe);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (written && g_spawn_check_wait_status(status, error))
		return TRUE;
	if (error != NULL && *error == NULL)
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", arguments[0],
			g_strerror(EPIPE));
	/* A status of its own says that it did not take the message. */
	*ret_started = !WIFEXITED(status) || WEXITSTATUS(status) == 0;
	return FALSE;
}

static gboolean refuse_state(const QuarantineEntry *entry, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("%s is %s already; --again releases it once more"), entry->id,
		quarantine_state_name(entry->state));
	return FALSE;
}

gboolean release_message(Quarantine *quarantine, const QuarantineEntry *entry, GBytes *message,
	const Secret *secret, const char *sendmail, gboolean again, GError **error)
{
	Span span = span_of(message);
	g_auto(GStrv) arguments = make_arguments(sendmail, entry, error);
	gboolean started = FALSE;
	if (arguments == NULL)
		return FALSE;
	if (entry->state != QUARANTINE_HELD && !again)
		return refuse_state(entry, error);
	/* Whoever is second finds it in another state. */
	if (!quarantine_move(quarantine, entry->id, entry->state, QUARANTINE_OFFERED))
		return refuse_state(entry, error);
	g_autofree char *token = make_token(secret, entry, span);
	g_autoptr(GByteArray) input = make_input(entry->id, token, span);
	if (!run_sendmail(arguments, input, &started, error)) {
		if (!started)
			quarantine_move(quarantine, entry->id, QUARANTINE_OFFERED, QUARANTINE_HELD);
		return FALSE;
	}
	return TRUE;
}
