/* SPDX-License-Identifier: Apache-2.0
 *
 * One decoded text taken apart. First version: all of it is own text.
 */
#include "mail/text.h"

#include "base/limits.h"
#include "mail/skeleton.h"

void text_add(Facts *facts, Span text, TextOrigin origin)
{
	if (facts->texts->len >= LIMIT_TEXT_PARTS)
		return;
	TextPart *part = text_part_new();
	g_free(part->skeleton);
	part->skeleton = skeleton_of(text);
	part->skeleton_length = strlen(part->skeleton);
	part->html = origin.html;
	part->enclosed = origin.enclosed;
	part->alternative = origin.alternative;
	Block block = {.kind = BLOCK_OWN, .end = (guint32)part->skeleton_length};
	g_array_append_val(part->blocks, block);
	g_ptr_array_add(facts->texts, part);
}
