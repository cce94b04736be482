/* SPDX-License-Identifier: Apache-2.0
 *
 * The secret's file. A file that others could read or replace is no secret and is refused.
 */
#include "memory/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

#define SECRET_BYTES 32
#define CONTEXT      "kithmem1"

G_STATIC_ASSERT(SECRET_BYTES == crypto_kdf_KEYBYTES);
G_STATIC_ASSERT(sizeof CONTEXT - 1 == crypto_kdf_CONTEXTBYTES);

struct Secret {
	guint8 bytes[SECRET_BYTES];
};

static gboolean system_error(GError **error, const char *doing, const char *path)
{
	int number = errno;

	g_set_error(error, KITH_ERROR, KITH_ERROR_SECRET, _("cannot %s the secret %s: %s"), doing,
		path, g_strerror(number));
	return FALSE;
}

static gboolean library_ready(GError **error)
{
	if (sodium_init() >= 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_SECRET, "libsodium cannot be started");
	return FALSE;
}

static gboolean write_whole(int file, const guint8 *bytes, gsize length)
{
	while (length > 0) {
		gssize count = write(file, bytes, length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return FALSE;
		bytes += count;
		length -= (gsize)count;
	}
	return fsync(file) == 0;
}

/* Under a name of its own first: a secret that is half written must not be found by anybody. */
static gboolean write_new(const char *path, GError **error)
{
	g_autofree char *draft = g_strdup_printf("%s.%ld", path, (long)getpid());
	guint8 bytes[SECRET_BYTES];
	gboolean done;
	int file;

	file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return system_error(error, "write", draft);
	randombytes_buf(bytes, sizeof bytes);
	done = fchmod(file, 0600) == 0 && write_whole(file, bytes, sizeof bytes);
	sodium_memzero(bytes, sizeof bytes);
	done = close(file) == 0 && done;
	/* link, unlike rename, keeps a secret that somebody else has made meanwhile. */
	done = done && (link(draft, path) == 0 || errno == EEXIST);
	if (!done)
		system_error(error, "write", path);
	unlink(draft);
	return done;
}

gboolean secret_create(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);

	if (!library_ready(error))
		return FALSE;
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return TRUE;
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return system_error(error, "make the folder of", path);
	return write_new(path, error);
}

static gboolean check_file(int file, const char *path, GError **error)
{
	struct stat status;

	if (fstat(file, &status) != 0)
		return system_error(error, "examine", path);
	if (!S_ISREG(status.st_mode) || status.st_size != SECRET_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_SECRET,
			_("%s is not a secret: it must hold %d bytes"), path, SECRET_BYTES);
		return FALSE;
	}
	if ((status.st_mode & 077) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_SECRET,
		_("others may read the secret %s; make it private (chmod 600) or make a new one"),
		path);
	return FALSE;
}

static gboolean read_whole(int file, guint8 *bytes, gsize length)
{
	gsize have = 0;

	while (have < length) {
		gssize count = read(file, bytes + have, length - have);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return FALSE;
		have += (gsize)count;
	}
	return TRUE;
}

Secret *secret_load(const char *path, GError **error)
{
	g_autoptr(Secret) self = NULL;
	gboolean done;
	int file;

	if (!library_ready(error))
		return NULL;
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		system_error(error, "open", path);
		return NULL;
	}
	/* Locked in memory and wiped when freed. */
	self = sodium_malloc(sizeof *self);
	if (self == NULL) {
		close(file);
		system_error(error, "keep", path);
		return NULL;
	}
	done = check_file(file, path, error);
	if (done) {
		done = read_whole(file, self->bytes, sizeof self->bytes);
		if (!done)
			system_error(error, "read", path);
	}
	close(file);
	return done ? g_steal_pointer(&self) : NULL;
}

void secret_free(Secret *self)
{
	if (self != NULL)
		sodium_free(self);
}

void secret_derive(const Secret *self, guint64 id, guint8 *ret_key, gsize length)
{
	int failed = crypto_kdf_derive_from_key(ret_key, length, id, CONTEXT, self->bytes);

	g_assert(failed == 0);
}
