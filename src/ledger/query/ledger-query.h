/* SPDX-License-Identifier: Apache-2.0
 *
 * Questions to the ledger. Each calls FUNC once a row; rows and their strings are borrowed until it
 * returns, strings are never NULL and may hold what an attacker wrote. FUNC returns FALSE to stop
 * early, which is no error; it may ask the ledger other questions, but not change it. FILTER may be
 * NULL: everything.
 *
 * Unless said otherwise only suspicious and hijacked messages count, and the newest come first.
 */
#pragma once

#include "ledger/ledger.h"

typedef struct LedgerFilter {
	gint64 since;        /* messages of this time or later; 0 is no bound */
	gint64 until;        /* messages before this time; 0 is no bound */
	LedgerRun run;       /* only messages seen in such a run; a NULL in it: in any */
	gint64 after_id;     /* ledger_each_sighting: rows with a greater id, the oldest first;
				-1: from the first on; 0: all */
	gint64 robbed;       /* ledger_each_sighting: only messages taken from this mailbox, or 0 */
	gint64 sender;       /* ledger_each_sighting: only messages through this account, or 0 */
	gboolean deliveries; /* ledger_each_sighting: clean, unverified and unscannable ones too */
} LedgerFilter;

/* For attribution: one candidate of one message. */
typedef struct LedgerCandidateRow {
	gint64 message;
	gint64 mailbox;
	double weight;
	const char *name;
	gboolean repaired;
	gboolean claimed;
	LedgerSide side;
	gint64 time;     /* the message's */
	gint64 sender;   /* the account it came through, a mailbox; 0 when unknown */
	gint64 robbed;   /* the mailbox that the message is said to be taken from */
	gboolean wanted; /* does the filter let the message through? */
} LedgerCandidateRow;

typedef gboolean (*LedgerCandidateFunc)(const LedgerCandidateRow *row, gpointer user_data);
/* All candidates of messages after the one of number AFTER, those of one message together, messages
 * by their number; also of those that FILTER does not let through. */
gboolean ledger_each_candidate(Ledger *ledger, gint64 after, const LedgerFilter *filter,
	LedgerCandidateFunc func, gpointer user_data, GError **error);

typedef struct LedgerMailboxRow {
	gint64 id;
	LedgerMailbox mailbox;
} LedgerMailboxRow;

typedef gboolean (*LedgerMailboxFunc)(const LedgerMailboxRow *row, gpointer user_data);
/* The mailboxes that stand as candidates, by their number. */
gboolean ledger_each_mailbox(
	Ledger *ledger, LedgerMailboxFunc func, gpointer user_data, GError **error);

typedef struct LedgerVictimRow {
	LedgerVictim victim;
	LedgerMailbox mailbox;
} LedgerVictimRow;

typedef gboolean (*LedgerVictimFunc)(const LedgerVictimRow *row, gpointer user_data);
/* Who was robbed, as ledger_put_victims had it; with FILTER by messages of its time, which alone
 * are counted then. */
gboolean ledger_each_victim(Ledger *ledger, const LedgerFilter *filter, LedgerVictimFunc func,
	gpointer user_data, GError **error);

/* An account that messages came through, or that somebody only logged in to. Its provider is the
 * mailbox's organisation's domain. */
typedef struct LedgerAccountRow {
	gint64 id;             /* 0: there were only logins */
	LedgerMailbox mailbox; /* the address is the account as it was sent then */
	const char *host;      /* the server it used for its latest message, or "" */
	guint64 messages;
	guint64 victims; /* mailboxes robbed of what came through it */
	gint64 first;
	gint64 last;
} LedgerAccountRow;

typedef gboolean (*LedgerAccountFunc)(const LedgerAccountRow *row, gpointer user_data);
gboolean ledger_each_account(Ledger *ledger, const LedgerFilter *filter, LedgerAccountFunc func,
	gpointer user_data, GError **error);

typedef gboolean (*LedgerLoginFunc)(const LedgerLogin *row, gpointer user_data);
/* Every login, once for each of its runs, by account and host. */
gboolean ledger_each_login(
	Ledger *ledger, LedgerLoginFunc func, gpointer user_data, GError **error);

typedef struct LedgerPasswordRow {
	const char *account;
	const char *hash; /* Argon2id */
	gint64 recorded;
} LedgerPasswordRow;

typedef gboolean (*LedgerPasswordFunc)(const LedgerPasswordRow *row, gpointer user_data);
/* The hashes of the passwords seen for ACCOUNT (any case); NULL: for all, by account. */
gboolean ledger_each_password(Ledger *ledger, const char *account, LedgerPasswordFunc func,
	gpointer user_data, GError **error);

/* An organisation that was robbed, or whose accounts relayed. */
typedef struct LedgerNetworkRow {
	const char *organisation;
	guint64 robbed;          /* mailboxes */
	guint64 relays;          /* accounts */
	guint64 robbed_messages; /* messages taken from it */
	guint64 relay_messages;  /* messages that came through it */
	gint64 first;
	gint64 last;
} LedgerNetworkRow;

typedef gboolean (*LedgerNetworkFunc)(const LedgerNetworkRow *row, gpointer user_data);
gboolean ledger_each_network(Ledger *ledger, const LedgerFilter *filter, LedgerNetworkFunc func,
	gpointer user_data, GError **error);

typedef struct LedgerRole {
	guint64 messages; /* 0: it never stood in this role */
	gint64 first;
	gint64 last;
} LedgerRole;

/* What is known of one address or domain. */
typedef struct LedgerLookup {
	guint64 mailboxes;  /* how many of its mailboxes the ledger names, in any role */
	double probability; /* that one of them was robbed: the highest by ledger_put_victims */
	LedgerRole robbed;  /* messages taken from it */
	LedgerRole impersonated;
	LedgerRole relay;
	LedgerRole recipient; /* sightings */
} LedgerLookup;

/* WHAT is an address, or a domain: then all mailboxes of the domain and of the organisation of that
 * name. Any case. FILTER's times bound the messages that count. */
gboolean ledger_lookup(Ledger *ledger, const char *what, const LedgerFilter *filter,
	LedgerLookup *ret, GError **error);

typedef struct LedgerSightingRow {
	gint64 id; /* grows with each sighting recorded */
	gint64 message;
	const guint8 *identity; /* LEDGER_IDENTITY_BYTES */
	LedgerSource source;
	LedgerVerdict verdict;
	double score;
	gint64 time;
	gint64 recorded;
	const char *message_id;
	LedgerMailbox sender;
	LedgerMailbox claimed;
	const char *claimed_name;
	const char *host;
	const char *client;
	const char *peer;
	guint32 traits;       /* bits of LedgerTrait */
	gint64 robbed_id;     /* of the mailbox it was taken from, 0 when nobody can be named */
	LedgerMailbox robbed; /* the same */
	LedgerMailbox recipient;
	LedgerHandling handling; /* for that recipient */
} LedgerSightingRow;

/* In the order of recording, the last first. */
typedef gboolean (*LedgerSightingFunc)(const LedgerSightingRow *row, gpointer user_data);
gboolean ledger_each_sighting(Ledger *ledger, const LedgerFilter *filter, LedgerSightingFunc func,
	gpointer user_data, GError **error);
/* For counting: all sightings, in no order. They come one by one: to count them is six times faster
 * than to have SQLite group them. */
typedef gboolean (*LedgerArrivalFunc)(gint64 time, gint64 recipient, gpointer user_data);
gboolean ledger_each_arrival(Ledger *ledger, const LedgerFilter *filter, LedgerArrivalFunc func,
	gpointer user_data, GError **error);
/* The mailboxes that stand as recipients, by their number. */
gboolean ledger_each_recipient(
	Ledger *ledger, LedgerMailboxFunc func, gpointer user_data, GError **error);
/* The times of the first and the last message of any verdict: between them somebody looked. Both 0
 * in an empty ledger. */
gboolean ledger_time_range(Ledger *ledger, gint64 *ret_first, gint64 *ret_last, GError **error);
/* The number of the newest sighting, 0 in an empty ledger: where to go on from. */
gboolean ledger_newest_sighting(Ledger *ledger, gint64 *ret, GError **error);

/* What links a message to what was asked for. */
typedef enum {
	LEDGER_TRACE_SAMPLE,  /* a sample, by its SHA-256, sent it */
	LEDGER_TRACE_FILE,    /* it carries a file of this SHA-256 */
	LEDGER_TRACE_MESSAGE, /* it has this Message-ID */
	LEDGER_TRACES,
} LedgerTrace;

/* A message of any verdict in one run, or in none. */
typedef struct LedgerTraceRow {
	LedgerTrace trace;
	const char *message_id;
	LedgerVerdict verdict;
	gint64 time;
	LedgerMailbox sender;
	const char *host;
	guint64 recipients;
	LedgerRun run; /* both "": it was seen in none */
} LedgerTraceRow;

typedef gboolean (*LedgerTraceFunc)(const LedgerTraceRow *row, gpointer user_data);
/* The messages that TRACE links to WHAT, a SHA-256 or a Message-ID without brackets. FILTER's times
 * count. For people: a Message-ID is looked for in every message. */
gboolean ledger_each_trace(Ledger *ledger, LedgerTrace trace, const char *what,
	const LedgerFilter *filter, LedgerTraceFunc func, gpointer user_data, GError **error);

typedef gboolean (*LedgerIndicatorFunc)(const LedgerIndicator *row, gpointer user_data);
/* The indicators of one message, files first. */
gboolean ledger_each_indicator(Ledger *ledger, gint64 message, LedgerIndicatorFunc func,
	gpointer user_data, GError **error);

/* For pullback: one track of one message of any verdict. */
typedef struct LedgerTrackRow {
	gint64 message;
	LedgerTrack track;
	LedgerVerdict verdict;
	double score;
	gint64 time;
	gint64 sender; /* the account it came through, a mailbox; 0 when unknown */
	guint64 subject_key;
	guint64 conversation_key;
} LedgerTrackRow;

typedef gboolean (*LedgerTrackFunc)(const LedgerTrackRow *row, gpointer user_data);
/* All tracks of all messages, those of one message together, messages by their number. */
gboolean ledger_each_track(Ledger *ledger, const LedgerFilter *filter, LedgerTrackFunc func,
	gpointer user_data, GError **error);
/* The sightings of one message of any verdict. */
gboolean ledger_each_sighting_of(Ledger *ledger, gint64 message, LedgerSightingFunc func,
	gpointer user_data, GError **error);

/* For coverage: one thing in one message. */
typedef struct LedgerFindingRow {
	guint kind; /* LedgerIndicatorKind or LEDGER_ACCOUNT */
	const char *value;
	gint64 time; /* the message's */
	double score;
	gboolean witnessed; /* the connection itself was seen, not only what fields say of it */
} LedgerFindingRow;

/* An account that messages came through and that nobody else's messages show or were taken from. */
enum { LEDGER_ACCOUNT = LEDGER_INDICATOR_KINDS, LEDGER_FINDING_KINDS };

typedef gboolean (*LedgerFindingFunc)(const LedgerFindingRow *row, gpointer user_data);
/* What each message brings and which account it came through, in no order. */
gboolean ledger_each_finding(Ledger *ledger, const LedgerFilter *filter, LedgerFindingFunc func,
	gpointer user_data, GError **error);
