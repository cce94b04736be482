/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives with libarchive, one member after the other, bounded in members and bytes. No filter
 * runs a program and no file is touched; names come out as UTF-8 whatever the locale.
 */
#pragma once

#include "base/span.h"
#include "mail/attachment/filetype.h"

typedef enum {
	UNPACK_ENCRYPTED = 1 << 0, /* some member, or the whole, needs a password */
	UNPACK_DAMAGED = 1 << 1,   /* not to be read to its end for another reason */
	UNPACK_LIMIT = 1 << 2,     /* over a bound; the rest was left out */
} UnpackMarks;

typedef struct UnpackMember {
	const char *name; /* valid UTF-8, perhaps with folders; "" when it cannot be had */
	guint64 size;     /* unpacked, as counted; as claimed when not all of it was read */
	gboolean encrypted;
	gboolean padded;   /* more than 50 MB out of less than a hundredth of it */
	gboolean whole;    /* CONTENT is all of it */
	Span content;      /* the first UNPACK_LOOK bytes at most */
	guint8 sha256[32]; /* zeros when not all of it was read */
	guint8 md5[16];    /* the same */
} UnpackMember;

/* Of one member, so much is handed out. */
#define UNPACK_LOOK ((gsize)16 << 20)

/* What may still be unpacked; counted down, and shared by archives within archives. */
typedef struct UnpackBudget {
	guint64 bytes;
	guint members;
} UnpackBudget;

typedef struct Unpacker {
	UnpackBudget *budget;
	gboolean (*wanted)(
		gpointer data, const char *name); /* NULL: all. Others are skipped unread */
	void (*on_member)(
		gpointer data, const UnpackMember *member); /* MEMBER lasts for the call */
	gpointer data;
} Unpacker;

/* Load locale and time zone, before files are out of reach. */
void unpack_warm(void);
/* Hand each member of FILE, an archive of kind CONTAINER, to UNPACKER. NAME is the archive's own: a
 * compressed single file has no other. Gives UnpackMarks. */
guint unpack(const Unpacker *unpacker, Container container, Span file, const char *name);
