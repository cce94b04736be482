/* SPDX-License-Identifier: Apache-2.0
 *
 * A preload that tells the thread sanitizer what GLib's locks order: GLib makes them of its own,
 * out of atomics that are not instrumented.
 */
#include <dlfcn.h>
#include <glib.h>

/* Under the names that GLib has for them. */
void mutex_lock(GMutex *mutex) __asm__("g_mutex_lock");
void mutex_unlock(GMutex *mutex) __asm__("g_mutex_unlock");
void cond_wait(GCond *cond, GMutex *mutex) __asm__("g_cond_wait");
gboolean cond_wait_until(GCond *cond, GMutex *mutex, gint64 end_time) __asm__("g_cond_wait_until");

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define NEXT(type, name, ...)                                                                      \
	static type (*next)(__VA_ARGS__);                                                          \
	if (next == NULL)                                                                          \
	*(void **)&next = dlsym(RTLD_NEXT, name)

void mutex_lock(GMutex *mutex)
{
	NEXT(void, "g_mutex_lock", GMutex *);
	next(mutex);
	__tsan_acquire(mutex);
}

void mutex_unlock(GMutex *mutex)
{
	NEXT(void, "g_mutex_unlock", GMutex *);
	__tsan_release(mutex);
	next(mutex);
}

gboolean cond_wait_until(GCond *cond, GMutex *mutex, gint64 end_time)
{
	gboolean woken;
	NEXT(gboolean, "g_cond_wait_until", GCond *, GMutex *, gint64);

	__tsan_release(mutex);
	woken = next(cond, mutex, end_time);
	__tsan_acquire(mutex);
	return woken;
}

void cond_wait(GCond *cond, GMutex *mutex)
{
	NEXT(void, "g_cond_wait", GCond *, GMutex *);
	__tsan_release(mutex);
	next(cond, mutex);
	__tsan_acquire(mutex);
}
