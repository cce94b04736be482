/* SPDX-License-Identifier: Apache-2.0
 *
 * The court: judgement of one message at a time for each of many threads, against memory as it is
 * now. It has a number of seats, each a sandboxed worker; who finds none free waits, behind those
 * of networks that hold fewer. It writes nothing.
 */
#pragma once

#include "base/settings.h"
#include "base/span.h"
#include "judge/verdict.h"

typedef struct Court Court;

/* A court of JOBS seats on the state that SETTINGS (borrowed) name. Needs zygote_start. */
Court *court_new(const Settings *settings, guint jobs, GError **error);
void court_free(Court *court);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Court, court_free)

typedef struct Judgement {
	Facts *facts;        /* NULL when unscannable */
	Verdict *verdict;    /* never NULL */
	const char *problem; /* why it is unscannable; else NULL */
	gboolean cold;       /* memory could not be asked: judged by the message alone */
} Judgement;

void judgement_clear(Judgement *judgement);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Judgement, judgement_clear)

/* Judge MESSAGE, that came from NETWORK (networks_around), within PATIENCE microseconds, from any
 * thread. FALSE with KITH_ERROR_WORKER when no seat is free in time or no worker can be made: a
 * fault of ours, which says nothing of the message. */
gboolean court_judge(Court *court, Span message, const char *network, gint64 patience,
	Judgement *ret, GError **error);
