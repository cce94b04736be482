/* SPDX-License-Identifier: Apache-2.0
 *
 * Attachments: named, measured, hashed; what they are and hold is told by
 * mail/attachment/attachment-inside.c.
 */
#include "mail/attachment/attachment.h"

#include "base/limits.h"
#include "mail/attachment/attachment-inside.h"
#include "mail/attachment/file-digest.h"

/* A message may bring many archives: each next one may unpack half as much, but this much always.
 */
#define LEAST_UNPACKED LIMIT_KIB(256)

static void set_string(char **string, const char *value)
{
	g_free(*string);
	g_autofree char *valid = g_utf8_make_valid(value, -1);
	gsize length = strlen(valid);
	/* The end stays: it tells the kind of a file. */
	const char *start = valid + (length > LIMIT_STRING ? length - LIMIT_STRING : 0);
	while ((*start & 0xC0) == 0x80)
		start++;
	*string = g_strdup(start);
}

/* What an attachment behind those already in FACTS may unpack. */
static UnpackBudget budget_after(const Facts *facts)
{
	UnpackBudget budget = {.bytes = LIMIT_ARCHIVE_BYTES, .members = LIMIT_ARCHIVE_MEMBERS};
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *earlier = g_ptr_array_index(facts->attachments, i);
		gboolean packed = earlier->type == FILE_ARCHIVE || earlier->type == FILE_DISK ||
				  earlier->type == FILE_OOXML;
		if (earlier->depth == 0 && packed)
			budget.bytes = MAX(budget.bytes / 2, LEAST_UNPACKED);
	}
	return budget;
}

void attachment_add(Facts *facts, const char *name, const char *declared_type, Span content,
	gboolean inline_part)
{
	if (facts->attachments->len >= LIMIT_ATTACHMENTS) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	Inside inside = {.facts = facts, .budget = budget_after(facts)};
	Attachment *attachment = attachment_new();
	set_string(&attachment->name, name);
	set_string(&attachment->declared_type, declared_type);
	attachment->size = content.length;
	attachment->flags = inline_part ? ATTACHMENT_INLINE : 0;
	file_digest(content, attachment->sha256, attachment->md5);
	g_ptr_array_add(facts->attachments, attachment);
	attachment_look_inside(&inside, attachment, content);
}

void attachment_warm(void)
{
	guint8 sha256[FILE_SHA256_BYTES], md5[FILE_MD5_BYTES];
	file_digest(span_new("", 0), sha256, md5);
	unpack_warm();
}
