/* SPDX-License-Identifier: Apache-2.0
 *
 * A line is a header field as any other, "X-Kith-Handled: hold; <a@b>".
 */
#include "engine/handled.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/address.h"

#define FIELD "X-Kith-Handled: "

void handled_note(GString *lines, const char *recipient, LedgerHandling handling)
{
	g_autofree char *clean = g_strndup(recipient, LIMIT_STRING);
	for (char *at = clean; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at))
			*at = '?';
	g_string_append_printf(lines, FIELD "%s; %s\r\n", ledger_handling_name(handling), clean);
}

static LedgerHandling find_name(Span name)
{
	for (guint i = 0; i < LEDGER_HANDLINGS; i++)
		if (bytes_equal(name, ledger_handling_name((LedgerHandling)i)))
			return (LedgerHandling)i;
	return LEDGER_UNHANDLED;
}

static void read_line(GHashTable *table, Span value)
{
	const char *sign = bytes_first(value, ';');
	gsize end = sign != NULL ? (gsize)(sign - value.data) : value.length;
	LedgerHandling handling = find_name(bytes_part(value, 0, end));
	char *address = address_normal(span_from(value, MIN(end + 1, value.length)));
	g_hash_table_replace(table, address, GINT_TO_POINTER(handling));
}

GHashTable *handled_read(Span message)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gsize at = 0;
	Span line;
	while (bytes_next_line(message, &at, &line) && bytes_begin(line, FIELD))
		read_line(table, span_from(line, strlen(FIELD)));
	return table;
}

LedgerHandling handled_for(GHashTable *table, const char *address)
{
	return (LedgerHandling)GPOINTER_TO_INT(g_hash_table_lookup(table, address));
}
