/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the state, the secret and the configuration are, and what the configuration says
 * (kith.conf(5)).
 */
#pragma once

#include <glib.h>

typedef struct Settings {
	char *state;             /* the state directory */
	char *secret;            /* the secret's file, outside the state directory */
	char *config;            /* kith.conf */
	char **organisation;     /* own domains, NULL-terminated, lower-cased */
	char **authserv;         /* hosts whose Authentication-Results are believed, lower-cased */
	guint retention;         /* days that the ledger keeps what it recorded; 0: for ever */
	guint raw_retention;     /* days that raw messages of a sinkhole are kept; 0: for ever */
	char *weights;           /* file with other weights for the signals; NULL: those built in */
	char *trend_table;       /* file with other sectors and countries; NULL: those built in */
	char *alert_command;     /* run when one of our own is robbed; NULL: none */
	char *notify_from;       /* who writes notices: one line; NULL: nobody is named */
	char *notify_contact;    /* where to ask back: one line; NULL */
	char *awareness_contact; /* whom our own people are to tell: one line; NULL */
} Settings;

/* Settings with the places given, NULL meaning the default: STATE else $KITH_STATE else
 * /var/lib/kith for root else $XDG_STATE_HOME/kith; SECRET else systemd's credential "kith-secret"
 * else /etc/kith/secret for root else $XDG_CONFIG_HOME/kith/secret; CONFIG else STATE/kith.conf.
 * Reads the configuration where there is one; KITH_ERROR_USAGE when it is malformed, KITH_ERROR_IO
 * when unreadable or when CONFIG was given and is missing. */
Settings *settings_load(const char *state, const char *secret, const char *config, GError **error);
void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* Write organisation and authserv to the configuration file, keeping what else stands in it. Makes
 * the state directory with mode 0700. KITH_ERROR_IO when it cannot be written. */
gboolean settings_save(const Settings *settings, GError **error);
