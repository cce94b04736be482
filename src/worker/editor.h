/* SPDX-License-Identifier: Apache-2.0
 *
 * Editing in a worker: taking a message apart to put a banner into it is as dangerous as reading
 * it.
 */
#pragma once

#include "mail/banner/banner.h"

/* An editor with a worker of its own, made when it is needed. Used by one thread at a time; several
 * threads may have one each. */
typedef struct Editor Editor;

Editor *editor_new(void);
void editor_free(Editor *editor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Editor, editor_free)

typedef enum {
	EDITOR_EDITED,
	EDITOR_LEFT,   /* it is sealed */
	EDITOR_FAILED, /* it ended the worker, took too long, or no worker could be made */
} EditorResult;

/* Put BANNER into MESSAGE within TIME microseconds; needs zygote_start. *RET is filled when it was
 * edited, and its fields are fit for a header. */
EditorResult editor_edit(
	Editor *editor, Span message, const Banner *banner, gint64 time, BannerEdit *ret);

/* What a worker answers that edits: a WorkerAnswer. */
void editor_answer(Span request, GByteArray *answer);
