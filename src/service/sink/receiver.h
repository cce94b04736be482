/* SPDX-License-Identifier: Apache-2.0
 *
 * The receiving process of a sinkhole: one thread, one loop of events, no memory and no ledger.
 * What it takes goes into the spool. The messages that came to their end in one pass of the loop
 * are made durable together and only then answered (group commit).
 */
#pragma once

#include "engine/password-hasher.h"
#include "intake/spool/spool.h"
#include "service/sink/tls-authority.h"

typedef struct ReceiverOptions {
	const GArray *listeners; /* of Listener, open */
	gboolean transparent;    /* keep where redirected connections wanted to go */
	const char *spool;       /* directory */
	const char *name;        /* of the server */
	guint seconds;           /* that a client may take for a command */
	SpoolRun run;            /* noted with everything */
	TlsAuthority *authority;
	/* Whose contexts are of Session, freed by session_free. */
	PasswordHasher *hasher;
	/* Says what went wrong; the receiver goes on. */
	void (*complain)(const char *message);
} ReceiverOptions;

/* Serve OPTIONS until SIGTERM or SIGINT; what was answered is durable then. FALSE with
 * KITH_ERROR_IO or KITH_ERROR_STATE when it cannot begin. */
gboolean receiver_run(const ReceiverOptions *options, GError **error);
