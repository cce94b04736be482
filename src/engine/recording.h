/* SPDX-License-Identifier: Apache-2.0
 *
 * Recording: what was judged, into the ledger. Everything above clean is a sighting; what is clean
 * but bears tracks of files, links or text is a delivery, which later evidence may convict. Logins
 * to stolen accounts are recorded with or without a message.
 */
#pragma once

#include "base/settings.h"
#include "intake/source.h"
#include "judge/verdict.h"
#include "mail/facts.h"

typedef struct Recording Recording;

/* A recording into the ledger of the state that SETTINGS (borrowed) name, which is made when
 * missing. HANDLED: messages begin with what the guard did with them (handled.h). NULL with ERROR.
 */
Recording *recording_new(const Settings *settings, gboolean handled, GError **error);
void recording_free(Recording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recording, recording_free)

/* Record FACTS with VERDICT and TRACKS (of Track) of the message RAW at each recipient. Where it
 * was seen how that was handed over, its delivery says for whom, when and through which account,
 * and it is recorded whatever the verdict. *RET_NEW counts the sightings that are new to the
 * ledger. The first one after a commit waits for other writers and forgets what is older than the
 * settings allow. FALSE with ERROR: all since the last commit is lost. */
gboolean recording_take(Recording *recording, const RawMessage *raw, const Facts *facts,
	const Verdict *verdict, const GArray *tracks, guint *ret_new, GError **error);
/* The same for a message that could not be read, known by its bytes alone. */
gboolean recording_take_unscannable(
	Recording *recording, const RawMessage *raw, guint *ret_new, GError **error);
/* Record that somebody logged in to the account of SESSION, if there is one. */
gboolean recording_take_login(Recording *recording, const Session *session, GError **error);
/* The same, and HASH, an Argon2id string of the password that was sent. */
gboolean recording_take_password(
	Recording *recording, const Session *session, const char *hash, GError **error);
/* Make everything taken so far durable. */
gboolean recording_commit(Recording *recording, GError **error);
