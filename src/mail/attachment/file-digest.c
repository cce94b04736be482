/* SPDX-License-Identifier: Apache-2.0
 *
 * libcrypto's digests. A system may be set to know no MD5: that is no reason to know no SHA-256.
 */
#include "mail/attachment/file-digest.h"

#include <openssl/evp.h>
#include <string.h>

struct FileDigest {
	EVP_MD_CTX *sha256;
	EVP_MD_CTX *md5; /* NULL where it is forbidden */
};

FileDigest *file_digest_new(void)
{
	FileDigest *digest = g_new0(FileDigest, 1);
	digest->sha256 = EVP_MD_CTX_new();
	digest->md5 = EVP_MD_CTX_new();
	EVP_DigestInit_ex(digest->sha256, EVP_sha256(), NULL);
	if (EVP_DigestInit_ex(digest->md5, EVP_md5(), NULL) != 1)
		g_clear_pointer(&digest->md5, EVP_MD_CTX_free);
	return digest;
}

void file_digest_add(FileDigest *digest, Span piece)
{
	EVP_DigestUpdate(digest->sha256, piece.data, piece.length);
	if (digest->md5 != NULL)
		EVP_DigestUpdate(digest->md5, piece.data, piece.length);
}

void file_digest_end(FileDigest *digest, guint8 *ret_sha256, guint8 *ret_md5)
{
	if (ret_sha256 != NULL)
		EVP_DigestFinal_ex(digest->sha256, ret_sha256, NULL);
	if (ret_md5 != NULL)
		memset(ret_md5, 0, FILE_MD5_BYTES);
	if (ret_md5 != NULL && digest->md5 != NULL)
		EVP_DigestFinal_ex(digest->md5, ret_md5, NULL);
	EVP_MD_CTX_free(digest->sha256);
	EVP_MD_CTX_free(digest->md5);
	g_free(digest);
}

void file_digest(Span content, guint8 *ret_sha256, guint8 *ret_md5)
{
	FileDigest *digest = file_digest_new();
	file_digest_add(digest, content);
	file_digest_end(digest, ret_sha256, ret_md5);
}
