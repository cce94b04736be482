/* SPDX-License-Identifier: Apache-2.0
 *
 * Valid for long, before today too: a sandbox's clock stands where it likes.
 */
#include "service/sink/tls-certificate.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/limits.h"

#define YEAR_SECONDS (365L * 24 * 3600)
/* Common names are bounded (RFC 5280, ub-common-name); the whole name stands in the other one. */
#define COMMON_NAME_BYTES 64

gboolean tls_certificate_can_name(const char *name)
{
	gsize length = strlen(name);

	if (length == 0 || length > LIMIT_SINK_NAME)
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(name[i]) && strchr(".-_", name[i]) == NULL)
			return FALSE;
	return TRUE;
}

static gboolean set_serial(X509 *certificate)
{
	guint8 bytes[8];
	guint64 number;

	if (RAND_bytes(bytes, sizeof bytes) != 1)
		return FALSE;
	memcpy(&number, bytes, sizeof number);
	return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number >> 1 | 1) == 1;
}

static gboolean set_subject(X509 *certificate, const char *name)
{
	g_autofree char *common = g_strndup(name, COMMON_NAME_BYTES);

	return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
		       (const unsigned char *)common, -1, -1, 0) == 1;
}

static gboolean add_extension(X509 *certificate, X509 *issuer, int kind, const char *value)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
	gboolean added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;

	X509_EXTENSION_free(extension);
	return added;
}

static gboolean begin(X509 *certificate, EVP_PKEY *key, const char *name, X509 *issuer)
{
	return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
	       set_subject(certificate, name) &&
	       X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
	       X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * YEAR_SECONDS) != NULL &&
	       X509_gmtime_adj(X509_getm_notAfter(certificate), 10 * YEAR_SECONDS) != NULL &&
	       X509_set_pubkey(certificate, key) == 1;
}

X509 *tls_certificate_new_authority(EVP_PKEY *key, const char *name)
{
	g_autoptr(X509) certificate = X509_new();

	if (certificate == NULL || !begin(certificate, key, name, certificate) ||
		!add_extension(certificate, certificate, NID_basic_constraints,
			"critical,CA:TRUE,pathlen:0") ||
		!add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign") ||
		!add_extension(certificate, certificate, NID_subject_key_identifier, "hash") ||
		X509_sign(certificate, key, EVP_sha256()) == 0)
		return NULL;
	return g_steal_pointer(&certificate);
}

X509 *tls_certificate_new_server(
	EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key)
{
	if (!tls_certificate_can_name(name))
		return NULL;
	g_autoptr(X509) certificate = X509_new();
	g_autofree char *names = g_strconcat("DNS:", name, NULL);

	if (certificate == NULL || !begin(certificate, key, name, issuer) ||
		!add_extension(certificate, issuer, NID_subject_alt_name, names) ||
		!add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth") ||
		!add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") ||
		X509_sign(certificate, issuer_key, EVP_sha256()) == 0)
		return NULL;
	return g_steal_pointer(&certificate);
}
