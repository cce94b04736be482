/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes as they may stand in a spool. What decodes, encodes to the same bytes.
 */
#include <stdint.h>
#include <string.h>

#include "intake/spool/spool-record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void encode(const SpoolRecord *record, GByteArray *bytes)
{
	const Session *session = &record->delivery->session;
	const SpoolRun run = {session->tag, session->sample};

	spool_record_begin(bytes, record->kind, &run);
	if (record->kind == SPOOL_MESSAGE)
		spool_record_put_delivery(bytes, record->delivery, record->cut);
	else
		spool_record_put_session(bytes, session);
	if (record->kind == SPOOL_PASSWORD) {
		spool_record_put_text(bytes, record->account);
		spool_record_put_text(bytes, record->hash);
	}
	if (record->content.length > 0)
		g_byte_array_append(
			bytes, (const guint8 *)record->content.data, (guint)record->content.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_auto(SpoolRecord) record = {0};
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (!spool_record_decode(span_new(data, size), &record))
		return 0;
	encode(&record, bytes);
	g_assert_cmpmem(
		bytes->data + SPOOL_HEADER_BYTES, bytes->len - SPOOL_HEADER_BYTES, data, size);
	return 0;
}
