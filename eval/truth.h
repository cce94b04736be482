/* SPDX-License-Identifier: Apache-2.0
 *
 * Truth: one line of a truth.jsonl, what is known of one labelled message. Plain data. The reader
 * takes any bytes and refuses what it cannot be sure of.
 */
#pragma once

#include "judge/verdict.h"

typedef struct Truth {
	gboolean attack; /* it has a profile; else a class, which is honest */
	char *group;     /* the profile's or the class's name */
	char *file;      /* a plain file name */
	guint number;    /* of the message in it, from 1 */
	char *victim;    /* the robbed mailbox, lower-cased; "" for honest mail */
	char *campaign;  /* what tells the thief's other messages out of it; "" for none */
	Side side;       /* of the victim, SIDE_UNKNOWN when nobody knows */
} Truth;

/* Read LINE, one JSON object. TRUE, and RET is to be cleared with truth_clear; or FALSE and the
 * reason in RET_PROBLEM, translated and static. */
gboolean truth_parse(const char *line, gsize length, Truth *ret, const char **ret_problem);
void truth_clear(Truth *truth);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Truth, truth_clear)
