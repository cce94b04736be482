/* SPDX-License-Identifier: Apache-2.0
 *
 * Coverage: what the ledger knows that other defences can look for, with how sure it is and until
 * when it holds. The same ledger gives the same indicators in the same order: time is that of its
 * newest message.
 */
#pragma once

#include "base/settings.h"
#include "ledger/query/ledger-query.h"
#include "output/format/format.h"
#include "report/coverage/allowed.h"

typedef struct CoverageOptions {
	LedgerFilter filter;
	guint confidence; /* percent; what is less sure is left out */
	gint64 lifetime;  /* seconds after which what was not seen again is left out; 0: by its kind
			   */
	gboolean share; /* nothing personal: no accounts and names of files, no URLs that may name a
			   recipient */
	const char *tlp;
	const Allowed *allowed; /* what is never exported */
} CoverageOptions;

/* Confidence asked for where nothing else is said. */
#define COVERAGE_CONFIDENCE 50

typedef struct Coverage Coverage;

/* Gather from LEDGER by OPTIONS, borrowed like SETTINGS. NULL with ERROR. */
Coverage *coverage_new(
	Ledger *ledger, const CoverageOptions *options, const Settings *settings, GError **error);
void coverage_free(Coverage *coverage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Coverage, coverage_free)

/* Owned by COVERAGE. */
const Release *coverage_release(const Coverage *coverage);

typedef void (*CoverageFunc)(const Indicator *indicator, gpointer user_data);
/* Each indicator once, in the order of kinds and keys; borrowed by FUNC. */
gboolean coverage_each(Coverage *coverage, CoverageFunc func, gpointer user_data, GError **error);
