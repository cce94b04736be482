/* SPDX-License-Identifier: Apache-2.0
 *
 * The same report of a relay account in XARF 4 (xarf.org, schemas messaging-spam and xarf-core):
 * one JSON object, for abuse desks whose programs read that.
 */
#pragma once

#include "report/notice/outbox.h"

/* What one report tells; all borrowed. */
typedef struct XarfReport {
	const char *account;    /* plain_address */
	const char *peer;       /* the address that handed it over, "" when unknown */
	const char *message_id; /* of the latest message, as the provider may read it; "" */
	const char *header;     /* of the latest message, as the provider may read it */
	gint64 first, last;     /* Unix seconds */
} XarfReport;

/* REPORT as a line of JSON, new string; NULL where OUTBOX has no address of who writes: the format
 * demands one. */
char *xarf_compose(const XarfReport *report, const Outbox *outbox);
