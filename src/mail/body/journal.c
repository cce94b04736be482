/* SPDX-License-Identifier: Apache-2.0
 *
 * Journal reports. A report is only believed when its text consists of report lines alone: else a
 * stranger could wrap a lure around a harmless message.
 */
#include "mail/body/journal.h"

#include "base/limits.h"
#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/address.h"

#define RECIPIENTS 1000

static gboolean names_itself(const Header *header)
{
	static const char *const names[] = {
		"x-ms-journal-report", "x-ms-exchange-organization-journal-report"};
	for (guint i = 0; i < header->fields->len; i++) {
		Span name = g_array_index(header->fields, HeaderField, i).name;
		for (gsize n = 0; n < G_N_ELEMENTS(names); n++)
			if (bytes_equal(name, names[n]))
				return TRUE;
	}
	return FALSE;
}

/* What a line of the report is about. */
typedef enum { LINE_UNKNOWN, LINE_BLANK, LINE_OTHER, LINE_SENDER, LINE_RECIPIENT } LineKind;

static LineKind line_kind(Span line, Span *ret_value)
{
	static const struct {
		const char *label;
		LineKind kind;
	} labels[] = {
		{"sender:", LINE_SENDER},
		{"recipient:", LINE_RECIPIENT},
		{"to:", LINE_RECIPIENT},
		{"cc:", LINE_RECIPIENT},
		{"bcc:", LINE_RECIPIENT},
		{"on-behalf-of:", LINE_OTHER},
		{"subject:", LINE_OTHER},
		{"message-id:", LINE_OTHER},
		{"label:", LINE_OTHER},
		{"senttime:", LINE_OTHER},
		{"sentutc:", LINE_OTHER},
		{"hasattachment:", LINE_OTHER},
	};
	line = bytes_trim(line);
	if (line.length == 0)
		return LINE_BLANK;
	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
		if (!bytes_begin(line, labels[i].label))
			continue;
		*ret_value = bytes_trim(span_from(line, strlen(labels[i].label)));
		return labels[i].kind;
	}
	return LINE_UNKNOWN;
}

/* "user@host, Expanded: list@host": the first is who got it. */
static void add_recipient(Span value, GPtrArray *recipients)
{
	const char *comma = bytes_first(value, ',');
	if (comma != NULL)
		value.length = (gsize)(comma - value.data);
	char *address = address_normal(value);
	if (address[0] != '\0' && recipients->len < RECIPIENTS)
		g_ptr_array_add(recipients, address);
	else
		g_free(address);
}

static gboolean read_report(Span text, GPtrArray *recipients)
{
	gboolean sender = FALSE;
	Span line;
	Span value = {0};
	for (gsize at = 0; bytes_next_line(text, &at, &line);) {
		LineKind kind = line_kind(line, &value);
		if (kind == LINE_UNKNOWN)
			return FALSE;
		sender |= kind == LINE_SENDER;
		if (kind == LINE_RECIPIENT)
			add_recipient(value, recipients);
	}
	return sender && recipients->len > 0;
}

/* The report's text part, and the enclosed message's part behind it; NULL when they are not there.
 */
static const Part *find_parts(const Outline *outline, const Part **ret_message)
{
	const Part *text = NULL;
	for (guint i = 1; i < outline->parts->len; i++) {
		const Part *part = outline_part(outline, i);
		if (part->parent != 0)
			continue;
		if (text == NULL && g_str_equal(part->media, "text/plain") &&
			part->kind == PART_LEAF) {
			text = part;
			continue;
		}
		*ret_message = part;
		return g_str_equal(part->media, "message/rfc822") ? text : NULL;
	}
	return NULL;
}

Span journal_open(
	const Header *header, const Outline *outline, GPtrArray *recipients, char **ret_owned)
{
	*ret_owned = NULL;
	const Part *message = NULL;
	const Part *text = names_itself(header) ? find_parts(outline, &message) : NULL;
	if (text == NULL)
		return span_new(NULL, 0);
	g_autofree char *owned = NULL;
	Span report =
		transfer_decode(transfer_of(text->encoding), text->body, LIMIT_TEXT, &owned, NULL);
	if (!read_report(report, recipients)) {
		g_ptr_array_set_size(recipients, 0);
		return span_new(NULL, 0);
	}
	return transfer_decode(
		transfer_of(message->encoding), message->body, G_MAXSIZE, ret_owned, NULL);
}
