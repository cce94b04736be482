/* SPDX-License-Identifier: Apache-2.0
 *
 * A bit for each number, of which only the pages that are touched cost memory: 20 MB for a million
 * indicators. The hash is public and one can aim at a number: that puts off an indicator to the
 * next one, and no more.
 */
#include "report/coverage/numbering.h"

#include <string.h>

#include "memory/fingerprint.h"

struct Numbering {
	guint8 *taken; /* a bit each */
	guint32 count;
};

Numbering *numbering_new(void)
{
	Numbering *numbering = g_new0(Numbering, 1);
	numbering->taken = g_malloc0(INDICATOR_NUMBERS / 8 + 1);
	return numbering;
}

void numbering_free(Numbering *numbering)
{
	if (numbering == NULL)
		return;
	g_free(numbering->taken);
	g_free(numbering);
}

static guint32 hash_of(IndicatorKind kind, const char *value)
{
	guint8 bytes[PUBLIC_HASH_BYTES];
	guint64 hash = 0;
	g_autofree char *text = g_strconcat(indicator_kind_name(kind), " ", value, NULL);
	fingerprint_public(span_new(text, strlen(text)), bytes);
	memcpy(&hash, bytes, sizeof hash);
	return (guint32)(GUINT64_FROM_LE(hash) % INDICATOR_NUMBERS);
}

guint32 numbering_take(Numbering *numbering, IndicatorKind kind, const char *value)
{
	guint32 place = hash_of(kind, value);
	if (numbering->count == INDICATOR_NUMBERS)
		return place + 1;
	while ((numbering->taken[place / 8] & 1 << place % 8) != 0)
		place = (place + 1) % INDICATOR_NUMBERS;
	numbering->taken[place / 8] |= (guint8)(1 << place % 8);
	numbering->count++;
	return place + 1;
}
