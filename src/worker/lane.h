/* SPDX-License-Identifier: Apache-2.0
 *
 * One worker as the pool sees it: the messages on their way through it, and what came back so far.
 * A lane knows nothing of order or retries.
 */
#pragma once

#include "mail/facts.h"
#include "worker/zygote.h"

/* A message and what becomes of it. */
typedef struct Job {
	GBytes *bytes; /* NULL once done */
	gsize length;  /* what is sent of it */
	guint8 header[WORKER_FRAME_HEADER];
	gpointer tag;
	gboolean done;
	Facts *facts;
	const char *reason; /* why facts is NULL; static */
	gsize held;         /* memory that it takes: the message's bytes, later the answer's */
	guint deaths;       /* workers that died while it was in flight */
	guint kills;        /* of those, while it was alone, by SIGKILL from elsewhere */
} Job;

/* A job for BYTES, which is cut to LIMIT_MESSAGE. */
Job *job_new(GBytes *bytes, gpointer tag);
void job_free(Job *job);

/* What a pool has to carry. */
typedef struct PoolLoad {
	guint unanswered; /* jobs not done */
	gsize waiting;    /* bytes of those */
	gsize held;       /* bytes of all jobs, done or not */
} PoolLoad;

/* JOB is done; takes FACTS. */
void job_finish(Job *job, Facts *facts, gsize size, const char *reason, PoolLoad *load);

typedef struct Lane {
	ZygoteWorker worker;
	gboolean open;
	gboolean alone; /* carries a suspect and nothing else */
	GQueue jobs;    /* in flight, oldest first; not owned */
	gsize bytes;    /* of those */
	GList *unsent;  /* link of the first that is not wholly sent */
	gsize sent;     /* bytes of that one's frame sent */
	GByteArray *input;
	guint32 answered;
	guint32 seen; /* started, as last looked at */
	gint64 since; /* when the message it is at began, at the latest */
} Lane;

typedef enum {
	LANE_WELL,
	LANE_DIED,
	LANE_OVERRAN,
	LANE_GARBAGE,
} LaneState;

void lane_clear(Lane *lane);
/* Give LANE a worker. */
gboolean lane_open(Lane *lane, GError **error);
/* Kill and reap its worker; its jobs stay in the queue, to be taken out. Returns the wait status,
 * -1 when unknown. */
int lane_close(Lane *lane);
/* May JOB go into LANE's flight (it may not be open)? */
gboolean lane_accepts(const Lane *lane, const Job *job);
/* Has its worker read as many messages as one may? It accepts no more until it is idle, and must
 * then be closed. */
gboolean lane_spent(const Lane *lane);
void lane_add(Lane *lane, Job *job);
/* Send what the socket takes. A worker that is gone is noticed by lane_receive. */
void lane_send(Lane *lane);
/* Read what is there and finish the jobs that it answers. */
LaneState lane_receive(Lane *lane, PoolLoad *load);
/* Has its worker been at one message for more than LIMIT microseconds? */
gboolean lane_overran(Lane *lane, gint64 now, gint64 limit);
/* The job that the worker was at by its own account; the oldest when that makes no sense; NULL when
 * none is in flight. */
Job *lane_suspect(const Lane *lane);
