/* SPDX-License-Identifier: Apache-2.0
 *
 * Labels of charsets, folded to letters and digits, in one hash table. The table's rows come first;
 * a converter of ICU that has a name in common with a row belongs to that row with all its names,
 * another gets a row of its own.
 */
#include "mail/text/charset-label.h"

#include <string.h>
#include <unicode/ucnv.h>

/* No label of the table or of ICU is longer. */
#define LABEL_MAXIMUM 64
/* "x-ms-cp1252" has three. */
#define FRONTS_MAXIMUM 4
#define ASCII_FIRST    0x20
#define ASCII_LAST     0x7e

static GArray *rows;              /* of CharsetRow */
static GHashTable *rows_by_label; /* of row number + 1 */

/* FALSE when LABEL is too long to be one. */
static gboolean fold(const char *label, char folded[LABEL_MAXIMUM])
{
	gsize length = 0;
	for (const char *c = label; *c != '\0'; c++) {
		if (!g_ascii_isalnum(*c))
			continue;
		if (length + 1 >= LABEL_MAXIMUM)
			return FALSE;
		folded[length++] = g_ascii_tolower(*c);
	}
	folded[length] = '\0';
	return length > 0;
}

static gssize find_folded(const char *folded)
{
	return (gssize)GPOINTER_TO_SIZE(g_hash_table_lookup(rows_by_label, folded)) - 1;
}

/* A label that has a row keeps it. */
static void add_label(const char *label, gsize row)
{
	char folded[LABEL_MAXIMUM];
	if (fold(label, folded) && find_folded(folded) < 0)
		g_hash_table_insert(rows_by_label, g_strdup(folded), GSIZE_TO_POINTER(row + 1));
}

static void add_table(void)
{
	for (gsize row = 0; row < charset_row_count; row++) {
		g_auto(GStrv) labels = g_strsplit(charset_rows[row].labels, " ", -1);
		for (char **label = labels; *label != NULL; label++)
			add_label(*label, row);
		g_array_append_val(rows, charset_rows[row]);
	}
}

/* Is every printable character of ASCII itself in CONVERTER's charset? */
static gboolean keeps_ascii(UConverter *converter)
{
	char ascii[ASCII_LAST - ASCII_FIRST + 1];
	UChar text[sizeof(ascii) + 1] = {0};
	UErrorCode error = U_ZERO_ERROR;
	for (gsize i = 0; i < sizeof(ascii); i++)
		ascii[i] = (char)(ASCII_FIRST + i);
	int32_t length =
		ucnv_toUChars(converter, text, G_N_ELEMENTS(text), ascii, sizeof(ascii), &error);
	if (U_FAILURE(error) || length != sizeof(ascii))
		return FALSE;
	for (gsize i = 0; i < sizeof(ascii); i++)
		if (text[i] != (UChar)ascii[i])
			return FALSE;
	return TRUE;
}

/* Only kinds without control sequences: such are named in the table. */
static gboolean may_have_row(const char *name)
{
	UErrorCode error = U_ZERO_ERROR;
	UConverter *converter = ucnv_open(name, &error);
	if (U_FAILURE(error))
		return FALSE;
	UConverterType type = ucnv_getType(converter);
	gboolean plain = type == UCNV_SBCS || type == UCNV_MBCS || type == UCNV_ISCII;
	plain = plain && keeps_ascii(converter);
	ucnv_close(converter);
	return plain;
}

/* The row that ICU's converter NAME belongs to, made when it is new; -1 when it is none of ours. */
static gssize row_of_converter(const char *name, guint16 count)
{
	UErrorCode error = U_ZERO_ERROR;
	for (guint16 i = 0; i < count; i++) {
		char folded[LABEL_MAXIMUM];
		gssize row =
			fold(ucnv_getAlias(name, i, &error), folded) ? find_folded(folded) : -1;
		if (row >= 0)
			return row;
	}
	if (!may_have_row(name))
		return -1;
	const CharsetRow row = {.converter = name, .flags = CHARSET_RARE};
	g_array_append_val(rows, row);
	return (gssize)rows->len - 1;
}

static void add_converter(const char *name)
{
	UErrorCode error = U_ZERO_ERROR;
	guint16 count = ucnv_countAliases(name, &error);
	gssize row = row_of_converter(name, count);
	if (row < 0)
		return;
	for (guint16 i = 0; i < count; i++)
		add_label(ucnv_getAlias(name, i, &error), (gsize)row);
}

void charset_labels_warm(void)
{
	if (rows != NULL)
		return;
	rows = g_array_new(FALSE, FALSE, sizeof(CharsetRow));
	rows_by_label = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	add_table();
	for (int32_t i = 0; i < ucnv_countAvailable(); i++)
		add_converter(ucnv_getAvailableName(i));
}

gsize charset_label_rows(void)
{
	return rows->len;
}

const CharsetRow *charset_label_row(gsize row)
{
	return &g_array_index(rows, CharsetRow, row);
}

/* NUMBER as the code page that Windows or IBM has under it. */
static gssize find_code_page(const char *number)
{
	static const char *const fronts[] = {"windows", "cp", "ibm"};
	gssize row = -1;
	for (gsize i = 0; i < G_N_ELEMENTS(fronts) && row < 0; i++) {
		char label[LABEL_MAXIMUM * 2];
		g_snprintf(label, sizeof(label), "%s%s", fronts[i], number);
		row = find_folded(label);
	}
	return row;
}

/* LABEL without a front that says no more than that it is one; NULL when it has none. */
static const char *without_front(const char *label)
{
	static const char *const fronts[] = {
		"x", "cs", "ms", "windows", "win", "codepage", "cp", "dos", "ansi", "ibm"};
	for (gsize i = 0; i < G_N_ELEMENTS(fronts); i++)
		if (g_str_has_prefix(label, fronts[i]))
			return label + strlen(fronts[i]);
	return NULL;
}

gssize charset_label_find(const char *label)
{
	char folded[LABEL_MAXIMUM];
	if (!fold(label, folded))
		return -1;
	const char *rest = folded;
	gssize row = -1;
	for (guint i = 0; i < FRONTS_MAXIMUM && row < 0 && rest != NULL; i++) {
		row = find_folded(rest);
		if (row < 0 && g_ascii_isdigit(rest[0]))
			row = find_code_page(rest);
		rest = without_front(rest);
	}
	return row;
}
