/* SPDX-License-Identifier: Apache-2.0
 *
 * One attachment: its name up to the first newline, then its bytes. Whatever it is, the bounds hold
 * and what is told of it is what mail/facts.h promises.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/attachment/attachment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_attachment(const Attachment *attachment)
{
	g_assert_true(g_utf8_validate(attachment->name, -1, NULL));
	g_assert_cmpuint(strlen(attachment->name), <=, LIMIT_STRING);
	g_assert_cmpuint(attachment->depth, <=, LIMIT_ARCHIVE_DEPTH);
	g_assert_nonnull(file_type_name(attachment->type));
	g_assert_nonnull(file_type_name(attachment->worst));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	gsize length = end == NULL ? 0 : (gsize)(end - data);
	g_autofree char *name = g_utf8_make_valid((const char *)data, (gssize)length);
	Span content = span_from(span_new(data, size), end == NULL ? 0 : length + 1);
	attachment_warm();
	g_autoptr(Facts) facts = facts_new();
	attachment_add(facts, name, "", content, FALSE);
	g_assert_cmpuint(facts->attachments->len, >=, 1);
	g_assert_cmpuint(facts->attachments->len, <=, LIMIT_ATTACHMENTS);
	for (guint i = 0; i < facts->attachments->len; i++)
		check_attachment(facts->attachments->pdata[i]);
	return 0;
}
