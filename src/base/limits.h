/* SPDX-License-Identifier: Apache-2.0
 *
 * Every maximum in one place. All input is an attacker's: each bound says what happens above it.
 * Sizes are bytes unless said otherwise.
 */
#pragma once

#define LIMIT_KIB(n) ((gsize)(n) << 10)
#define LIMIT_MIB(n) ((gsize)(n) << 20)

/* A whole message. Above it only the first part is sent to a worker, marked as truncated. */
#define LIMIT_MESSAGE LIMIT_MIB(64)
/* Above any of the next three a message's headers and first MiB only are parsed. */
#define LIMIT_PARTS        1000
#define LIMIT_DEPTH        32
#define LIMIT_HEADER_LINES 10000
#define LIMIT_HEADER_BLOCK LIMIT_MIB(1)
#define LIMIT_LINE         LIMIT_MIB(16)
#define LIMIT_CLIPPED      LIMIT_MIB(1)

/* Reading containers. A longer line is no From line of an mbox; the text searched for the first
 * one. */
#define LIMIT_FROM_LINE 1000
#define LIMIT_MBOX_HEAD LIMIT_KIB(64)
/* What a compressed file may ask for to be unpacked; above it the file is not read. */
#define LIMIT_UNPACK_MEMORY LIMIT_MIB(256)

/* Captures of network traffic. The rest of a longer record is passed over; a packet with more tags
 * or extension headers is not read. */
#define LIMIT_PACKET            LIMIT_KIB(120)
#define LIMIT_INTERFACES        256 /* of one pcapng section; packets of others are passed over */
#define LIMIT_LINK_TAGS         4   /* VLAN tags of a frame */
#define LIMIT_EXTENSION_HEADERS 16
/* Datagrams put together at a time; the oldest gives way. One that lacks a fragment is dropped
 * after so many seconds of capture time (RFC 791, RFC 8200). */
#define LIMIT_DATAGRAMS        1024
#define LIMIT_DATAGRAM_PIECES  2048 /* of one, more fragments are passed over */
#define LIMIT_DATAGRAM_SECONDS 30
/* One direction of a TCP connection: bytes and pieces that wait for what is missing before
 * them; above either the missing bytes are given up. A segment further ahead is no part of it. */
#define LIMIT_TCP_WAITING LIMIT_MIB(4)
#define LIMIT_TCP_PIECES  4096
#define LIMIT_TCP_AHEAD   LIMIT_MIB(64)
/* What was read lately of a direction, to tell when it is sent again with other bytes. */
#define LIMIT_TCP_HISTORY LIMIT_KIB(8)
/* Bytes of a direction that tell whether it speaks SMTP. */
#define LIMIT_TASTE 1024
/* Connections at a time and the memory of all; above either the one that was silent longest ends.
 * Silence of so many seconds of capture time ends one, and so many after both sides closed. */
#define LIMIT_CONNECTIONS        65536
#define LIMIT_CONNECTION_MEMORY  LIMIT_MIB(256)
#define LIMIT_CONNECTION_SECONDS 900
#define LIMIT_CLOSING_SECONDS    2
#define LIMIT_SESSIONS           100000 /* listed one by one; more are only counted */

/* The report of a sandbox; a longer one, a deeper one, and one with a longer value is not read. */
#define LIMIT_REPORT       LIMIT_MIB(1024)
#define LIMIT_REPORT_VALUE LIMIT_MIB(16)
#define LIMIT_REPORT_DEPTH 100

/* SMTP. Of a longer line (RFC 4954 wants 12288 for AUTH) the rest is dropped, and it is no command.
 * Recipients above the limit are counted. */
#define LIMIT_SMTP_LINE       LIMIT_KIB(16)
#define LIMIT_SMTP_RECIPIENTS 1000
#define LIMIT_SMTP_MESSAGES   10000        /* of one captured session; more are only counted */
#define LIMIT_SMTP_UNANSWERED 1000         /* commands; more are read when answers came */
#define LIMIT_SMTP_HELD       LIMIT_MIB(1) /* sent after a command whose answer decides on them */

/* The sinkhole. Above the first two a client is told to come back later (421), a message is not
 * taken (452); of both one address gets three quarters at most. */
#define LIMIT_SINK_CLIENTS         4096
#define LIMIT_SINK_MEMORY          LIMIT_MIB(256)
#define LIMIT_SINK_SHARE(all)      ((all) / 4 * 3)
#define LIMIT_SINK_PORTS           64            /* listened on */
#define LIMIT_SINK_READ            LIMIT_KIB(16) /* from one client before others have their turn */
#define LIMIT_SINK_TRANSACTIONS    10000         /* MAIL in a session, which ends there */
#define LIMIT_SINK_FAULTS          100           /* commands that are none; likewise */
#define LIMIT_SINK_STEP_SECONDS    300           /* a command, or a MiB of a message (RFC 5321) */
#define LIMIT_SINK_STEP_BYTES      LIMIT_MIB(1)
#define LIMIT_SINK_SESSION_SECONDS 7200
#define LIMIT_SINK_STOP_SECONDS    10   /* for passwords that wait to be hashed at the end */
#define LIMIT_SINK_CERTIFICATES    1024 /* kept ready; the one not asked for longest gives way */
#define LIMIT_SINK_NAME            253  /* of a host; longer ones are none */

/* What a sinkhole saw, on its way to the ledger. A longer segment gets a successor; a record is a
 * message and what is known of it, and one that claims more is damaged. */
#define LIMIT_SPOOL_SEGMENT LIMIT_MIB(64)
#define LIMIT_SPOOL_RECORD  (LIMIT_MESSAGE + LIMIT_MIB(2))
/* Standard input that says nothing for so long is waited for without holding memory. */
#define LIMIT_SILENCE_SECONDS 2
/* Read while a whole record is looked for behind a damaged one; above it the rest is given up. */
#define LIMIT_SPOOL_SEARCH LIMIT_MIB(512)
/* Left free on the disk by the spool: recording what is in it takes room too. */
#define LIMIT_SPOOL_RESERVE LIMIT_MIB(128)

/* Passwords of stolen accounts that wait to be hashed: of more, only the account is kept. Pairs of
 * account and password remembered as hashed: above that they are forgotten, and hashed again. */
#define LIMIT_PASSWORDS       1000
#define LIMIT_PASSWORDS_KNOWN 1000000

/* Facts. Above a bound the rest is dropped and ANOMALY_LIMIT recorded. */
#define LIMIT_STRING      1000 /* names, addresses, subjects, file names */
#define LIMIT_ADDRESSES   500  /* in one header field */
#define LIMIT_REFERENCES  200
#define LIMIT_HOPS        64
#define LIMIT_AUTH        64
#define LIMIT_TEXT_PARTS  32
#define LIMIT_TEXT        LIMIT_KIB(512) /* decoded text taken from one part */
#define LIMIT_HTML        LIMIT_MIB(4)   /* decoded HTML of one part that is converted */
#define LIMIT_TEXT_TOTAL  LIMIT_MIB(1)   /* decoded text taken from one message */
#define LIMIT_QUOTES      100            /* quoted header blocks */
#define LIMIT_BLOCKS      2000           /* own/quote/signature runs in one part */
#define LIMIT_QUOTE_LEVEL 50
#define LIMIT_LINKS       200
#define LIMIT_URL         2000
#define LIMIT_ATTACHMENTS 200
#define LIMIT_OWN_TEXT    LIMIT_KIB(4) /* the excerpt of the own text kept in Facts */
#define LIMIT_FACTS       LIMIT_MIB(8) /* encoded, on the way from a worker */
#define LIMIT_TIME        G_GINT64_CONSTANT(253402300799) /* the end of 9999, in Unix seconds */

/* Archives and documents inside a message. */
#define LIMIT_ARCHIVE_MEMBERS 1000
#define LIMIT_ARCHIVE_BYTES   LIMIT_MIB(64) /* unpacked, all members of one archive together */
#define LIMIT_ARCHIVE_DEPTH   3
#define LIMIT_OLE_ENTRIES     10000
#define LIMIT_ZIP_NAMES       10000 /* members of one zip that are read by name alone */

/* Time and memory of a worker, for one message. */
#define LIMIT_WORKER_SECONDS 20
#define LIMIT_WORKER_MEMORY  LIMIT_MIB(1024)
/* Read by one worker before a fresh one takes its place: what got hold of it does not stay. */
#define LIMIT_WORKER_MESSAGES 10000

/* Fingerprints of one message, evenly spread over its text when there are more. All are looked up
 * that LIMIT_TEXT_TOTAL of text has in any language, some 85,000: what is quoted must not drown in
 * padding. Of text made to have as many as can be, the limit leaves a quarter. */
#define LIMIT_FINGERPRINTS_ASKED 131072
#define LIMIT_FINGERPRINTS       4096 /* of these, that are learned */
/* A fingerprint seen in this many conversations is boilerplate; no more are kept. Once one of our
 * own, or else somebody we know, has written the text, only such count, and so many are enough. */
#define LIMIT_FINGERPRINT_CONVERSATIONS 8
#define LIMIT_PROVEN_CONVERSATIONS      4
#define LIMIT_NAME_BEARERS              16
#define LIMIT_SUBJECT_CONVERSATIONS     16

/* Memory: how much is kept of one message, conversation or person. */
#define LIMIT_RECIPIENTS         32  /* of one message; more people hold it than are known */
#define LIMIT_PARTICIPANTS       256 /* of one conversation; the same */
#define LIMIT_PARENTS            32  /* of a message's references that are looked up */
#define LIMIT_CONTINUED          32  /* conversations that one message is told to continue */
#define LIMIT_MESSAGE_ID_BEARERS 4
#define LIMIT_PROFILE_VALUES     16 /* of one kind and person */
#define LIMIT_NAMES              4  /* of one person, the first ones */

#define LIMIT_FAULTS 20 /* of a damaged state that are listed */

/* Campaigns: tracks kept in RAM while mail is judged, the oldest give way; messages kept of each.
 */
#define LIMIT_CAMPAIGN_TRACKS    65536
#define LIMIT_CAMPAIGN_SIGHTINGS 8

/* Mailboxes weighed as the robbed one; those that memory knows come first. */
#define LIMIT_CANDIDATES 64
/* Of these, the likeliest that a verdict keeps, and that it shows. */
#define LIMIT_VICTIMS       32
#define LIMIT_VICTIMS_SHOWN 5

/* The ledger: what is kept of one message; the rest is left out. */
#define LIMIT_LEDGER_RECIPIENTS 1000
#define LIMIT_LEDGER_CANDIDATES 32
#define LIMIT_LEDGER_INDICATORS 100
#define LIMIT_LEDGER_TRACKS     64
#define LIMIT_LEDGER_MEMBERS    8  /* of locked archives */
#define LIMIT_LEDGER_PASSWORDS  16 /* of one account */
/* Another sensor's ledger; a longer line or deeper value makes the file unreadable. */
#define LIMIT_LEDGER_LINE  LIMIT_MIB(4)
#define LIMIT_LEDGER_DEPTH 16

/* Fields of a message that the guard may have to take out or change: of those that it alone may
 * write, and of subjects, above which the message is refused, and of those that describe its body,
 * above which it gets no banner. */
#define LIMIT_GUARD_FIELDS 50
/* The guard: messages under way, all together; one that would make it more is dropped, a fault of
 * ours. What waits to be learned; above it nothing more is learned. After so much a batch of it is
 * full. */
#define LIMIT_GUARD_MEMORY  LIMIT_MIB(512)
#define LIMIT_BACKLOG_BYTES LIMIT_MIB(4096)
#define LIMIT_BACKLOG_BATCH LIMIT_MIB(16)
/* A web address that banners name: it stands on one line of a message. A longer one is refused. */
#define LIMIT_EXPLANATION 200
/* What is held back; a message that would make it more, or that has more recipients than fit into
 * its head, is warned of or put off instead. */
#define LIMIT_QUARANTINE_FILES 100000
#define LIMIT_QUARANTINE_BYTES LIMIT_MIB(8192)
#define LIMIT_QUARANTINE_HEAD  LIMIT_KIB(512)

/* Coverage: the list of what is never exported. A longer line or one line too many makes the file
 * unreadable. A host in the DNS (RFC 1035), and a label of it. */
#define LIMIT_ALLOW_LINE  1000
#define LIMIT_ALLOW_LINES 1000000
#define LIMIT_HOST        253
#define LIMIT_LABEL       63

/* How often a text is decoded, looking for addresses; what is coded more often hides them. */
#define LIMIT_READING_LAYERS 4

/* Trends: days counted, the latest; days of all keys together. Keys above that are "others". */
#define LIMIT_TREND_DAYS  3660
#define LIMIT_TREND_CELLS 20000000

/* Measuring on labelled mail (kith eval): truth.jsonl. A longer line, a deeper value or one label
 * too many makes the folder unreadable. */
#define LIMIT_TRUTH_LINE  LIMIT_KIB(64)
#define LIMIT_TRUTH_DEPTH 16
#define LIMIT_TRUTHS      10000000 /* messages labelled, in all folders together */
#define LIMIT_GROUPS      1000     /* attack profiles and classes of honest mail, and files */
#define LIMIT_GROUP_NAME  100
