/* SPDX-License-Identifier: Apache-2.0
 *
 * What the guard does with a message: an action for each verdict, by default, by domain and by
 * recipient, as the groups [actions], [actions DOMAIN] and [actions ADDRESS] of kith.conf have it.
 */
#pragma once

#include "judge/verdict.h"
#include "ledger/ledger.h"

/* From the mildest to the strictest; header to warn each hold what stands before them. */
typedef enum {
	ACTION_OBSERVE, /* learn and log; the message passes untouched */
	ACTION_HEADER,  /* X-Kith-Verdict */
	ACTION_TAG,     /* and a word in front of the subject */
	ACTION_WARN,    /* and a banner in the text */
	ACTION_HOLD,    /* into quarantine */
	ACTION_REJECT,  /* refused in the SMTP session */
} Action;

typedef struct Actions Actions;

/* The actions that FILE says, those it does not say are to observe. FALSE with KITH_ERROR_USAGE
 * when a word is no verdict or no action. */
Actions *actions_read(GKeyFile *file, GError **error);
void actions_free(Actions *actions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Actions, actions_free)

/* The action for MAILBOX, an address or domain that is normalised (recipient.h), when the verdict
 * is KIND: the most particular that says anything of KIND. */
Action actions_for(const Actions *actions, const char *mailbox, VerdictKind kind);
const char *action_name(Action action);
/* What the ledger calls it once it is done. */
LedgerHandling action_handling(Action action);
