/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts: what a message says, as a worker read it, without any judgement. Plain data, pure and
 * bounded (base/limits.h). Every string is owned, never NULL ("" when absent), valid UTF-8
 * without NUL; addresses are lower-cased "local@domain". Every pointer array is never NULL and owns
 * its elements. Times are Unix seconds (UTC), 0 when absent or unreadable.
 */
#pragma once

#include "base/arena.h"

typedef struct Address {
	char *name;    /* display name, decoded; may hold anything */
	char *address; /* "local@domain" or "" */
} Address;

/* One Received field; hops[0] is the topmost, the one nearest to the reader. */
typedef struct Hop {
	char *helo; /* what the client said: "[10.0.0.1]" for an address literal */
	char *name; /* its reverse name as the server looked it up, or "" */
	char *ip;   /* its address in text form, or "" */
	char *by;   /* the server that wrote the field */
	char *with; /* protocol, lower-cased: "esmtpsa" … */
	gint64 time;
	gboolean authenticated; /* with …A (RFC 3848), or the server says so in words */
} Hop;

/* One result out of an Authentication-Results field (RFC 8601). Nothing here is believed yet. */
typedef struct AuthResult {
	char *authserv; /* who says so, lower-cased */
	char *method;   /* "spf", "dkim", "dmarc", "arc", "auth" … */
	char *result;   /* "pass", "fail" … */
	char *domain;   /* what was authenticated: header.d, smtp.mailfrom's domain, header.from */
	guint hop;      /* number of Received fields that stand above this field */
} AuthResult;

/* A quoted header block ("From: … Sent: …", "On … wrote:"): who is said to have written what
 * follows. */
typedef struct QuotedHeader {
	guint table_row; /* row in the table of quoted headers (mail/text/quote-header.h) */
	guint part;      /* index into Facts.texts */
	guint level;     /* quote level of the text it introduces, from 1 */
	guint32 offset;  /* byte offset in that part's skeleton where the text begins */
	Address from;
	GPtrArray *to; /* of Address, To and Cc together */
	char *subject;
	gint64 date;
} QuotedHeader;

typedef enum {
	BLOCK_OWN,       /* written by the sender of this message */
	BLOCK_QUOTE,     /* quoted, level from 1 */
	BLOCK_SIGNATURE, /* the sender's signature block */
	BLOCK_LAST = BLOCK_SIGNATURE,
} BlockKind;

/* A run of one part's skeleton. Runs are in order, do not overlap and cover the skeleton. */
typedef struct Block {
	BlockKind kind;
	guint level;   /* 0 for own text and signature */
	guint32 start; /* byte offsets in the skeleton, start <= end */
	guint32 end;
} Block;

/* One text of the message, in reading order, as its skeleton (mail/text/skeleton.h): NFKC
 * case-folded UTF-8, letters, digits and marks only. It is never split at quote marks, so that
 * re-wrapping does not change it. */
typedef struct TextPart {
	char *skeleton;
	gsize skeleton_length; /* bytes */
	GArray *blocks;        /* of Block */
	gboolean html;
	gboolean enclosed; /* from an enclosed message (message/rfc822), not the message itself */
	guint alternative; /* 0, or the number of the multipart/alternative it stands in */
} TextPart;

typedef enum {
	FILE_UNKNOWN,
	FILE_TEXT,
	FILE_IMAGE,
	FILE_MEDIA,
	FILE_PDF,
	FILE_OLE,   /* Compound File Binary: doc, xls, ppt, msi, msg */
	FILE_OOXML, /* docx, docm, xlsx … */
	FILE_ODF,
	FILE_RTF,
	FILE_ONENOTE,
	FILE_HTML,
	FILE_SCRIPT,   /* js, vbs, wsf, hta, bat, ps1 … */
	FILE_PROGRAM,  /* PE, ELF, Mach-O, jar */
	FILE_SHORTCUT, /* lnk, url */
	FILE_DISK,     /* iso, img, vhd */
	FILE_ARCHIVE,  /* zip, rar, 7z, gz, cab … */
	FILE_MESSAGE,  /* an enclosed message */
	FILE_CALENDAR,
	FILE_KEY,             /* PGP or S/MIME signature, key or encrypted part; patch signatures */
	FILE_LAST = FILE_KEY, /* what a decoder admits; the same below */
} FileType;

typedef enum {
	ATTACHMENT_VBA = 1 << 0, /* holds VBA: an OLE storage with a _VBA_PROJECT, vbaProject.bin */
	ATTACHMENT_ENCRYPTED = 1 << 1,  /* needs a password to open */
	ATTACHMENT_MISMATCH = 1 << 2,   /* content is not what name or declared type say */
	ATTACHMENT_UNREADABLE = 1 << 3, /* declared, but empty, stripped or damaged */
	ATTACHMENT_INLINE = 1 << 4,     /* shown in the text (Content-ID, disposition inline) */
	ATTACHMENT_PADDED = 1 << 5,     /* unpacks to far more than its size */
	ATTACHMENT_XLM = 1 << 6,        /* Excel 4 macro sheet */
	ATTACHMENT_REMOTE = 1 << 7,     /* OOXML with an external template or object */
	ATTACHMENT_LAST = ATTACHMENT_REMOTE,
} AttachmentFlags;

typedef struct Attachment {
	char *name;          /* decoded file name, "" when none */
	char *declared_type; /* "application/msword", lower-cased */
	FileType type;       /* by content, or by name where the content is gone (UNREADABLE) */
	guint flags;         /* AttachmentFlags */
	guint64 size;        /* decoded bytes */
	guint8 sha256[32];   /* of the decoded bytes */
	guint8 md5[16];      /* the same, for engines that know nothing else */
	guint depth;         /* 0 attached, 1 inside an attached archive, … */
	FileType worst; /* the most dangerous type inside it; its own type when it holds nothing */
} Attachment;

typedef struct Link {
	char *url;       /* as written, without white space */
	char *host;      /* lower-cased, A-label form; "" for mailto: and the like */
	char *site;      /* registrable domain of host (public suffix list), or host */
	char *shown;     /* the registrable domain that its visible text names, or "" */
	gboolean own;    /* stands in the sender's own text, not in a quote or signature */
	gboolean veiled; /* its visible text names no site ("View document"): where it leads is
			    not to be seen */
	guint hash;      /* of url, by g_str_hash; not kept by facts_encode */
} Link;

typedef enum {
	MARK_LIST = 1 << 0, /* List-Id, List-Post, Mailing-List, Precedence: list */
	MARK_BULK = 1 << 1, /* Precedence: bulk/junk, List-Unsubscribe, Feedback-ID */
	MARK_AUTO =
		1
		<< 2, /* Auto-Submitted, X-Auto-Response-Suppress, X-Autoreply: sent by a machine */
	MARK_BOUNCE = 1 << 3,   /* multipart/report, null Return-Path, mailer-daemon */
	MARK_RECEIPT = 1 << 4,  /* disposition notification */
	MARK_CALENDAR = 1 << 5, /* text/calendar */
	MARK_SIGNED = 1 << 6,   /* S/MIME or OpenPGP signature */
	MARK_ENCRYPTED = 1 << 7,
	MARK_JOURNAL = 1 << 8,  /* came inside a journal report, which was opened */
	MARK_ENCLOSES = 1 << 9, /* carries another message that was opened */
	MARK_TICKET = 1 << 10, /* a ticket system's header (X-Zendesk…, X-RT-…, X-Jira…, …) */
	MARK_RESENT = 1 << 11,         /* Resent-From */
	MARK_PASSWORD = 1 << 12,       /* a line of the own text gives a password */
	MARK_HTML_ONLY = 1 << 13,      /* an HTML text and no plain one */
	MARK_NESTED_HTML = 1 << 14,    /* a second HTML document inside the first */
	MARK_DIGIT_BOUNDARY = 1 << 15, /* a boundary of dashes and digits alone */
	MARK_DELEGATE = 1 << 16,       /* Sender differs from From and no list is at work */
	MARK_NOTICE =
		1 << 17, /* a sharing, e-signature or social service's notice by its own marks */
	MARK_SEALED = 1 << 18, /* all of it is signed or encrypted, as seal_is_real has it */
	MARK_LAST = MARK_SEALED,
} Marks;

/* What was wrong with the message; each bit has a name in mail/facts.c. */
typedef enum {
	ANOMALY_LIMIT = 1 << 0,   /* something was over a bound and dropped */
	ANOMALY_CLIPPED = 1 << 1, /* only headers and the first MiB were parsed */
	ANOMALY_NO_HEADERS = 1 << 2,
	ANOMALY_MANY_FROM = 1 << 3, /* several From fields */
	ANOMALY_NO_FROM = 1 << 4,
	ANOMALY_FROM_MALFORMED = 1 << 5, /* From is not by RFC 5322; read by the tolerant scan */
	ANOMALY_NUL = 1 << 6,            /* NUL bytes in headers */
	ANOMALY_ENCODING = 1 << 7,       /* broken transfer encoding or charset */
	ANOMALY_DATE = 1 << 8,
	ANOMALY_TRUNCATED = 1 << 9,     /* the message ends inside a part */
	ANOMALY_HIDDEN_TEXT = 1 << 10,  /* text that a browser does not show */
	ANOMALY_MANY_HEADERS = 1 << 11, /* a field that must be single stands twice */
	ANOMALY_EMPTY = 1 << 12,
	ANOMALY_CHARSET = 1 << 13, /* a text names a charset that cannot be read; it was guessed */
	ANOMALY_LAST = ANOMALY_CHARSET,
} Anomalies;

#define FACTS_NO_ZONE G_MAXINT16

typedef struct Facts {
	/* Who: header fields */
	GPtrArray *from;     /* of Address: what a mail server takes From to be */
	GPtrArray *hidden;   /* of Address: addresses hidden in From's display names or left over in
				it */
	char *from_name;     /* From's display name without any address in it */
	GPtrArray *sender;   /* of Address */
	GPtrArray *reply_to; /* of Address */
	GPtrArray *to;       /* of Address */
	GPtrArray *cc;       /* of Address */
	char *return_path;   /* address, or "" */
	GPtrArray *envelope; /* of char *: recipients by Delivered-To, X-Original-To, …; the first
				is meant */
	/* Which conversation */
	char *message_id;   /* without angle brackets */
	GPtrArray *parents; /* of char *: In-Reply-To, then References from the last to the first */
	char *subject;
	char *subject_base;   /* skeleton of the subject without reply and forward prefixes and list
				 tags */
	guint reply_prefixes; /* how many, in any language */
	guint forward_prefixes;
	gboolean subject_tagged;    /* holds a filter's tag: [EXTERNAL], ***SPAM*** … */
	gboolean has_reply_headers; /* In-Reply-To or References is there */
	char *thread_index; /* Outlook's conversation GUID as 32 hex digits, or "" (MS-OXOMSG) */
	char *thread_topic;
	/* When and through what */
	gint64 date;
	gint16 zone;            /* minutes east of UTC, FACTS_NO_ZONE when absent */
	GPtrArray *hops;        /* of Hop */
	GPtrArray *auth;        /* of AuthResult */
	char *program;          /* X-Mailer or User-Agent, first word and major version */
	char *originating_ip;   /* X-Originating-IP and its like, or "" */
	char *auth_user;        /* account that logged in at the relay, when a field tells */
	char *list_id;          /* address-like id out of List-Id, lower-cased, or "" */
	char *list_post;        /* address of the list, or "" */
	char *message_id_shape; /* letters to a, digits to 9, runs shortened (mail/header/header.h)
				 */
	char *language; /* ISO 639 guess of the own text by script and reply header, or "" */
	/* What */
	GPtrArray *texts;       /* of TextPart */
	GPtrArray *quotes;      /* of QuotedHeader, in reading order */
	GPtrArray *signature;   /* of Address: names and addresses in signature and sign-off */
	char *own_text;         /* first LIMIT_OWN_TEXT bytes of what the sender wrote */
	guint own_length;       /* characters of own text in all */
	GPtrArray *attachments; /* of Attachment */
	GPtrArray *links;       /* of Link */
	guint32 marks;          /* Marks */
	guint32 anomalies;      /* Anomalies */
	guint64 size;           /* of the raw message */
	gint64 arrived; /* when it was seen on the wire, set by who saw it and not by a worker */
	/* Not NULL in Facts out of facts_decode: all strings and elements lie in it and belong to
	 * it, so that these Facts are for reading only. */
	Arena *arena;
} Facts;

/* A new, empty Facts; free with facts_free. */
Facts *facts_new(void);
void facts_free(Facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Facts, facts_free)

/* New elements, every string "" and every array empty; take ownership of the given strings (NULL is
 * ""). */
Address *address_new(char *take_name, char *take_address);
void address_free(Address *address);
Hop *hop_new(void);
AuthResult *auth_result_new(void);
QuotedHeader *quoted_header_new(void);
TextPart *text_part_new(void);
Attachment *attachment_new(void);
Link *link_new(void);
/* The arrays of Facts free their elements themselves; these are for an element that never got
 * there. NULL is allowed. */
void hop_free(Hop *hop);
void auth_result_free(AuthResult *result);
void quoted_header_free(QuotedHeader *header);
void text_part_free(TextPart *part);
void attachment_free(Attachment *attachment);
void link_free(Link *link);

/* Names for people and JSON: "macro-document" is judged elsewhere, this is "ole", "zip-archive" …
 */
const char *file_type_name(FileType type);
/* The name of the lowest bit set in ANOMALY, such as "clipped". */
const char *anomaly_name(guint32 anomaly);
