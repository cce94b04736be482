/* SPDX-License-Identifier: Apache-2.0
 *
 * A set of the numbers that memory gives out, one bit each. A number beyond its end, which a
 * damaged row may hold, is in no set and can be put into none.
 */
#pragma once

#include <glib.h>

typedef struct Bits {
	guint8 *bytes;
	guint64 count; /* numbers 0 to count - 1 */
} Bits;

static inline void bits_init(Bits *self, guint64 count)
{
	*self = (Bits){.bytes = g_malloc0((gsize)(count / 8 + 1)), .count = count};
}

static inline void bits_clear(Bits *self)
{
	g_clear_pointer(&self->bytes, g_free);
	self->count = 0;
}

static inline gboolean bits_has(const Bits *self, guint64 number)
{
	return number < self->count && (self->bytes[number / 8] >> (number % 8) & 1) != 0;
}

static inline void bits_add(Bits *self, guint64 number)
{
	if (number < self->count)
		self->bytes[number / 8] |= (guint8)(1 << number % 8);
}

static inline void bits_remove(Bits *self, guint64 number)
{
	if (number < self->count)
		self->bytes[number / 8] &= (guint8) ~(1 << number % 8);
}
