/* SPDX-License-Identifier: Apache-2.0
 *
 * Measure: learn past mail into a memory of its own, judge a corpus with it and with nothing
 * learned, and count what the verdicts were worth. Nothing but counts and scores is kept.
 */
#pragma once

#include "base/settings.h"
#include "eval/attribution.h"
#include "eval/corpus.h"
#include "eval/roc.h"
#include "eval/tally.h"
#include "intake/source.h"

typedef enum {
	PASS_WARM, /* judged with what was learned */
	PASS_COLD, /* judged with nothing learned */
	PASS_COUNT,
} PassKind;

typedef struct Pass {
	gboolean done;
	Tally *tallies; /* by the group's number */
	Roc *roc;       /* an unscannable message counts as the worst: missed, or accused */
	Attribution *attribution;
	double seconds;
} Pass;

typedef struct Measurement {
	Corpus *corpus;
	Pass passes[PASS_COUNT];
	struct {
		gboolean done;
		guint64 messages, learned, known, skipped;
		double seconds;
	} lesson;
	guint64 unscannable; /* learning included */
	guint complaints;    /* arguments that could not be read */
} Measurement;

typedef struct MeasureOptions {
	const Settings *settings; /* own domains and believed hosts; its state is not used */
	guint jobs;
	const char *const *outgoing; /* paths to learn, NULL-terminated, may be NULL */
	const char *const *learn;
	gboolean passes[PASS_COUNT]; /* which are wanted */
	const volatile int *stop;
	/* Called when the messages of a SOURCE follow, and after each; and of what cannot be read
	 * or scanned. */
	void (*begin)(const Source *source, gpointer user_data);
	void (*step)(gpointer user_data);
	void (*end)(gpointer user_data);
	SourceComplaint complain;
	gpointer user_data;
} MeasureOptions;

/* An empty measurement of CORPUS, which it owns from now on. */
Measurement *measurement_new(Corpus *take_corpus);
void measurement_free(Measurement *measurement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Measurement, measurement_free)

/* Learn and judge. Needs zygote_start (worker/pool.h) before. FALSE with KITH_ERROR_STOPPED when
 * asked to stop, KITH_ERROR_USAGE when a file holds more or fewer messages than labels, or another
 * ERROR when the environment fails; then nothing counted may be shown. */
gboolean measurement_run(Measurement *measurement, const MeasureOptions *options, GError **error);

/* All attacks, or all honest mail, of one pass. */
Tally measurement_sum(const Measurement *measurement, PassKind pass, gboolean attack);
/* The first pass that was done; PASS_COUNT when there is none. */
PassKind measurement_any(const Measurement *measurement);
