/* SPDX-License-Identifier: Apache-2.0
 *
 * The zygote as the pool and the tests see it (zygote_start and zygote_stop are in worker/pool.h).
 * It is the parent of all workers: it forks them while it has one thread and nothing open, and it
 * alone waits for them, so a process id named to it cannot have passed to a stranger.
 */
#pragma once

#include <sys/types.h>

#include "worker/worker.h"

/* Workers alive at one time. */
#define ZYGOTE_WORKERS 256

/* A worker, sandboxed and waiting for its first message. */
typedef struct ZygoteWorker {
	int socket; /* non-blocking; owned */
	pid_t pid;
	guint slot;             /* its page of shared memory */
	const guint32 *started; /* messages it has begun; the worker can write anything here */
} ZygoteWorker;

typedef enum {
	ZYGOTE_READER, /* answers as zygote_start was told */
	ZYGOTE_EDITOR, /* answers as editor_answer does (worker/editor.h) */
} ZygoteRole;

/* zygote_start with work of one's own: WARM (may be NULL) runs once in the zygote, ANSWER in
 * workers. */
gboolean zygote_start_with(void (*warm)(void), WorkerAnswer answer, GError **error);
/* Make a worker, from any thread. KITH_ERROR_WORKER when there is no zygote, no process or no whole
 * sandbox. */
gboolean zygote_make(ZygoteWorker *ret_worker, ZygoteRole role, GError **error);
/* Kill WORKER if it still runs, reap it and close its socket. Returns its wait status as waitpid
 * has it, -1 when the zygote is gone. */
int zygote_end(ZygoteWorker *worker);
/* The zygote's process id, 0 when there is none. */
pid_t zygote_pid(void);
