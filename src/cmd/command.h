/* SPDX-License-Identifier: Apache-2.0
 *
 * Command: one row of the table in main.c, one file each. A command parses its own options, does
 * its work and returns the exit status.
 */
#pragma once

#include <glib.h>

/* Exit statuses, the same for every command. 2 wins over 1. */
enum {
	EXIT_NOTHING_FOUND = 0,
	EXIT_FOUND = 1,
	EXIT_TROUBLE = 2,
	EXIT_INTERRUPTED = 130,
};

typedef struct Command {
	const char *name;
	const char *arguments; /* as shown in help: "PATH…" */
	const char *summary;   /* one line, translatable */
	int (*run)(const struct Command *command, int argc, char **argv);
	gboolean parses_mail; /* needs the zygote, which must be forked before all else */
} Command;

int command_init(const Command *command, int argc, char **argv);
int command_learn(const Command *command, int argc, char **argv);
int command_scan(const Command *command, int argc, char **argv);
int command_explain(const Command *command, int argc, char **argv);
int command_ledger(const Command *command, int argc, char **argv);
int command_victims(const Command *command, int argc, char **argv);
int command_accounts(const Command *command, int argc, char **argv);
int command_networks(const Command *command, int argc, char **argv);
int command_lookup(const Command *command, int argc, char **argv);
int command_notify(const Command *command, int argc, char **argv);
int command_pullback(const Command *command, int argc, char **argv);
int command_pcap(const Command *command, int argc, char **argv);
int command_sink(const Command *command, int argc, char **argv);
int command_trend(const Command *command, int argc, char **argv);
int command_guard(const Command *command, int argc, char **argv);
int command_digest(const Command *command, int argc, char **argv);
int command_status(const Command *command, int argc, char **argv);
int command_quarantine(const Command *command, int argc, char **argv);
int command_mark(const Command *command, int argc, char **argv);
int command_forget(const Command *command, int argc, char **argv);
int command_expire(const Command *command, int argc, char **argv);
int command_state(const Command *command, int argc, char **argv);
int command_export(const Command *command, int argc, char **argv);
int command_eval(const Command *command, int argc, char **argv);
