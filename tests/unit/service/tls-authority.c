/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sink/tls-authority.h"

#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/limits.h"
#include "service/sink/tls-certificate.h"

static char *scratch; /* a directory */

static TlsAuthority *authority_in(const char *name)
{
	g_autofree char *directory = g_build_filename(scratch, name, NULL);
	g_autoptr(GError) error = NULL;
	TlsAuthority *authority = tls_authority_new(directory, "default.example", &error);

	g_assert_no_error(error);
	return authority;
}

/* Shake hands in memory: a client that asks for NAME (NULL: for none) and knows CIPHERS. Returns
 * the certificate it gets. */
static X509 *meet(TlsAuthority *authority, const char *name, const char *ciphers)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	BIO *left;
	BIO *right;
	int done = 0;

	g_assert_cmpint(SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION), ==, 1);
	g_assert_cmpint(SSL_CTX_set_cipher_list(context, ciphers), ==, 1);
	SSL *client = SSL_new(context);
	SSL *server = SSL_new(tls_authority_context(authority));

	g_assert_cmpint(BIO_new_bio_pair(&left, 0, &right, 0), ==, 1);
	SSL_set_bio(client, left, left);
	SSL_set_bio(server, right, right);
	if (name != NULL)
		SSL_set_tlsext_host_name(client, name);
	SSL_set_connect_state(client);
	SSL_set_accept_state(server);
	for (guint i = 0; i < 20 && done < 2; i++)
		done = (SSL_do_handshake(client) == 1) + (SSL_do_handshake(server) == 1);
	g_assert_cmpint(done, ==, 2);
	g_assert_cmpstr(tls_authority_asked(server), ==,
		name != NULL && tls_certificate_can_name(name) ? name : NULL);
	X509 *certificate = SSL_get1_peer_certificate(client);

	SSL_free(client);
	SSL_free(server);
	SSL_CTX_free(context);
	return certificate;
}

static gboolean is_for(X509 *certificate, const char *name)
{
	return X509_check_host(certificate, name, 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) ==
	       1;
}

static void test_names(void)
{
	g_autoptr(TlsAuthority) authority = authority_in("names");
	g_autoptr(X509) asked = meet(authority, "mx.victim.example", "ALL");
	g_autoptr(X509) again = meet(authority, "MX.victim.example", "ALL");
	g_autoptr(X509) none = meet(authority, NULL, "ALL");
	g_autoptr(X509) strange = meet(authority, "a b,DNS:evil.example", "ALL");

	g_assert_true(is_for(asked, "mx.victim.example"));
	g_assert_cmpint(X509_cmp(asked, again), ==, 0);
	g_assert_true(is_for(none, "default.example"));
	g_assert_cmpint(X509_cmp(none, strange), ==, 0);
	g_assert_false(is_for(strange, "evil.example"));
}

static void test_old_clients(void)
{
	g_autoptr(TlsAuthority) authority = authority_in("old");
	g_autoptr(X509) rsa = meet(authority, "a.example", "AES128-SHA");
	g_autoptr(X509) elliptic = meet(authority, "a.example", "ECDHE-ECDSA-AES128-GCM-SHA256");

	g_assert_cmpint(EVP_PKEY_get_base_id(X509_get0_pubkey(rsa)), ==, EVP_PKEY_RSA);
	g_assert_cmpint(EVP_PKEY_get_base_id(X509_get0_pubkey(elliptic)), ==, EVP_PKEY_EC);
}

static X509 *read_authority(const char *name)
{
	g_autofree char *path = g_build_filename(scratch, name, "authority.pem", NULL);
	FILE *file = fopen(path, "re");

	g_assert_nonnull(file);
	X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);

	(void)fclose(file);
	return certificate;
}

static void assert_trusts(X509 *root, X509 *certificate)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();

	g_assert_cmpint(X509_STORE_add_cert(store, root), ==, 1);
	g_assert_cmpint(X509_STORE_CTX_init(context, store, certificate, NULL), ==, 1);
	g_assert_cmpint(X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER), ==, 1);
	g_assert_cmpint(X509_verify_cert(context), ==, 1);
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
}

static void test_kept(void)
{
	g_autofree char *key = g_build_filename(scratch, "kept", "authority.key", NULL);
	TlsAuthority *first = authority_in("kept");
	struct stat status;

	tls_authority_free(first);
	g_autoptr(TlsAuthority) second = authority_in("kept");
	g_autoptr(X509) root = read_authority("kept");
	g_autoptr(X509) certificate = meet(second, "mx.victim.example", "ALL");

	assert_trusts(root, certificate);
	g_assert_cmpint(stat(key, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
}

static void test_damaged(void)
{
	g_autofree char *directory = g_build_filename(scratch, "kept", NULL);
	g_autofree char *path = g_build_filename(directory, "authority.pem", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(path, "nothing", -1, NULL));
	g_assert_null(tls_authority_new(directory, "default.example", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
}

static void test_flood(void)
{
	g_autoptr(TlsAuthority) authority = authority_in("flood");
	g_autoptr(X509) first = meet(authority, "host0.example", "ALL");

	for (guint i = 1; i <= LIMIT_SINK_CERTIFICATES; i++) {
		g_autofree char *name = g_strdup_printf("host%u.example", i);

		X509_free(meet(authority, name, "ALL"));
	}
	g_autoptr(X509) again = meet(authority, "host0.example", "ALL");

	g_assert_cmpint(X509_cmp(first, again), !=, 0);
}

static void test_can_name(void)
{
	g_autofree char *longest = g_strnfill(LIMIT_SINK_NAME, 'a');
	g_autofree char *longer = g_strnfill(LIMIT_SINK_NAME + 1, 'a');

	g_assert_true(tls_certificate_can_name(longest));
	g_assert_false(tls_certificate_can_name(longer));
	g_assert_false(tls_certificate_can_name(""));
	g_assert_false(tls_certificate_can_name("a,DNS:b"));
	g_assert_false(tls_certificate_can_name("\xe3\x83\x86"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	scratch = g_dir_make_tmp("kith-authority-XXXXXX", NULL);
	g_test_add_func("/tls-authority/names", test_names);
	g_test_add_func("/tls-authority/old-clients", test_old_clients);
	g_test_add_func("/tls-authority/kept", test_kept);
	g_test_add_func("/tls-authority/damaged", test_damaged);
	g_test_add_func("/tls-authority/flood", test_flood);
	g_test_add_func("/tls-authority/can-name", test_can_name);
	int status = g_test_run();

	g_free(scratch);
	return status;
}
