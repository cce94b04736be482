/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of memory and their keys: the only place where either is spelled. What comes out of
 * mail enters a key only through a keyed hash (SipHash-2-4, one key for each table), so that who
 * has the store without the secret can neither read nor guess it. Numbers are big-endian: tables
 * keyed by them grow at their end.
 */
#pragma once

#include "base/span.h"
#include "memory/secret.h"
#include "store/kv.h"

/* Of TABLE_CAMPAIGN: four numbers. */
#define CAMPAIGN_MEMBER_BYTES 16
/* Of TABLE_TAUGHT: a number and a hash. */
#define TAUGHT_MEMBER_BYTES 12

/* The format of all tables and rows together. A newer one is refused. One from the oldest on is
 * read as it is, and brought to this one by the first writer: format 3 added marks, tombstones and
 * what counters say is gone; format 4 whom a proven message does not prove, what a mark proved, and
 * what a message was the first to show; format 5 the filter of fingerprints. */
#define MEMORY_FORMAT        5
#define MEMORY_FORMAT_OLDEST 2

typedef enum {
	TABLE_META,         /* name → version, check value, counters */
	TABLE_PERSON,       /* hash of address → person */
	TABLE_SEAL,         /* person → encrypted address and names */
	TABLE_ACCOUNT,      /* person → AccountRow */
	TABLE_NAME,         /* hash of name → persons, at most LIMIT_NAME_BEARERS */
	TABLE_PROFILE,      /* person → 8 bytes: kind and hash of value, see people/profile.h */
	TABLE_PAIR,         /* from, to → PairRow */
	TABLE_MESSAGE,      /* message → MessageRow */
	TABLE_IDENTITY,     /* hash of what makes a message that message → message */
	TABLE_MESSAGE_ID,   /* hash of Message-ID → messages, at most LIMIT_MESSAGE_ID_BEARERS */
	TABLE_REFERENCE,    /* hash of the Message-ID of a message not learned → conversation that
			       names it */
	TABLE_CONVERSATION, /* conversation → ConversationRow */
	TABLE_PARTICIPANT,  /* conversation → persons, at most LIMIT_PARTICIPANTS */
	TABLE_SUBJECT, /* hash of subject → conversations, at most LIMIT_SUBJECT_CONVERSATIONS */
	TABLE_THREAD,  /* hash of Outlook's conversation GUID → conversations, as many */
	TABLE_SITE,    /* hash of site, organisation, domain or list address → SiteKinds */
	TABLE_CUT,     /* hash of a domain cut at a dot → persons whose domain begins so, at most
			  LIMIT_NAME_BEARERS */
	TABLE_CAMPAIGN, /* hash of a track of convicted messages → subject, thread, sender, time; at
			   most LIMIT_CAMPAIGN_SIGHTINGS */
	TABLE_FINGERPRINT, /* hash of a window of text → messages, at most
			      LIMIT_FINGERPRINT_CONVERSATIONS */
	TABLE_MARK,        /* hash of a message's public identity → MarkRow */
	TABLE_TAUGHT,      /* message → person and what of them it was the first to show: a member
			      of TABLE_PROFILE or a key of TABLE_NAME */
	TABLE_COUNT,
} MemoryTable;

/* In the order of MemoryTable. */
extern const KvTable memory_tables[TABLE_COUNT];

/* What is known of a string in TABLE_SITE; members of one byte. */
typedef enum {
	SITE_LINKED = 'k',    /* links led there: of two senders, or in mail that was proven */
	SITE_WROTE = 'w',     /* an organisation that wrote */
	SITE_DOMAIN = 'd',    /* a domain whose cuts are in TABLE_CUT */
	SITE_LIST = 'l',      /* the address of a mailing list */
	SITE_FORGOTTEN = 'x', /* at the key of a tombstone: nothing is learned of the address */
	SITE_TOLD = 0x80, /* with seven bits of a person's number: so far only they linked there,
			     unproven */
} SiteKind;
#define SITE_KINDS 6

/* SITE_TOLD by PERSON. One in 128 of other persons gives the same. */
static inline guint8 site_told_by(guint32 person)
{
	return (guint8)(SITE_TOLD | (person & 0x7f));
}

#define KEY_META_VERSION  "version"
#define KEY_META_CHECK    "check"
#define KEY_META_COUNTERS "counters"

/* A key, or a member of a set, by value. */
typedef struct Key {
	guint8 bytes[16];
	gsize length;
} Key;

static inline Span key_span(const Key *key)
{
	return span_new(key->bytes, key->length);
}

/* The keys that follow from a secret. */
typedef struct Keys Keys;

Keys *keys_new(const Secret *secret);
void keys_free(Keys *keys); /* wipes them */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keys, keys_free)

/* TEXT as a key of TABLE. */
Key key_of_text(const Keys *keys, MemoryTable table, Span text);
static inline Key key_of_string(const Keys *keys, MemoryTable table, const char *text)
{
	return key_of_text(keys, table, span_new(text, strlen(text)));
}
/* The keyed hash behind key_of_text as a number. */
guint64 key_hash(const Keys *keys, MemoryTable table, Span text);
/* The key of the tombstone of ADDRESS in TABLE_SITE; no other key can be told to be of it. */
Key key_of_tombstone(const Keys *keys, const char *address);
Key key_of_hash(guint64 hash);
Key key_of_number(guint32 number);
Key key_of_pair(guint32 from, guint32 to);
Key key_of_byte(guint8 byte);
/* A member of TABLE_TAUGHT: PERSON, and SHOWN as TABLE_PROFILE or TABLE_NAME has it. */
Key key_of_taught(guint32 person, const Key *shown);
/* KIND and a hash of VALUE: a member of TABLE_PROFILE. */
Key key_of_profile(const Keys *keys, char kind, Span value);
/* The number at INDEX of a set's members. */
guint32 key_number_at(Span members, guint index);
static inline guint key_number_count(Span members)
{
	return (guint)(members.length / 4);
}

/* A value that only the same secret gives: tells a wrong one. */
#define CHECK_BYTES 16
void keys_check(const Keys *keys, guint8 ret[CHECK_BYTES]);

/* A key for the hash of a message's identity, of IDENTITY_KEY_BYTES. */
#define IDENTITY_KEY_BYTES 32
const guint8 *keys_identity(const Keys *keys);

/* What a reason is bound to, as the number of no person. */
#define SEAL_REASON G_MAXUINT32

/* PLAIN encrypted and bound to NUMBER, appended to OUT. */
void keys_seal(const Keys *keys, guint32 number, Span plain, GByteArray *out);
/* SEALED opened, as a new string with a NUL behind it; NULL when it is damaged or of another
 * number. */
char *keys_open(const Keys *keys, guint32 number, Span sealed, gsize *ret_length);
