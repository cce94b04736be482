/* SPDX-License-Identifier: Apache-2.0
 *
 * What the commands that judge mail share: an engine over the paths given, counts, a summary and
 * the exit status.
 */
#pragma once

#include "cmd/options.h"
#include "cmd/print/progress.h"
#include "engine/engine.h"
#include "output/json.h"

typedef struct Run {
	const Command *command;
	const Options *options;
	Engine *engine;
	Progress *progress;
	Json *json; /* NULL unless --json */
	guint64 messages;
	guint64 bytes;
	guint64 verdicts[VERDICT_UNSCANNABLE + 1];
	guint64 fates[FATE_SKIPPED + 1];
	guint64 sightings; /* new in the ledger */
	guint complaints;  /* arguments that could not be read */
	gboolean keeps;    /* what is done is learned or recorded */
	gboolean cold;     /* some message was judged without a memory */
	gboolean interrupted;
	gboolean failed;
	double seconds;
} Run;

/* Run an engine with ENGINE_OPTIONS (jobs and stop are filled in) over OPTIONS' arguments, REPORT
 * once per message with the Run as user data. Counts and complains on stderr. */
void run_engine(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report);
/* The same, after a first pass that reports nothing: each message is judged knowing also what the
 * later ones have in common with it. Arguments that can be read but once have nothing to report. */
void run_engine_twice(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, EngineReport report);
/* The same over SOURCE (borrowed), which complains to run_complain with RUN as user data. */
void run_source(Run *run, const Command *command, const Options *options,
	EngineOptions engine_options, Source *source, EngineReport report);
/* A SourceComplaint: says on stderr what could not be read. USER_DATA is the Run. */
void run_complain(const char *path, const char *message, gpointer user_data);
/* Count RESULT and step the progress line; for REPORT to call first. */
void run_count(Run *run, const EngineResult *result);
/* Print how many messages got which verdict; RECORDED: and what is new in the ledger. */
void run_summarise(const Run *run, gboolean recorded);
/* The exit status that the counts ask for. FOUND_MATTERS: suspicious and hijacked count as found.
 */
int run_status(const Run *run, gboolean found_matters);
