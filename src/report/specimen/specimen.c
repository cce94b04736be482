/* SPDX-License-Identifier: Apache-2.0
 *
 * Field names and bars: the bars are as long as the text was, up to a few lines.
 */
#include "report/specimen/specimen.h"

#include "base/i18n.h"
#include "report/specimen/aliases.h"

enum { bar_columns = 60, bar_lines = 4, most_shown = 8 };

/* Appends "Name <address>", or what there is of both. */
static void append_mailbox(GString *line, const char *name, const char *address)
{
	if (name[0] != '\0' && address[0] != '\0')
		g_string_append_printf(line, "\"%s\" <%s>", name, address);
	else
		g_string_append(line, name[0] != '\0' ? name : address);
}

static void print_mailboxes(FILE *stream, const char *field, const GPtrArray *addresses)
{
	g_autoptr(GString) line = g_string_new(NULL);
	for (guint i = 0; i < MIN(addresses->len, most_shown); i++) {
		const Address *address = addresses->pdata[i];
		g_string_append(line, i > 0 ? ", " : "");
		append_mailbox(line, address->name, address->address);
	}
	if (addresses->len > most_shown)
		g_string_append(line, ", …");
	if (line->len > 0)
		fprintf(stream, "  %s: %s\n", field, line->str);
}

static char *minute(gint64 time)
{
	g_autoptr(GDateTime) date = time != 0 ? g_date_time_new_from_unix_utc(time) : NULL;
	return date != NULL ? g_date_time_format(date, "%Y-%m-%d %H:%M UTC") : g_strdup("-");
}

static void print_hops(FILE *stream, const Facts *facts)
{
	for (guint i = 0; i < MIN(facts->hops->len, most_shown); i++) {
		const Hop *hop = facts->hops->pdata[i];
		g_autofree char *time = minute(hop->time);
		fprintf(stream, "  Received: from %s (%s%s[%s])\n    by %s%s%s; %s\n", hop->helo,
			hop->name, hop->name[0] != '\0' ? " " : "", hop->ip, hop->by,
			hop->with[0] != '\0' ? " with " : "", hop->with, time);
	}
	if (facts->originating_ip[0] != '\0')
		fprintf(stream, "  X-Originating-IP: [%s]\n", facts->originating_ip);
}

static void print_results(FILE *stream, const Facts *facts)
{
	for (guint i = 0; i < MIN(facts->auth->len, most_shown); i++) {
		const AuthResult *result = facts->auth->pdata[i];
		if (result->method[0] == '\0' || result->result[0] == '\0')
			continue;
		fprintf(stream, "  Authentication-Results: %s; %s=%s",
			result->authserv[0] != '\0' ? result->authserv : "-", result->method,
			result->result);
		fprintf(stream, result->domain[0] != '\0' ? " (%s)\n" : "\n", result->domain);
	}
}

/* The name shown, the addresses hidden in it, and the account behind. */
static void print_from(FILE *stream, const Facts *facts)
{
	g_autoptr(GString) shown = g_string_new(facts->from_name);
	for (guint i = 0; i < MIN(facts->hidden->len, most_shown); i++)
		g_string_append_printf(shown, "%s<%s>", shown->len > 0 ? " " : "",
			((const Address *)facts->hidden->pdata[i])->address);
	for (guint i = 0; i < MIN(facts->from->len, most_shown); i++) {
		g_autoptr(GString) line = g_string_new(NULL);
		append_mailbox(line, shown->str, ((const Address *)facts->from->pdata[i])->address);
		fprintf(stream, "  From: %s\n", line->str);
	}
}

static void print_head(FILE *stream, const Facts *facts)
{
	g_autofree char *date = minute(facts->date);
	if (facts->return_path[0] != '\0')
		fprintf(stream, "  Return-Path: <%s>\n", facts->return_path);
	print_hops(stream, facts);
	print_results(stream, facts);
	print_from(stream, facts);
	print_mailboxes(stream, "Sender", facts->sender);
	print_mailboxes(stream, "Reply-To", facts->reply_to);
	print_mailboxes(stream, "To", facts->to);
	print_mailboxes(stream, "Cc", facts->cc);
	fprintf(stream, "  Subject: %s\n  Date: %s", facts->subject, date);
	if (facts->zone != FACTS_NO_ZONE)
		fprintf(stream, " (%+03d%02d)", facts->zone / 60, ABS(facts->zone % 60));
	fputc('\n', stream);
	if (facts->message_id[0] != '\0')
		fprintf(stream, "  Message-ID: <%s>\n", facts->message_id);
	for (guint i = 0; i < MIN(facts->parents->len, most_shown); i++)
		fprintf(stream, "  References: <%s>\n", (const char *)facts->parents->pdata[i]);
}

static void print_start(FILE *stream, guint level)
{
	fputs("  ", stream);
	for (guint i = 0; i < level; i++)
		fputs("> ", stream);
}

static void print_bars(FILE *stream, guint level, guint letters)
{
	g_autofree char *one = g_strnfill(bar_columns, 'x');
	for (guint line = 0, left = letters; left > 0 && line < bar_lines; line++) {
		g_autofree char *bar = aliases_mask(one, MIN(left, bar_columns));
		left -= MIN(left, bar_columns);
		print_start(stream, level);
		fprintf(stream, "%s\n", bar);
	}
	if (letters <= bar_columns * bar_lines)
		return;
	print_start(stream, level);
	fprintf(stream, _("… (%u letters in all)\n"), letters);
}

static void print_quoted_header(FILE *stream, const QuotedHeader *quote)
{
	g_autoptr(GString) from = g_string_new(NULL);
	append_mailbox(from, quote->from.name, quote->from.address);
	g_autofree char *date = minute(quote->date);
	print_start(stream, MAX(quote->level, 1));
	fprintf(stream, "From: %s\n", from->str);
	for (guint i = 0; i < MIN(quote->to->len, most_shown); i++) {
		const Address *address = quote->to->pdata[i];
		g_autoptr(GString) to = g_string_new(NULL);
		append_mailbox(to, address->name, address->address);
		print_start(stream, MAX(quote->level, 1));
		fprintf(stream, "To: %s\n", to->str);
	}
	if (quote->date != 0) {
		print_start(stream, MAX(quote->level, 1));
		fprintf(stream, "Date: %s\n", date);
	}
	if (quote->subject[0] != '\0') {
		print_start(stream, MAX(quote->level, 1));
		fprintf(stream, "Subject: %s\n", quote->subject);
	}
}

/* Prints the headers of PART that introduce what stands from START to END, *NEXT being the first
 * that was not printed. */
static void print_headers_within(
	FILE *stream, const Facts *facts, guint part, guint32 end, guint *next)
{
	for (; *next < facts->quotes->len; ++*next) {
		const QuotedHeader *quote = facts->quotes->pdata[*next];
		if (quote->part > part || (quote->part == part && quote->offset >= end))
			return;
		if (quote->part == part)
			print_quoted_header(stream, quote);
	}
}

static void print_signature(FILE *stream, const Facts *facts)
{
	if (facts->signature->len > 0)
		print_mailboxes(stream, _("[signature]"), facts->signature);
}

static void print_part(FILE *stream, const Facts *facts, guint number, guint *next)
{
	const TextPart *part = facts->texts->pdata[number];
	fprintf(stream, "  [%s%s]\n", part->html ? "text/html" : "text/plain",
		part->enclosed ? _(", in an enclosed message") : "");
	for (guint i = 0; i < part->blocks->len; i++) {
		const Block *block = &g_array_index(part->blocks, Block, i);
		print_headers_within(stream, facts, number, block->end, next);
		print_bars(stream, block->kind == BLOCK_QUOTE ? block->level : 0,
			block->end - block->start);
	}
	print_headers_within(stream, facts, number, G_MAXUINT32, next);
}

/* Of a text that is there twice, plain and as HTML, the first is shown. */
static void print_body(FILE *stream, const Facts *facts)
{
	guint shown = 0;
	guint next = 0;
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *part = facts->texts->pdata[i];
		if (part->alternative != 0 && part->alternative == shown)
			continue;
		shown = part->alternative;
		print_part(stream, facts, i, &next);
	}
	print_signature(stream, facts);
	if (facts->marks & MARK_PASSWORD)
		fprintf(stream, "  %s\n", _("[a password is given in the text]"));
}

static void print_payload(FILE *stream, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		fprintf(stream, "  [%s] %s", payload->kind, payload->name);
		for (guint byte = 0; payload->hashed && byte < sizeof payload->sha256; byte++)
			fprintf(stream, "%s%02x", byte == 0 ? "\n    SHA-256 " : "",
				payload->sha256[byte]);
		fputc('\n', stream);
	}
}

void specimen_print(const Facts *facts, const Verdict *verdict, FILE *stream)
{
	print_head(stream, facts);
	fputc('\n', stream);
	print_body(stream, facts);
	print_payload(stream, verdict);
}
