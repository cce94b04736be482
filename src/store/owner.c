/* SPDX-License-Identifier: Apache-2.0
 *
 * By path alone: who opens and closes a file of LMDB's loses the locks that this process holds on
 * it. A file with a second name may be anybody's that was linked here: it is left alone.
 */
#include "store/owner.h"

#include <sys/stat.h>
#include <unistd.h>

gboolean owner_follow(const char *path, const char *directory)
{
	struct stat owner, file;

	if (geteuid() != 0 || stat(directory, &owner) != 0 || owner.st_uid == 0)
		return TRUE;
	if (lstat(path, &file) != 0 || file.st_uid != 0)
		return TRUE;
	if (!S_ISDIR(file.st_mode) && !(S_ISREG(file.st_mode) && file.st_nlink == 1))
		return TRUE;
	return lchown(path, owner.st_uid, owner.st_gid) == 0;
}
