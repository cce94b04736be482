/* SPDX-License-Identifier: Apache-2.0
 *
 * The last line against a damaged store: LMDB has no checksums and follows what a page says, out of
 * the file (SIGBUS) or of the map (SIGSEGV), or finds by an assertion that it cannot be. What ends
 * the process so says in one line where and what to do, and ends it with the status of a failing
 * environment.
 */
#pragma once

#include <glib.h>

/* From now on SIGBUS, SIGSEGV and SIGABRT name PATH, the file that was opened last, and end the
 * process with status 2; a handler that is there already, as a sanitizer's, stays. Processes forked
 * before are not touched. */
void fault_watch(const char *path);
/* End so, because of REASON. */
G_NORETURN void fault_end(const char *reason);
