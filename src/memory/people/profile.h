/* SPDX-License-Identifier: Apache-2.0
 *
 * What one message shows of the ways of its author's account, and whether the account did so
 * before.
 */
#pragma once

#include "mail/author.h"
#include "mail/facts.h"
#include "memory/keys.h"
#include "memory/recall/recall.h"

typedef enum {
	PROFILE_NAME = 'n',    /* display name, as author_name_key has it */
	PROFILE_NETWORK = 'r', /* site of the server that took the message from its author, or the
				  author's network */
	PROFILE_PROGRAM = 'p', /* mail program */
	PROFILE_ZONE = 'z',    /* minutes east of UTC */
	PROFILE_HOUR = 'h',    /* three hours of the author's day */
	PROFILE_MESSAGE_ID = 'm', /* shape of the Message-ID */
	PROFILE_LANGUAGE = 'l',
	PROFILE_FILE = 'f', /* kind of a file attached: type, and what it holds that can run */
	PROFILE_AUTHENTICATED =
		'a', /* domain of a DKIM or SPF pass; not believed, only remembered */
} ProfileKind;

#define PROFILE_KINDS        9
#define PROFILE_MEMBER_BYTES 8

/* What FACTS shows, as a new array of Key (members of TABLE_PROFILE). */
GArray *profile_of(const Facts *facts, const Author *author, const Keys *keys);

/* Fill ACCOUNT's *_known and *_fits from KNOWN, the account's members of TABLE_PROFILE, and VALUES,
 * what this message shows. */
void profile_compare(
	Account *account, const Facts *facts, const Keys *keys, const GArray *values, Span known);
/* Is VALUE among KNOWN? */
gboolean profile_has(Span known, const Key *value);
/* VALUE as a doubted message tells it that came at TIME: the highest bit of its kind is set, and
 * the week stands in the place of the last byte of its hash. */
Key profile_told(const Key *value, gint64 time);
/* Is the value of TOLD (profile_told) among KNOWN as told in another week, and not in the next? A
 * burst goes on for days. */
gboolean profile_was_told(Span known, const Key *told);
/* How many values of VALUE's kind are among KNOWN. */
guint profile_count(Span known, const Key *value);
