/* SPDX-License-Identifier: Apache-2.0
 *
 * Indicator: something that other defences can look for, as every format gets it. Its value was
 * validated and brought to one spelling (report/coverage/spelling.h): printable ASCII without white
 * space, quotes ("), backslashes and control characters. A format escapes what its engine reads
 * otherwise.
 */
#pragma once

#include <glib.h>

/* In the order in which they come. */
typedef enum {
	INDICATOR_FILE,    /* SHA-256, 64 lower-case hex digits */
	INDICATOR_URL,     /* http, https or ftp, without user and fragment */
	INDICATOR_HOST,    /* letters, digits, hyphens and dots; below a public suffix */
	INDICATOR_ADDRESS, /* IPv4 or IPv6 as inet_ntop prints it; all IPv4 ones first */
	INDICATOR_MD5,     /* a file's SHA-256, MD5 and size: "…:…:123" */
	INDICATOR_MEMBER,  /* in a locked archive: the archive's size, the member's, and its name in
			      percent signs, "222:111:a%20b.doc" */
	INDICATOR_ACCOUNT, /* a mail address */
	INDICATOR_KINDS,
} IndicatorKind;

/* Of a SHA-256, in hex digits. */
#define INDICATOR_DIGEST_LENGTH 64
/* So many numbers there are for indicators, from 1 on. */
#define INDICATOR_NUMBERS 161000000

typedef struct Indicator {
	IndicatorKind kind;
	const char *value;
	const char *host; /* of a URL, without port; else "" */
	const char *path; /* of a URL: from its first slash on, with the query; else "" */
	gboolean
		covered; /* a host below one that came before, which most engines take for it too */
	guint32 number;  /* no other one's in this export, and the same in the next */
	guint confidence; /* 1 to 99 percent */
	guint64 messages;
	gint64 first; /* Unix seconds */
	gint64 last;
	gint64 expires;
} Indicator;

/* What holds for a whole export. */
typedef struct Release {
	const char *tlp;      /* "AMBER" … */
	const char *producer; /* what tells this sensor's identifiers from those of others */
	gint64 time;          /* of the newest message: there is no clock here but the data's */
} Release;

/* "file", "url" …: fixed names. */
const char *indicator_kind_name(IndicatorKind kind);
/* Unix seconds as RFC 3339 in UTC. New string. */
char *indicator_time(gint64 time);
