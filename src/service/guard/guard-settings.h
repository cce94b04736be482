/* SPDX-License-Identifier: Apache-2.0
 *
 * What kith.conf says of the guard: the groups [guard] and [actions …]. Read at the start and at
 * each reload; never changed once read, so that many threads may look at it.
 */
#pragma once

#include "base/settings.h"
#include "service/guard/actions.h"
#include "service/guard/networks.h"

typedef enum { LANGUAGE_OF_MAIL, LANGUAGE_ENGLISH, LANGUAGE_JAPANESE } WarningLanguage;

typedef struct GuardSettings {
	gint references;
	char *listen;       /* "inet:12099@127.0.0.1" or "unix:/path"; NULL: not said */
	char *user;         /* whom to become when root starts it; NULL: not said */
	Networks *networks; /* what comes from them is outgoing */
	guint seconds;      /* for one message */
	gboolean tempfail;  /* faults of ours put off a message; else it passes unjudged */
	WarningLanguage language;
	char *tag;         /* in front of a subject; NULL: the language's own */
	char *explanation; /* URL that the banner names; NULL */
	char *sendmail;    /* command line that takes what is released */
	guint retention;   /* days in quarantine; 0: for ever */
	guint metrics;     /* port on 127.0.0.1 that tells numbers; 0: none */
	Actions *actions;
} GuardSettings;

/* Read what SETTINGS' configuration file says; without a file all is as by default. NULL with
 * KITH_ERROR_USAGE or _IO. Free with guard_settings_release. */
GuardSettings *guard_settings_read(const Settings *settings, GError **error);
GuardSettings *guard_settings_hold(GuardSettings *settings);
void guard_settings_release(GuardSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GuardSettings, guard_settings_release)
