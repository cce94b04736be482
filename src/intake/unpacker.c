/* SPDX-License-Identifier: Apache-2.0
 *
 * Decompression by libarchive. The one filter that the first bytes name is put in by hand: letting
 * libarchive choose would stack filters as the bytes ask for, and would run programs for some of
 * them.
 */
#include "intake/unpacker.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

#include "base/i18n.h"
#include "base/limits.h"

#define INPUT_SIZE LIMIT_KIB(64)

struct Unpacker {
	struct archive *archive;
	StreamRead read;
	gpointer user_data;
	const char *block; /* unpacked, borrowed from the archive */
	gsize block_left;
	char *failure;
	gboolean ended;
	char input[INPUT_SIZE];
};

static const struct Packing {
	const char *magic;
	gsize length;
	int filter;
} packings[] = {
	{"\x1f\x8b\x08", 3, ARCHIVE_FILTER_GZIP},
	{"\x28\xb5\x2f\xfd", 4, ARCHIVE_FILTER_ZSTD},
	{"\xfd\x37zXZ", 6, ARCHIVE_FILTER_XZ},
};

static const struct Packing *packing_of(Span head)
{
	for (gsize at = 0; at < G_N_ELEMENTS(packings); at++)
		if (head.length >= packings[at].length &&
			memcmp(head.data, packings[at].magic, packings[at].length) == 0)
			return &packings[at];
	return NULL;
}

gboolean unpacker_recognises(Span head)
{
	return packing_of(head) != NULL;
}

static la_ssize_t give_input(struct archive *archive, void *user_data, const void **ret_block)
{
	Unpacker *unpacker = (Unpacker *)user_data;
	gssize count = unpacker->read(unpacker->user_data, unpacker->input, INPUT_SIZE);

	if (count < 0)
		archive_set_error(archive, errno, "%s", g_strerror(errno));
	*ret_block = unpacker->input;
	return count;
}

static gssize unpacker_fail(Unpacker *unpacker, const char *reason)
{
	if (unpacker->failure == NULL)
		unpacker->failure =
			g_strdup(reason != NULL ? reason : _("damaged compressed data"));
	unpacker->ended = TRUE;
	return -1;
}

/* An archive that would run a program for FILTER says ARCHIVE_WARN; only what is built in will do.
 */
static void unpacker_start(Unpacker *unpacker, int filter)
{
	struct archive *archive = unpacker->archive;
	struct archive_entry *entry = NULL;

	if (archive_read_support_format_raw(archive) != ARCHIVE_OK ||
		archive_read_support_format_empty(archive) != ARCHIVE_OK ||
		archive_read_append_filter(archive, filter) != ARCHIVE_OK) {
		(void)unpacker_fail(unpacker, _("this compression is not built into libarchive"));
		return;
	}
	int opened = archive_read_open(archive, unpacker, NULL, give_input, NULL);

	/* A file broken off at its start opens as an empty one; only the text tells. */
	if (opened != ARCHIVE_OK || archive_error_string(archive) != NULL) {
		(void)unpacker_fail(unpacker, archive_error_string(archive));
		return;
	}
	int found = archive_read_next_header(archive, &entry);

	if (found == ARCHIVE_EOF)
		unpacker->ended = TRUE;
	else if (found != ARCHIVE_OK)
		(void)unpacker_fail(unpacker, archive_error_string(archive));
}

Unpacker *unpacker_new(Span head, StreamRead read, gpointer user_data)
{
	const struct Packing *packing = packing_of(head);

	g_return_val_if_fail(packing != NULL, NULL);
	Unpacker *unpacker = g_new(Unpacker, 1);

	unpacker->archive = archive_read_new();
	unpacker->read = read;
	unpacker->user_data = user_data;
	unpacker->block = NULL;
	unpacker->block_left = 0;
	unpacker->failure = NULL;
	unpacker->ended = FALSE;
	if (unpacker->archive == NULL)
		(void)unpacker_fail(unpacker, g_strerror(ENOMEM));
	else
		unpacker_start(unpacker, packing->filter);
	return unpacker;
}

void unpacker_free(Unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	(void)archive_read_free(unpacker->archive);
	g_free(unpacker->failure);
	g_free(unpacker);
}

/* The next block: 1 when there is one, 0 at the end, -1 on failure. */
static gssize next_block(Unpacker *unpacker)
{
	const void *block = NULL;
	size_t size = 0;
	la_int64_t offset = 0;
	int result = archive_read_data_block(unpacker->archive, &block, &size, &offset);

	if (result == ARCHIVE_EOF) {
		unpacker->ended = TRUE;
		return 0;
	}
	if (result != ARCHIVE_OK)
		return unpacker_fail(unpacker, archive_error_string(unpacker->archive));
	unpacker->block = (const char *)block;
	unpacker->block_left = size;
	return 1;
}

gssize unpacker_read(Unpacker *unpacker, void *buffer, gsize size)
{
	while (unpacker->block_left == 0) {
		if (unpacker->ended)
			return unpacker->failure != NULL ? -1 : 0;
		gssize found = next_block(unpacker);

		if (found <= 0)
			return found;
	}
	gsize count = MIN(size, unpacker->block_left);

	memcpy(buffer, unpacker->block, count);
	unpacker->block += count;
	unpacker->block_left -= count;
	return (gssize)count;
}

const char *unpacker_failure(const Unpacker *unpacker)
{
	return unpacker->failure;
}
