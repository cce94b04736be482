/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine: raw messages in, verdicts and lessons out. The one place that wires sources, workers,
 * memory and the judge together.
 */
#pragma once

#include "base/settings.h"
#include "engine/marking.h"
#include "intake/source.h"
#include "judge/verdict.h"
#include "mail/facts.h"
#include "memory/memory.h"

typedef enum {
	ENGINE_LEARN, /* judge cold, learn what is not hijacked */
	ENGINE_SCAN,  /* judge with memory */
	ENGINE_MARK,  /* judge with memory, then say of it what is told */
} EngineTask;

typedef struct EngineOptions {
	EngineTask task;
	guint jobs;        /* workers, at least 1 */
	gboolean learn;    /* while scanning: learn each message after its judgement when clean or
			      unverified */
	gboolean record;   /* while scanning: into the ledger what is above clean, and deliveries */
	gboolean handled;  /* while recording: messages begin with what the guard did (handled.h) */
	gboolean outgoing; /* while learning: own sent mail */
	gboolean trust;    /* while learning: also what looks hijacked */
	MarkOrder mark;    /* while marking */
	const volatile int *stop; /* becomes nonzero when the user asks to stop; may be NULL */
} EngineOptions;

typedef enum {
	FATE_JUDGED, /* scanned only; or it was not marked so and there is nothing to undo */
	FATE_LEARNED,
	FATE_KNOWN, /* was in memory before */
	FATE_MARKED,
	FATE_FORGOTTEN, /* not learned, though it may be marked: its author is to be forgotten */
	FATE_SKIPPED,   /* not learned: it looks hijacked, or could not be read */
} Fate;

/* What became of one message. Everything is borrowed until the callback returns. */
typedef struct EngineResult {
	const RawMessage *raw;
	const char *path;
	const Facts *facts;     /* NULL when unscannable */
	const Recall *recall;   /* NULL when unscannable */
	const Verdict *verdict; /* never NULL */
	const char *problem;    /* why it is unscannable; else NULL */
	gboolean cut;           /* only its first LIMIT_MESSAGE bytes were read */
	Fate fate;
	guint sightings; /* new in the ledger */
	guint64 bytes;
} EngineResult;

typedef void (*EngineReport)(const EngineResult *result, gpointer user_data);

typedef struct Engine Engine;

/* An engine on the state that SETTINGS (borrowed) name. Needs zygote_start (worker/pool.h) before.
 */
Engine *engine_new(const Settings *settings, const EngineOptions *options, GError **error);
void engine_free(Engine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Engine, engine_free)

/* Run every message of SOURCE through the engine; REPORT is called once per message, in the
 * source's order. TRUE, or FALSE with KITH_ERROR_STOPPED when asked to stop: everything reported as
 * learned or recorded is durable. FALSE with another ERROR when the environment fails: the last few
 * thousand lessons and sightings may be lost and must be learned and recorded again. */
gboolean engine_run(
	Engine *engine, Source *source, EngineReport report, gpointer user_data, GError **error);

/* What a source tells besides messages (SourceEvents), to be recorded; from within engine_run
 * alone. A failure ends the run. Without recording they do nothing. */
void engine_take_session(Engine *engine, const Session *session);
/* The password is hashed beside the work (password-hasher.h), and recorded before engine_run ends.
 */
void engine_take_password(Engine *engine, const Session *session, Span password);
void engine_take_hash(Engine *engine, const Session *session, const char *hash);

/* The engine's memory, borrowed; for explaining what it knows. */
Memory *engine_memory(Engine *engine);
