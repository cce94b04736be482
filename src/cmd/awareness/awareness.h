/* SPDX-License-Identifier: Apache-2.0
 *
 * What kith digest was asked, and its three tasks, one file each.
 */
#pragma once

#include "cmd/report/report.h"
#include "output/page/page.h"
#include "report/awareness/digest-page.h"
#include "report/notice/letter.h"
#include "service/guard/guard-settings.h"

typedef struct Awareness {
	const Command *command;
	const Options *options;
	ReportOptions period;
	char *organisation;
	char **departments; /* names or patterns; NULL */
	char *language, *out, *explanation;
	gboolean html, text, handout;
	LetterLanguage reader;
	GuardSettings *filter; /* NULL where no guard ever ran on this state */
} Awareness;

/* Figures of one department, or of each in a directory. The exit status. */
int figures_write(const Awareness *self);
/* The page about one message: the one named by an argument, the newest surely forged one in
 * quarantine, or an invented one. The exit status. */
int own_case_write(const Awareness *self);

/* Write TEXT to the file PATH; NULL is standard output. FALSE with KITH_ERROR_IO. */
gboolean awareness_put(const char *path, const char *text, GError **error);
/* By --html; text unless asked for. */
const PageForm *awareness_form(const Awareness *self);
/* What was released of what the guard held from SINCE to before UNTIL for those of ours who are of
 * DEPARTMENT (NULL: all), and what it does now, where that is one thing for all of their patterns.
 * All zero where there is no guard. */
DigestHandling handling_count(
	const Awareness *self, const Department *department, gint64 since, gint64 until);
