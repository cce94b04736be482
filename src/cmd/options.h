/* SPDX-License-Identifier: Apache-2.0
 *
 * Options common to all commands, and the reading of a command line.
 */
#pragma once

#include "base/settings.h"
#include "cmd/command.h"

typedef struct Options {
	Settings *settings;
	char **arguments; /* what is left, as bytes; NULL-terminated, never NULL */
	gboolean json;
	guint jobs;
	gboolean puzzling; /* the configuration has words that nothing reads; stderr tells which */
} Options;

/* Read ARGV with the common options and COMMAND's own ENTRIES (terminated; may be NULL). NULL after
 * a complaint on stderr: the command then returns EXIT_TROUBLE. --help prints and exits. Between
 * LEAST and MOST arguments must be left. */
Options *options_parse(const Command *command, const GOptionEntry *entries, int argc, char **argv,
	guint least, guint most);
void options_free(Options *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Options, options_free)

/* SAMPLE is the SHA-256 of a program, or NULL. FALSE after a complaint when it is neither. */
gboolean options_check_sample(const Command *command, const char *sample);
/* Print ERROR as "kith COMMAND: …" on stderr. */
void options_complain(const Command *command, const char *message);
