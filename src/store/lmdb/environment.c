/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening, sharing and growing LMDB environments. A process-wide list finds the one that is already
 * open, by device and inode.
 */
#include "store/lmdb/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "store/generation.h"
#include "store/lmdb/fault.h"
#include "store/lmdb/lmdb-pages.h"
#include "store/lmdb/namesake.h"
#include "store/owner.h"
#include "store/place.h"

#define DEFAULT_MAP       ((gsize)1 << 30)
#define MAX_READERS       1024
#define GROW_WAIT_SECONDS 60

struct Environment {
	char *directory;
	guint generation;
	char *path;
	MDB_env *env;
	LmdbHandles handles;
	dev_t device;
	ino_t inode;
	pid_t process;
	guint references; /* under registry_mutex */
	gboolean writable;
	guint map;   /* how often it was mapped anew; never while a view is open */
	guint views; /* open in this process, under mutex */
	GMutex mutex;
	GCond view_ended;
};

static GMutex registry_mutex;
static GPtrArray *registry; /* of Environment, not owned */

/* What LMDB says of a file that is sound. */
static gboolean is_sound(int code)
{
	return code == MDB_MAP_FULL || code == MDB_READERS_FULL || code == MDB_TXN_FULL ||
	       code == MDB_MAP_RESIZED;
}

/* What the file says of its size may ask for a map that no machine has. */
static const char *advice(int code)
{
	if (code == ENOMEM || code == EINVAL)
		return _("; where there is memory enough, it is damaged: restore a backup");
	return code > 0 || is_sound(code) ? "" : _("; it is damaged: restore a backup");
}

gboolean environment_error(const Environment *self, int code, const char *doing, GError **error)
{
	g_set_error(error, KITH_ERROR, code > 0 ? KITH_ERROR_IO : KITH_ERROR_STATE,
		"cannot %s %s: %s%s", doing, self->path,
		code > 0 ? g_strerror(code) : mdb_strerror(code), advice(code));
	return FALSE;
}

const LmdbHandles *environment_handles(const Environment *self)
{
	return &self->handles;
}

MDB_env *environment_handle(Environment *self)
{
	return self->env;
}

guint environment_map(const Environment *self)
{
	return self->map;
}

gboolean environment_is_own(const Environment *self, GError **error)
{
	if (self == NULL || self->process == getpid())
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"%s was opened by another process; open it again after a fork", self->path);
	return FALSE;
}

static void environment_free(Environment *self)
{
	/* In a child, closing would free the parent's places in the table of readers. */
	if (self->env != NULL && self->process == getpid())
		mdb_env_close(self->env);
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->view_ended);
	g_free(self->directory);
	g_free(self->path);
	g_free(self);
}

void environment_release(Environment *self)
{
	if (self == NULL)
		return;
	g_mutex_lock(&registry_mutex);
	self->references--;
	if (self->references == 0) {
		g_ptr_array_remove_fast(registry, self);
		environment_free(self);
	}
	g_mutex_unlock(&registry_mutex);
}

static Environment *registry_find(const struct stat *status)
{
	if (registry == NULL)
		registry = g_ptr_array_new();
	for (guint i = 0; i < registry->len; i++) {
		Environment *self = registry->pdata[i];

		if (self->device == status->st_dev && self->inode == status->st_ino &&
			self->process == getpid())
			return self;
	}
	return NULL;
}

/* A file cut short would kill the process with SIGBUS when its missing part is read. The length is
 * asked for last: another process may make the file longer at any time. */
static gboolean check_file(Environment *self, GError **error)
{
	struct stat status;
	MDB_envinfo info;
	MDB_stat sizes;

	mdb_env_info(self->env, &info);
	mdb_env_stat(self->env, &sizes);
	if (stat(self->path, &status) != 0)
		return environment_error(self, errno, "examine", error);
	self->device = status.st_dev;
	self->inode = status.st_ino;
	if ((guint64)status.st_size >= ((guint64)info.me_last_pgno + 1) * sizes.ms_psize)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"%s is cut short; restore it or learn again", self->path);
	return FALSE;
}

static gboolean check_head(Environment *self, GError **error)
{
	int code = MDB_BAD_TXN;

	for (guint i = 0; i < ENVIRONMENT_LOOKS && code == MDB_BAD_TXN; i++) {
		MDB_txn *txn;

		code = namesake_wait_out(self->env, &txn);
		if (code != 0)
			break;
		code = lmdb_head_check(txn);
		mdb_txn_abort(txn);
	}
	if (code == 0)
		return TRUE;
	if (namesake_is_met(code))
		return namesake_error(self->path, error);
	return environment_error(self, code == MDB_BAD_TXN ? MDB_CORRUPTED : code, "open", error);
}

static gboolean follow_owner(const Environment *self)
{
	g_autofree char *lock = g_strconcat(self->path, "-lock", NULL);

	return owner_follow(self->path, self->directory) && owner_follow(lock, self->directory);
}

static gsize map_size_of(const KvOptions *options)
{
	return options->map_size != 0 ? options->map_size : DEFAULT_MAP;
}

static void end_in_assertion(MDB_env *env, const char *message)
{
	fault_end(message);
}

static int environment_open(Environment *self, const KvOptions *options)
{
	guint flags = MDB_NOSUBDIR | MDB_NOTLS | (self->writable ? 0 : MDB_RDONLY);
	int code = mdb_env_create(&self->env);
	int dead;

	if (code == 0)
		code = mdb_env_set_maxdbs(self->env, LMDB_HANDLES_MAX);
	if (code == 0)
		code = mdb_env_set_maxreaders(self->env, MAX_READERS);
	if (code == 0)
		code = mdb_env_set_mapsize(self->env, map_size_of(options));
	if (code == 0)
		code = mdb_env_open(self->env, self->path, flags, 0600);
	if (code == 0 && !follow_owner(self))
		code = errno;
	if (code == 0)
		code = mdb_env_set_assert(self->env, end_in_assertion);
	if (code == 0)
		code = mdb_reader_check(self->env, &dead);
	return code;
}

/* FALSE without ERROR: a reader came before the first writer has made the tables. */
static gboolean prepare(Environment *self, const KvOptions *options, GError **error)
{
	int code = environment_open(self, options);

	if (code != 0)
		return environment_error(self, code, "open", error);
	if (!check_file(self, error) || !check_head(self, error))
		return FALSE;
	code = lmdb_handles_open(self->env, options, &self->handles);
	if (code == 0)
		return TRUE;
	if (code == MDB_NOTFOUND && options->mode == KV_READ)
		return FALSE;
	return environment_error(self, code, "open the tables of", error);
}

static Environment *environment_new(
	const char *directory, guint generation, const KvOptions *options, GError **error)
{
	Environment *self = g_new0(Environment, 1);

	g_mutex_init(&self->mutex);
	g_cond_init(&self->view_ended);
	self->directory = g_strdup(directory);
	self->generation = generation;
	self->path = generation_path(directory, generation);
	self->process = getpid();
	self->writable = options->mode == KV_WRITE || access(self->path, W_OK) == 0;
	fault_watch(self->path);
	if (prepare(self, options, error))
		return self;
	environment_free(self);
	return NULL;
}

/* A store of an older program lacks tables, which whoever opened it to read did not make. */
static gboolean complete(Environment *self, const KvOptions *options, GError **error)
{
	int code = 0;

	if (options->mode == KV_WRITE && !lmdb_handles_all(&self->handles, options))
		code = lmdb_handles_open(self->env, options, &self->handles);
	return code == 0 || environment_error(self, code, "open the tables of", error);
}

/* The environment of the file with number GENERATION, found or opened. */
static Environment *acquire_generation(
	const char *directory, guint generation, const KvOptions *options, GError **error)
{
	g_autofree char *path = generation_path(directory, generation);
	struct stat status;
	gboolean there = stat(path, &status) == 0 && status.st_size > 0;
	Environment *self = there ? registry_find(&status) : NULL;

	if (!there && options->mode == KV_READ)
		return NULL;
	if (self != NULL && !self->writable && options->mode == KV_WRITE) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			"%s is open in this process for reading only", path);
		return NULL;
	}
	if (self != NULL && !complete(self, options, error))
		return NULL;
	if (self == NULL) {
		self = environment_new(directory, generation, options, error);
		if (self == NULL)
			return NULL;
		if (registry == NULL)
			registry = g_ptr_array_new();
		g_ptr_array_add(registry, self);
	}
	self->references++;
	return self;
}

static gboolean create_first(const char *directory, const KvOptions *options, GError **error)
{
	int code = environment_create(directory, options, map_size_of(options));

	if (code == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("cannot make a memory in %s: %s"),
		directory, mdb_strerror(code));
	return FALSE;
}

static Environment *acquire_locked(const char *directory, const KvOptions *options, GError **error)
{
	guint generation = generation_newest(directory);

	if (options->mode == KV_WRITE) {
		if (generation == 0 && !create_first(directory, options, error))
			return NULL;
		generation = MAX(generation, 1);
		generation_clean(directory, generation);
	}
	for (;;) {
		GError *failure = NULL;
		Environment *self = NULL;
		guint newest;

		if (generation > 0)
			self = acquire_generation(directory, generation, options, &failure);
		newest = generation_newest(directory);
		/* It may have been replaced while a reader looked for it. */
		if (self != NULL || newest == generation || options->mode == KV_WRITE) {
			if (failure != NULL)
				g_propagate_error(error, failure);
			return self;
		}
		g_clear_error(&failure);
		generation = newest;
	}
}

/* May a reader look into DIRECTORY? One that is not there is empty; one that is closed to us is
 * not. */
static gboolean check_readable(const char *directory, GError **error)
{
	int number;

	if (access(directory, R_OK | X_OK) == 0)
		return place_check(directory, error);
	number = errno;
	if (number == ENOENT)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "cannot read %s: %s", directory,
		g_strerror(number));
	return FALSE;
}

Environment *environment_acquire(const char *directory, const KvOptions *options, GError **error)
{
	Environment *self;

	if (options->mode == KV_READ && !check_readable(directory, error))
		return NULL;
	if (generation_is_lost(directory)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			_("the memory in %s is gone or empty: restore a backup, or remove what is "
			  "left of its files (memory.*) to begin anew"),
			directory);
		return NULL;
	}
	g_mutex_lock(&registry_mutex);
	self = acquire_locked(directory, options, error);
	g_mutex_unlock(&registry_mutex);
	return self;
}

/* Wait until this process has no view open; the mutex is held. */
static gboolean wait_for_views(Environment *self, GError **error)
{
	gint64 end = g_get_monotonic_time() + GROW_WAIT_SECONDS * G_TIME_SPAN_SECOND;

	while (self->views > 0)
		if (!g_cond_wait_until(&self->view_ended, &self->mutex, end)) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
				"cannot make the map of %s larger: a view stays open", self->path);
			return FALSE;
		}
	return TRUE;
}

/* Set the map's size, 0 for what the file says; the mutex is held. */
static gboolean remap(Environment *self, gsize size, GError **error)
{
	int code;

	if (!wait_for_views(self, error))
		return FALSE;
	self->map++;
	code = mdb_env_set_mapsize(self->env, size);
	return code == 0 || environment_error(self, code, "map", error);
}

gboolean environment_grow(Environment *self, GError **error)
{
	MDB_envinfo info;
	gboolean done;

	g_mutex_lock(&self->mutex);
	mdb_env_info(self->env, &info);
	done = remap(self, info.me_mapsize * 2, error);
	g_mutex_unlock(&self->mutex);
	return done;
}

static int view_once(Environment *self, MDB_txn **txn)
{
	if (*txn != NULL)
		return mdb_txn_renew(*txn);
	return namesake_wait_out(self->env, txn);
}

gboolean environment_begin_view(Environment *self, MDB_txn **txn, GError **error)
{
	gboolean done = TRUE;
	int code;

	if (!environment_is_own(self, error))
		return FALSE;
	g_mutex_lock(&self->mutex);
	code = view_once(self, txn);
	if (code == MDB_MAP_RESIZED) {
		done = remap(self, 0, error);
		if (done)
			code = view_once(self, txn);
	}
	if (done && code != 0)
		done = namesake_is_met(code) ? namesake_error(self->path, error)
					     : environment_error(self, code, "read", error);
	if (done)
		self->views++;
	g_mutex_unlock(&self->mutex);
	return done;
}

void environment_end_view(Environment *self, MDB_txn *txn)
{
	g_mutex_lock(&self->mutex);
	if (self->process == getpid())
		mdb_txn_reset(txn);
	self->views--;
	g_cond_broadcast(&self->view_ended);
	g_mutex_unlock(&self->mutex);
}

gboolean environment_begin_change(Environment *self, MDB_txn **ret_txn, GError **error)
{
	gboolean done = TRUE;
	int code, dead;

	if (!environment_is_own(self, error))
		return FALSE;
	g_mutex_lock(&self->mutex);
	/* What a killed reader saw would never be freed as long as nobody opens the store. */
	(void)mdb_reader_check(self->env, &dead);
	code = mdb_txn_begin(self->env, NULL, 0, ret_txn);
	if (code == MDB_MAP_RESIZED) {
		done = remap(self, 0, error);
		if (done)
			code = mdb_txn_begin(self->env, NULL, 0, ret_txn);
	}
	if (done && code != 0)
		done = environment_error(self, code, "change", error);
	g_mutex_unlock(&self->mutex);
	return done;
}

/* LMDB looks after a dead writer when the next one begins. */
gboolean environment_settle(Environment *self, GError **error)
{
	MDB_txn *txn;

	if (!environment_begin_change(self, &txn, error))
		return FALSE;
	mdb_txn_abort(txn);
	return TRUE;
}

gboolean environment_is_newest(const Environment *self)
{
	return generation_is_newest(self->directory, self->generation);
}

char *environment_draft(const Environment *self)
{
	return generation_draft(self->directory);
}

int environment_publish(const Environment *self)
{
	if (!generation_publish(self->directory, self->generation + 1))
		return errno;
	generation_clean(self->directory, self->generation + 1);
	return 0;
}
