/* SPDX-License-Identifier: Apache-2.0
 *
 * X.509 certificates of a local authority, for names that somebody asks for.
 */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)

/* NAME can stand in a certificate: letters, digits, dots and hyphens, LIMIT_SINK_NAME at most. */
gboolean tls_certificate_can_name(const char *name);
/* The certificate of an authority called NAME with KEY, signed by itself; NULL when OpenSSL fails.
 */
X509 *tls_certificate_new_authority(EVP_PKEY *key, const char *name);
/* The certificate of a server called NAME with KEY, signed by ISSUER with ISSUER_KEY. NULL when
 * NAME cannot stand in one, or OpenSSL fails. */
X509 *tls_certificate_new_server(
	EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key);
