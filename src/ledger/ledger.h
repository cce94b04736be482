/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger: what was judged, at whom it arrived, through which account it came and whose mailbox
 * may have been robbed, in one SQLite file, STATE/ledger/ledger.db. Unlike memory it holds
 * addresses in clear: it is there to tell people. One writer, any number of readers beside it; the
 * questions are in ledger-query.h, the exchange between sensors in ledger-exchange.h.
 *
 * All strings given may be any bytes and NULL: they are kept as valid UTF-8 up to their first NUL
 * and up to LIMIT_STRING bytes. Addresses are folded to lower case. Times are Unix seconds.
 */
#pragma once

#include "base/span.h"

#define LEDGER_IDENTITY_BYTES 16

/* The numbers of these enumerations stand in the file: they never change. */
typedef enum {
	LEDGER_CLEAN,
	LEDGER_UNVERIFIED,
	LEDGER_SUSPICIOUS,
	LEDGER_HIJACKED,
	LEDGER_UNSCANNABLE,
} LedgerVerdict;

typedef enum { LEDGER_SIDE_UNKNOWN, LEDGER_INSIDE, LEDGER_OUTSIDE } LedgerSide;

typedef enum {
	LEDGER_FROM_MAIL,     /* read from a mailbox or file */
	LEDGER_FROM_GUARD,    /* passed a mail server */
	LEDGER_FROM_SINKHOLE, /* caught while somebody tried to relay it */
	LEDGER_FROM_CAPTURE,  /* read from recorded network traffic */
	LEDGER_SOURCES,
} LedgerSource;

typedef enum {
	LEDGER_SHA256, /* of a file, 64 hex digits */
	LEDGER_URL,
	LEDGER_HOST,
	LEDGER_IP,
	LEDGER_MD5,    /* of a file: its SHA-256, MD5 and size, "…:…:123" */
	LEDGER_MEMBER, /* in a locked archive: the archive's size, the member's, and its name with
			  percent signs (RFC 3986), "222:111:a%20b.doc" */
	LEDGER_INDICATOR_KINDS,
} LedgerIndicatorKind;

/* What a message is like and brings. Each is the bit 1 << its number in a row of bits. */
typedef enum {
	LEDGER_CONTINUES,       /* it continues a conversation that memory knows */
	LEDGER_WAKES,           /* one that had come to rest */
	LEDGER_GIVES_PASSWORD,  /* in its text */
	LEDGER_BRINGS_MACROS,   /* a document that can run them, or that was stripped */
	LEDGER_BRINGS_LOCKED,   /* an archive or document that needs a password */
	LEDGER_BRINGS_PROGRAM,  /* a program, script or disk image */
	LEDGER_BRINGS_ARCHIVE,  /* one that can be read */
	LEDGER_BRINGS_DOCUMENT, /* without anything that runs */
	LEDGER_BRINGS_PAGE,     /* a web page attached */
	LEDGER_BRINGS_LINK,     /* to a site that memory has not seen */
	LEDGER_TRAITS,
} LedgerTrait;

/* What the guard did with a message for one recipient, from the mildest on. */
typedef enum {
	LEDGER_UNHANDLED, /* no guard did anything, or it is not known */
	LEDGER_OBSERVED,  /* it passed untouched */
	LEDGER_HEADED,    /* with a header field */
	LEDGER_TAGGED,    /* and a word in its subject */
	LEDGER_WARNED,    /* and a banner */
	LEDGER_HELD,
	LEDGER_REJECTED,
	LEDGER_HANDLINGS,
} LedgerHandling;

/* An address and the organisation it belongs to (domain_organisation); an organisation alone has
 * the address "". Both are "" where nothing is known. */
typedef struct LedgerMailbox {
	const char *address;
	const char *organisation;
} LedgerMailbox;

/* A mailbox that may be the robbed one, by what one message says. */
typedef struct LedgerCandidate {
	LedgerMailbox mailbox;
	const char *name;
	double weight;     /* its probability, 0 to 1 */
	gboolean repaired; /* its domain came cut and was completed */
	LedgerSide side;   /* seen from the message's first recipient */
	gboolean claimed;  /* the message claims to come from it */
} LedgerCandidate;

/* Something that tells of the campaign without naming a person. */
typedef struct LedgerIndicator {
	LedgerIndicatorKind kind;
	const char *value;
} LedgerIndicator;

/* What a message has in common with others of its campaign (judge/tracks.h). */
typedef struct LedgerTrack {
	guint kind; /* CampaignKind */
	guint64 hash;
} LedgerTrack;

/* The run of a sample that something was seen in; both NULL or "" when it is not known. */
typedef struct LedgerRun {
	const char *tag;
	const char *sample; /* SHA-256, 64 hex digits */
} LedgerRun;

/* One judged message and all its recipients. Everything is borrowed for the call. */
typedef struct LedgerMessage {
	guint8 identity[LEDGER_IDENTITY_BYTES]; /* the public one (memory/identity.h) */
	LedgerVerdict verdict;
	double score;    /* log-odds; 0 when unscannable */
	gint64 time;     /* when it came in or was sent */
	gint64 recorded; /* now; decides when it expires */
	const char *message_id;
	LedgerMailbox sender;  /* the account it came through: the relay */
	LedgerMailbox claimed; /* whom it shows as its sender: impersonated */
	const char *claimed_name;
	const char *host;   /* the server that sent it for the account */
	const char *client; /* IP address of the machine that handed it to that server */
	const char *peer; /* IP address that handed it to our network, as we saw it ourselves; host
			     and client may be made up */
	guint32 traits;   /* bits of LedgerTrait */
	guint64 subject_key;      /* hash of the subject without prefixes, 0 when there is none */
	guint64 conversation_key; /* hash of the Message-ID that its thread began with, or 0 */
	/* Each recipient is one sighting; without any there is one with the recipient "". */
	LedgerSource source;
	Span event; /* what tells this sighting from others of the same message at the same
		       recipient, such as session and transaction; empty for mail */
	LedgerRun run;
	const LedgerMailbox *recipients;
	guint recipient_count;           /* LIMIT_LEDGER_RECIPIENTS are taken */
	const LedgerHandling *handlings; /* for each recipient; NULL: not known */
	const LedgerCandidate *candidates;
	guint candidate_count; /* LIMIT_LEDGER_CANDIDATES are taken */
	const LedgerIndicator *indicators;
	guint indicator_count; /* LIMIT_LEDGER_INDICATORS are taken */
	const LedgerTrack *tracks;
	guint track_count; /* LIMIT_LEDGER_TRACKS are taken */
} LedgerMessage;

/* One mailbox that was probably robbed, by all its messages together: what attribution found. */
typedef struct LedgerVictim {
	gint64 mailbox; /* its number in this ledger */
	const char *name;
	gboolean repaired;
	LedgerSide side;
	double probability;
	guint64 messages;
	gint64 first; /* times of its first and last message */
	gint64 last;
} LedgerVictim;

/* Somebody logged in to an account, or tried to. */
typedef struct LedgerLogin {
	const char *account;      /* as it was sent */
	const char *organisation; /* of an address, else "" */
	const char *host;         /* the server that was asked: its name or address */
	const char *mechanism;    /* "PLAIN" … */
	gint64 first;             /* times; the same for one login */
	gint64 last;
	gint64 recorded;
	LedgerRun run;
} LedgerLogin;

typedef struct Ledger Ledger;

typedef enum {
	LEDGER_READ,  /* a state without a ledger reads as an empty one, and none is made; no state
			 is an error */
	LEDGER_WRITE, /* makes the ledger where there is none */
} LedgerMode;

/* The ledger in the state directory STATE, brought to the schema of this program. NULL with
 * KITH_ERROR_STATE when it is damaged, no ledger or of a newer program; KITH_ERROR_IO. */
Ledger *ledger_open(const char *state, LedgerMode mode, GError **error);
/* Gives up what was not committed. NULL is allowed. */
void ledger_free(Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_free)

/* Between begin and commit all questions see one state. A writer waits in begin up to a minute for
 * another one (KITH_ERROR_STATE), and must have begun to change anything; commit makes all changes
 * since begin durable, all or none, with one fsync. Every function that takes a GError returns
 * FALSE when the file fails (KITH_ERROR_IO: disk full, read or write error; KITH_ERROR_STATE:
 * damaged); then the changes since begin are to be aborted. */
gboolean ledger_begin(Ledger *ledger, GError **error);
gboolean ledger_commit(Ledger *ledger, GError **error);
/* Does nothing when nothing was begun. */
void ledger_abort(Ledger *ledger);

/* Record MESSAGE at each recipient. Again is as good as once; *RET_NEW (may be NULL) counts the
 * sightings that were not there; of two handlings of one the stricter stays. Where the message is
 * known already, the heavier judgement stays (verdict, then score) with its candidates and
 * indicators; two of one weight are united. The order of recording makes no difference, except to
 * the numbers (id) of rows. */
gboolean ledger_record(
	Ledger *ledger, const LedgerMessage *message, guint *ret_new, GError **error);

/* Record LOGIN: an account at a host is one row, with the first and the last time and every run. */
gboolean ledger_record_login(Ledger *ledger, const LedgerLogin *login, GError **error);
/* Record HASH, an Argon2id string, of a password seen for ACCOUNT; LIMIT_LEDGER_PASSWORDS of each
 * account are kept, those recorded last. */
gboolean ledger_record_password(
	Ledger *ledger, const char *account, const char *hash, gint64 recorded, GError **error);

/* Forget all messages, logins and passwords recorded before BEFORE, clean and unverified ones
 * recorded before DELIVERIES_BEFORE, and every mailbox, indicator and run that nothing speaks of
 * any more. */
gboolean ledger_expire(Ledger *ledger, gint64 before, gint64 deliveries_before, GError **error);

/* The number of MAILBOX, which is entered when it is new; for a victim that is no candidate, such
 * as an organisation alone. Needs LEDGER_WRITE and begin. */
gboolean ledger_enter_mailbox(
	Ledger *ledger, const LedgerMailbox *mailbox, gint64 *ret, GError **error);
/* Put VICTIMS in the place of all victims. To be called in the same begin and commit as the
 * ledger_each_candidate that they were computed from. */
gboolean ledger_put_victims(
	Ledger *ledger, const LedgerVictim *victims, guint count, GError **error);
/* Enter VICTIM, or count its messages anew after ledger_put_robbed; what is known of it stays. One
 * that no message was taken from is removed. */
gboolean ledger_recount_victim(Ledger *ledger, const LedgerVictim *victim, GError **error);
/* Say that MESSAGE was taken from MAILBOX, as its campaign shows. Unless said, it is the message's
 * heaviest candidate; so it is again when the message is judged anew. */
gboolean ledger_put_robbed(Ledger *ledger, gint64 message, gint64 mailbox, GError **error);

/* How far attribution has come. */
typedef struct LedgerStanding {
	gboolean changed; /* messages up to SETTLED were judged anew or forgotten since */
	gboolean grown;   /* messages after SETTLED were recorded since it was last told */
	gint64 settled;   /* the last message of those that were weighed together, 0: none */
	guint64 weighed;  /* how many they were */
	double concentration;
} LedgerStanding;

gboolean ledger_standing(Ledger *ledger, LedgerStanding *ret, GError **error);
/* How many messages that count came after STANDING's. */
gboolean ledger_count_after(
	Ledger *ledger, const LedgerStanding *standing, guint64 *ret, GError **error);

/* What is kept of the messages up to the settled one (judge/patient-zero.h). */
typedef struct LedgerSuspect {
	gint64 mailbox;
	gboolean claimed;
	gint64 messages, unseen;
} LedgerSuspect;

/* Fill in SUSPECT by its mailbox and claimed; 0 where nothing is kept. */
gboolean ledger_get_suspect(Ledger *ledger, LedgerSuspect *suspect, GError **error);
/* These need LEDGER_WRITE and begin. Forget all suspects; enter one; say that all messages have
 * been weighed, or that victims know of those after the settled one. */
gboolean ledger_clear_suspects(Ledger *ledger, GError **error);
gboolean ledger_put_suspect(Ledger *ledger, const LedgerSuspect *suspect, GError **error);
gboolean ledger_note_weighed_all(
	Ledger *ledger, guint64 weighed, double concentration, GError **error);
gboolean ledger_note_weighed_after(Ledger *ledger, GError **error);

/* Remember that an alert of ORGANISATION was given; needs LEDGER_WRITE and begin. Was it? */
gboolean ledger_put_alert(Ledger *ledger, const char *organisation, GError **error);
gboolean ledger_alert_given(
	Ledger *ledger, const char *organisation, gboolean *ret, GError **error);

/* The same of a surge of DOMAIN that began on DAY ("2019-12-03"). Was one given of a surge that
 * began on SINCE or later? */
gboolean ledger_put_surge_alert(
	Ledger *ledger, const char *domain, const char *day, GError **error);
gboolean ledger_surge_alert_given(
	Ledger *ledger, const char *domain, const char *since, gboolean *ret, GError **error);

/* Fixed names for JSON: "hijacked", "inside", "sinkhole", "sha256" … */
const char *ledger_verdict_name(LedgerVerdict verdict);
const char *ledger_side_name(LedgerSide side);
const char *ledger_source_name(LedgerSource source);
const char *ledger_indicator_name(LedgerIndicatorKind kind);
const char *ledger_trait_name(LedgerTrait trait);
/* "unknown", and as kith.conf has them: "observe", "hold" … */
const char *ledger_handling_name(LedgerHandling handling);
