/* SPDX-License-Identifier: Apache-2.0
 *
 * A progress line on stderr with rate and time left, on a terminal only; and asking a run to stop
 * by Ctrl-C.
 */
#pragma once

#include "intake/source.h"

typedef struct Progress Progress;

/* Shows nothing when stderr is no terminal. SOURCE is borrowed. */
Progress *progress_new(const Source *source);
/* Ends and wipes the line. */
void progress_free(Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_free)
/* One more message is done. */
void progress_step(Progress *progress);
/* Wipe the line before something else is printed. */
void progress_clear(Progress *progress);

/* SIGINT and SIGTERM set the flag returned; a second one ends the program at once. */
const volatile int *progress_stop_flag(void);
/* The same for a command that has to clean up: a second one changes nothing, and SIGHUP counts. */
const volatile int *progress_stop_flag_patient(void);
