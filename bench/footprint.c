/* SPDX-License-Identifier: Apache-2.0
 *
 * How big a memory is, and what it is made of. `bench-footprint STATE SECRET` prints one line of
 * totals
 * ("total MESSAGES BYTES") and one for each table ("NAME ENTRIES BYTES").
 */
#include <stdio.h>

#include "memory/memory.h"

static gboolean print(const char *state, const char *secret_path, GError **error)
{
	g_autoptr(Secret) secret = secret_load(secret_path, error);

	if (secret == NULL)
		return FALSE;
	g_autoptr(Memory) memory = memory_open(state, secret, MEMORY_READ, error);
	MemoryStatistics statistics;

	if (memory == NULL || !memory_begin(memory, error) ||
		!memory_statistics(memory, &statistics, error))
		return FALSE;
	g_autofree char *tables = memory_footprint(memory, error);

	if (tables == NULL)
		return FALSE;
	printf("total %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n%s", statistics.messages,
		statistics.bytes, tables);
	memory_abort(memory);
	return TRUE;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	if (argc != 3) {
		fprintf(stderr, "usage: bench-footprint STATE SECRET\n");
		return 2;
	}
	if (print(argv[1], argv[2], &error))
		return 0;
	fprintf(stderr, "bench-footprint: %s\n", error->message);
	return 2;
}
