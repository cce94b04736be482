/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands for an administrator of Dovecot, to move messages into a folder of each mailbox. What a
 * message brings into them is quoted for the shell; what could still be misread is left out:
 * mailboxes that are not ours or hold more than an address's usual signs (doveadm takes wildcards),
 * Message-IDs that are not printable ASCII or too short to name one message.
 */
#pragma once

#include <stdio.h>

#include "base/settings.h"

typedef struct PullbackScript PullbackScript;

/* Commands on STREAM; WHOLE: a script with comments that only shows, unless called with --move.
 * Both borrowed. */
PullbackScript *pullback_script_new(const Settings *settings, gboolean whole, FILE *stream);
void pullback_script_free(PullbackScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PullbackScript, pullback_script_free)
/* The message MESSAGE_ID, without angle brackets, lies in MAILBOX since TIME (Unix seconds). */
void pullback_script_add(
	PullbackScript *script, const char *mailbox, const char *message_id, gint64 time);
/* The end; how many were left out. */
guint pullback_script_end(PullbackScript *script);
