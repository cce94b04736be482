/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings: what many messages bring, united and put in order outside of memory: a private file of
 * SQLite's that is gone when it is closed. Any number fit into the memory that a few thousand need.
 */
#pragma once

#include <glib.h>

typedef struct Finding {
	guint kind;
	const char *key;   /* the order within a kind; the same key is the same thing */
	const char *value; /* how it is written */
	double score;      /* the highest of its messages */
	guint64 messages;
	gint64 first; /* Unix seconds */
	gint64 last;
} Finding;

typedef struct Findings Findings;

/* NULL with KITH_ERROR_IO. */
Findings *findings_new(GError **error);
void findings_free(Findings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Findings, findings_free)

/* Add FINDING; its strings, valid UTF-8, are copied. KITH_ERROR_IO. */
gboolean findings_add(Findings *findings, const Finding *finding, GError **error);

typedef gboolean (*FindingFunc)(const Finding *finding, gpointer user_data);
/* Each thing once, by kind and key, with what was added under its key united. FUNC, to which it is
 * borrowed, returns FALSE to stop early, which is no error. */
gboolean findings_each(Findings *findings, FindingFunc func, gpointer user_data, GError **error);
