/* SPDX-License-Identifier: Apache-2.0
 *
 * The filter: the guard's end of the milter protocol, one thread for each session of the mail
 * server. It judges what comes in, learns from what goes out, and does what the settings say.
 */
#pragma once

#include <signal.h>

#include "memory/secret.h"
#include "service/guard/backlog.h"
#include "service/guard/court.h"
#include "service/guard/guard-settings.h"
#include "service/guard/meter.h"
#include "service/guard/quarantine.h"

typedef struct Filter {
	Court *court;
	Backlog *backlog;
	Quarantine *quarantine;
	GAsyncQueue *editors; /* of Editor, those not at work */
	Secret *secret;
	Meter *meter;
	pid_t keeper; /* the process that keeps this one; 0: none */
	GMutex mutex;
	GuardSettings *settings; /* under the mutex; replaced at a reload */
} Filter;

/* The settings in force, to be released. */
GuardSettings *filter_settings(Filter *filter);
/* Let SETTINGS, which are taken, be in force from the next message on. */
void filter_set_settings(Filter *filter, GuardSettings *settings);

/* How the filter is, as JSON and for Prometheus (meter.h). New strings. */
char *filter_status(Filter *filter);
char *filter_numbers(Filter *filter);

/* The signal that ends a filter well; libmilter's own way on SIGTERM drops every session. */
#define FILTER_END SIGUSR1

/* Tells the keeper of a filter that it took new settings. */
#define FILTER_RELOADED SIGUSR2

/* Serve at PLACE ("inet:port@host", "unix:path"). At FILTER_END, which every thread must block, the
 * process takes no further message, answers those at hand within the time of one message, and
 * exits. FILTER is borrowed for the life of the process. TRUE after SIGTERM or SIGINT; FALSE with
 * KITH_ERROR_IO when PLACE cannot be listened at. */
gboolean filter_run(Filter *filter, const char *place, GError **error);
