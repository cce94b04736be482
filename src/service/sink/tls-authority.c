/* SPDX-License-Identifier: Apache-2.0
 *
 * The authority's files, and the certificates it keeps ready.
 */
#include "service/sink/tls-authority.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "service/sink/tls-certificate.h"

#define AUTHORITY_NAME "kith sinkhole"

/* What one name was certified with. */
typedef struct Issued {
	char *name;
	X509 *elliptic;
	X509 *rsa;
	GList *place; /* in the queue of names, the one asked for last in front */
} Issued;

struct TlsAuthority {
	char *name;
	EVP_PKEY *key; /* signs */
	X509 *certificate;
	EVP_PKEY *elliptic_key; /* of all servers */
	EVP_PKEY *rsa_key;
	SSL_CTX *context;
	GHashTable *issued; /* name to Issued, owned */
	GQueue recent;      /* of Issued */
};

static void issued_free(gpointer data)
{
	Issued *issued = data;

	g_free(issued->name);
	X509_free(issued->elliptic);
	X509_free(issued->rsa);
	g_free(issued);
}

/* ---- files ---- */

static gboolean fail(GError **error, const char *path)
{
	int reason = errno;
	g_autofree char *shown = g_filename_display_name(path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", shown, g_strerror(reason));
	return FALSE;
}

static gboolean fail_to_make(GError **error)
{
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_STATE, _("no certificate can be made"));
	return FALSE;
}

/* A new file of MODE in which nothing is yet. */
static FILE *create(const char *path, mode_t mode, GError **error)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;

	if (file == NULL)
		fail(error, path);
	return file;
}

static gboolean finish(FILE *file, gboolean written, const char *path, GError **error)
{
	written = written && fflush(file) == 0 && fdatasync(fileno(file)) == 0;
	if (!written)
		fail(error, path);
	return fclose(file) == 0 && written;
}

/* The key comes last: with it the authority is whole. */
static gboolean save(const TlsAuthority *authority, const char *certificate_path,
	const char *key_path, GError **error)
{
	FILE *file = create(certificate_path, 0644, error);

	if (file == NULL || !finish(file, PEM_write_X509(file, authority->certificate) == 1,
				    certificate_path, error))
		return FALSE;
	file = create(key_path, 0600, error);
	return file != NULL &&
	       finish(file,
		       PEM_write_PrivateKey(file, authority->key, NULL, NULL, 0, NULL, NULL) == 1,
		       key_path, error);
}

static gboolean make(
	TlsAuthority *authority, const char *certificate_path, const char *key_path, GError **error)
{
	authority->key = EVP_EC_gen("P-256");
	if (authority->key != NULL)
		authority->certificate =
			tls_certificate_new_authority(authority->key, AUTHORITY_NAME);
	if (authority->certificate == NULL)
		return fail_to_make(error);
	return save(authority, certificate_path, key_path, error);
}

static gboolean load(
	TlsAuthority *authority, const char *certificate_path, FILE *key_file, GError **error)
{
	FILE *file = fopen(certificate_path, "re");

	if (file == NULL)
		return fail(error, certificate_path);
	authority->certificate = PEM_read_X509(file, NULL, NULL, NULL);
	authority->key = PEM_read_PrivateKey(key_file, NULL, NULL, NULL);
	(void)fclose(file);
	if (authority->certificate != NULL && authority->key != NULL &&
		X509_check_private_key(authority->certificate, authority->key) == 1)
		return TRUE;
	g_autofree char *shown = g_filename_display_name(certificate_path);

	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("%s and its key do not belong together; remove both to have new ones"), shown);
	return FALSE;
}

static gboolean load_or_make(TlsAuthority *authority, const char *directory, GError **error)
{
	g_autofree char *certificate_path = g_build_filename(directory, "authority.pem", NULL);
	g_autofree char *key_path = g_build_filename(directory, "authority.key", NULL);
	FILE *key_file = fopen(key_path, "re");

	if (key_file == NULL && errno != ENOENT)
		return fail(error, key_path);
	if (key_file == NULL)
		return make(authority, certificate_path, key_path, error);
	gboolean loaded = load(authority, certificate_path, key_file, error);

	(void)fclose(key_file);
	return loaded;
}

/* ---- certificates ---- */

static void forget_oldest(TlsAuthority *authority)
{
	const Issued *oldest = g_queue_pop_tail(&authority->recent);

	g_hash_table_remove(authority->issued, oldest->name);
}

static Issued *issue(TlsAuthority *authority, const char *name)
{
	Issued *issued = g_new0(Issued, 1);

	issued->name = g_strdup(name);
	issued->elliptic = tls_certificate_new_server(
		authority->elliptic_key, name, authority->certificate, authority->key);
	issued->rsa = tls_certificate_new_server(
		authority->rsa_key, name, authority->certificate, authority->key);
	if (issued->elliptic == NULL || issued->rsa == NULL) {
		issued_free(issued);
		return NULL;
	}
	if (g_hash_table_size(authority->issued) >= LIMIT_SINK_CERTIFICATES)
		forget_oldest(authority);
	g_queue_push_head(&authority->recent, issued);
	issued->place = authority->recent.head;
	g_hash_table_insert(authority->issued, issued->name, issued);
	return issued;
}

static Issued *certify(TlsAuthority *authority, const char *name)
{
	Issued *issued = g_hash_table_lookup(authority->issued, name);

	if (issued == NULL)
		return issue(authority, name);
	g_queue_unlink(&authority->recent, issued->place);
	g_queue_push_head_link(&authority->recent, issued->place);
	return issued;
}

const char *tls_authority_asked(const SSL *tls)
{
	const char *name = SSL_get_servername(tls, TLSEXT_NAMETYPE_host_name);

	return name != NULL && tls_certificate_can_name(name) ? name : NULL;
}

/* The client said which name it wants; the certificate for it is chosen. */
static int choose_certificate(SSL *tls, void *user_data)
{
	TlsAuthority *authority = user_data;
	const char *asked = tls_authority_asked(tls);
	g_autofree char *name = g_ascii_strdown(asked != NULL ? asked : authority->name, -1);
	const Issued *issued = certify(authority, name);

	return issued != NULL && SSL_use_certificate(tls, issued->rsa) == 1 &&
	       SSL_use_PrivateKey(tls, authority->rsa_key) == 1 &&
	       SSL_use_certificate(tls, issued->elliptic) == 1 &&
	       SSL_use_PrivateKey(tls, authority->elliptic_key) == 1;
}

static gboolean prepare_context(TlsAuthority *authority, GError **error)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	authority->context = context;
	if (context == NULL || SSL_CTX_set_min_proto_version(context, TLS1_VERSION) != 1 ||
		SSL_CTX_set_cipher_list(context, "ALL:!aNULL:!eNULL:@SECLEVEL=0") != 1)
		return fail_to_make(error);
	SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_NO_RENEGOTIATION |
					     SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
					  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_cert_cb(context, choose_certificate, authority);
	return TRUE;
}

static gboolean prepare(TlsAuthority *authority, const char *directory, GError **error)
{
	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return fail(error, directory);
	if (!load_or_make(authority, directory, error))
		return FALSE;
	authority->elliptic_key = EVP_EC_gen("P-256");
	authority->rsa_key = EVP_RSA_gen(2048);
	if (authority->elliptic_key == NULL || authority->rsa_key == NULL)
		return fail_to_make(error);
	return prepare_context(authority, error);
}

TlsAuthority *tls_authority_new(const char *directory, const char *name, GError **error)
{
	g_autoptr(TlsAuthority) authority = g_new0(TlsAuthority, 1);

	authority->name = g_strdup(name);
	authority->issued = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, issued_free);
	if (!prepare(authority, directory, error))
		return NULL;
	return g_steal_pointer(&authority);
}

void tls_authority_free(TlsAuthority *authority)
{
	if (authority == NULL)
		return;
	SSL_CTX_free(authority->context);
	g_queue_clear(&authority->recent);
	g_hash_table_unref(authority->issued);
	EVP_PKEY_free(authority->elliptic_key);
	EVP_PKEY_free(authority->rsa_key);
	EVP_PKEY_free(authority->key);
	X509_free(authority->certificate);
	g_free(authority->name);
	g_free(authority);
}

SSL_CTX *tls_authority_context(TlsAuthority *authority)
{
	return authority->context;
}
