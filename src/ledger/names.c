/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixed names of what the ledger has numbers for.
 */
#include "ledger/ledger.h"

const char *ledger_verdict_name(LedgerVerdict verdict)
{
	static const char *const names[] = {
		[LEDGER_CLEAN] = "clean",
		[LEDGER_UNVERIFIED] = "unverified",
		[LEDGER_SUSPICIOUS] = "suspicious",
		[LEDGER_HIJACKED] = "hijacked",
		[LEDGER_UNSCANNABLE] = "unscannable",
	};
	return names[verdict];
}

const char *ledger_side_name(LedgerSide side)
{
	static const char *const names[] = {"unknown", "inside", "outside"};
	return names[side];
}

const char *ledger_source_name(LedgerSource source)
{
	static const char *const names[] = {
		[LEDGER_FROM_MAIL] = "mail",
		[LEDGER_FROM_GUARD] = "guard",
		[LEDGER_FROM_SINKHOLE] = "sinkhole",
		[LEDGER_FROM_CAPTURE] = "capture",
	};
	return names[source];
}

const char *ledger_indicator_name(LedgerIndicatorKind kind)
{
	static const char *const names[] = {
		[LEDGER_SHA256] = "sha256",
		[LEDGER_URL] = "url",
		[LEDGER_HOST] = "host",
		[LEDGER_IP] = "ip",
		[LEDGER_MD5] = "md5",
		[LEDGER_MEMBER] = "member",
	};
	return names[kind];
}

const char *ledger_trait_name(LedgerTrait trait)
{
	static const char *const names[] = {
		[LEDGER_CONTINUES] = "continues",
		[LEDGER_WAKES] = "wakes",
		[LEDGER_GIVES_PASSWORD] = "password",
		[LEDGER_BRINGS_MACROS] = "macro-document",
		[LEDGER_BRINGS_LOCKED] = "locked-archive",
		[LEDGER_BRINGS_PROGRAM] = "program",
		[LEDGER_BRINGS_ARCHIVE] = "archive",
		[LEDGER_BRINGS_DOCUMENT] = "document",
		[LEDGER_BRINGS_PAGE] = "html-page",
		[LEDGER_BRINGS_LINK] = "link",
	};
	return names[trait];
}

const char *ledger_handling_name(LedgerHandling handling)
{
	static const char *const names[] = {
		[LEDGER_UNHANDLED] = "unknown",
		[LEDGER_OBSERVED] = "observe",
		[LEDGER_HEADED] = "header",
		[LEDGER_TAGGED] = "tag",
		[LEDGER_WARNED] = "warn",
		[LEDGER_HELD] = "hold",
		[LEDGER_REJECTED] = "reject",
	};
	return names[handling];
}
