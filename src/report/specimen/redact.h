/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts and Verdict with everything personal replaced: names, addresses, domains, hosts, subjects,
 * texts, Message-IDs, file names. They are built anew from stand-ins, word by word of what is
 * allowed, so that what nobody thought of is left out rather than let through.
 */
#pragma once

#include "judge/verdict.h"
#include "report/specimen/aliases.h"

/* A copy of FACTS by ALIASES, owned by the caller. Kept are times, sizes, hashes of files, marks,
 * anomalies, the reply prefixes' number, and where which kind of text stands; a text is as many
 * "x" as it had characters. VERDICT is what the message was judged: whoever it calls robbed is
 * "Person A". */
Facts *redact_facts(Aliases *aliases, const Facts *facts, const Verdict *verdict);
/* A copy of VERDICT by ALIASES, owned by the caller; after redact_facts. Of a message that is not
 * convicted the hashes of its files are left out: they are private papers. */
Verdict *redact_verdict(Aliases *aliases, const Verdict *verdict);
