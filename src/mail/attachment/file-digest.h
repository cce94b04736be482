/* SPDX-License-Identifier: Apache-2.0
 *
 * What a file is known by: SHA-256, and MD5 where that is all that somebody looks files up by. MD5
 * proves nothing: two files can be made to have the same.
 */
#pragma once

#include "base/span.h"

#define FILE_SHA256_BYTES 32
#define FILE_MD5_BYTES    16

/* Both digests of CONTENT, to 32 and 16 bytes. MD5 is zeros where the system forbids it. */
void file_digest(Span content, guint8 *ret_sha256, guint8 *ret_md5);

/* The same of a file that comes in pieces: new, add each, end, which frees. */
typedef struct FileDigest FileDigest;

FileDigest *file_digest_new(void);
void file_digest_add(FileDigest *digest, Span piece);
/* Both may be NULL when nobody wants them any more. */
void file_digest_end(FileDigest *digest, guint8 *ret_sha256, guint8 *ret_md5);
