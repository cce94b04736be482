/* SPDX-License-Identifier: Apache-2.0
 *
 * A preload for a file system that makes no holes in files.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>

/* Under both names: which one a program calls depends on how it was compiled. */
#define FALLOCATE(name, type)                                                                      \
	int name(int file, int mode, type from, type length)                                       \
	{                                                                                          \
		(void)file, (void)mode, (void)from, (void)length;                                  \
		errno = EOPNOTSUPP;                                                                \
		return -1;                                                                         \
	}

FALLOCATE(fallocate, off_t)
FALLOCATE(fallocate64, off64_t)
