/* SPDX-License-Identifier: Apache-2.0
 *
 * In the order that leaves nothing behind: files, groups, user.
 */
#include "service/privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

gboolean privilege_find(const char *name, Privilege *ret, GError **error)
{
	const struct passwd *entry = getpwnam(name);

	if (entry == NULL) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("there is no user %s"), name);
		return FALSE;
	}
	*ret = (Privilege){.user = entry->pw_uid, .group = entry->pw_gid};
	return TRUE;
}

static gboolean become(const Privilege *privilege, const char *directory)
{
	if (directory != NULL && (chroot(directory) != 0 || chdir("/") != 0))
		return FALSE;
	if (geteuid() == privilege->user && directory == NULL)
		return TRUE;
	return setgroups(0, NULL) == 0 &&
	       setresgid(privilege->group, privilege->group, privilege->group) == 0 &&
	       setresuid(privilege->user, privilege->user, privilege->user) == 0;
}

gboolean privilege_drop(const Privilege *privilege, const char *directory, GError **error)
{
	struct rlimit none = {0, 0};

	if (become(privilege, directory) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		setrlimit(RLIMIT_CORE, &none) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("privileges cannot be dropped: %s"),
		g_strerror(errno));
	return FALSE;
}
