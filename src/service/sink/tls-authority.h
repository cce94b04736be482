/* SPDX-License-Identifier: Apache-2.0
 *
 * A local certificate authority and what it issues while clients shake hands: to each the name that
 * it asks for (SNI). All certificates are of two keys, made once, one of them for clients that know
 * RSA only: a flood of names costs two signatures each and no memory above LIMIT_SINK_CERTIFICATES.
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef struct TlsAuthority TlsAuthority;

/* The authority kept in DIRECTORY as authority.pem, for clients that are to trust it, and
 * authority.key, mode 0600; both are made when missing. NAME is certified to clients that ask for
 * none. NULL with KITH_ERROR_IO when its files cannot be read or written, with KITH_ERROR_STATE
 * when they do not hold it. */
TlsAuthority *tls_authority_new(const char *directory, const char *name, GError **error);
void tls_authority_free(TlsAuthority *authority);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsAuthority, tls_authority_free)

/* For SSL_new: TLS from version 1.0 on, with any cipher, as old programs need it. Borrowed. */
SSL_CTX *tls_authority_context(TlsAuthority *authority);
/* The name that the client of TLS asked for, valid UTF-8 of a host name; NULL for none. Borrowed
 * from TLS. */
const char *tls_authority_asked(const SSL *tls);
