/* SPDX-License-Identifier: Apache-2.0
 *
 * What a worker may still do: compute, take and give back memory, and read and write one socket.
 * Everything else ends the process. There is no half sandbox: when a step fails the worker must not
 * read a message.
 */
#pragma once

#include <glib.h>

/* Where the socket is inside; nothing else is open. */
#define SANDBOX_SOCKET 0

typedef enum {
	SANDBOX_ENTERED,
	SANDBOX_DESCRIPTORS, /* closing everything but the socket */
	SANDBOX_PRIVILEGES,  /* giving up root, new privileges and core dumps */
	SANDBOX_LIMITS,      /* setting resource limits */
	SANDBOX_FILTER,      /* loading the system call filter */
} SandboxStep;

/* Confine this process for good and move SOCKET to SANDBOX_SOCKET. Anything but SANDBOX_ENTERED is
 * the step that failed, with its errno in *RET_ERRNO. Sanitizer builds may also write to stderr,
 * open files for reading and do what a report needs, and have no memory limit. */
SandboxStep sandbox_enter(int socket, int *ret_errno);
/* What STEP does, for an error message: static text. */
const char *sandbox_step_name(SandboxStep step);
