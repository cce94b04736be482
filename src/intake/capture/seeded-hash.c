/* SPDX-License-Identifier: Apache-2.0
 *
 * Multiplication by secret odd numbers, word by word.
 */
#include "intake/capture/seeded-hash.h"

#include <string.h>

static guint64 secret(gsize number)
{
	static guint64 secrets[2];
	static gsize once;

	if (g_once_init_enter(&once)) {
		for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++)
			secrets[i] = (guint64)g_random_int() << 32 | g_random_int() | 1;
		g_once_init_leave(&once, 1);
	}
	return secrets[number];
}

guint seeded_hash(gconstpointer key, gsize size)
{
	guint64 factor = secret(0);
	guint64 hash = secret(1);

	for (gsize at = 0; at + sizeof(guint32) <= size; at += sizeof(guint32)) {
		guint32 word;

		memcpy(&word, (const char *)key + at, sizeof word);
		hash = (hash ^ word) * factor;
		hash ^= hash >> 32;
	}
	return (guint)hash;
}
