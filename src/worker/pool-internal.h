/* SPDX-License-Identifier: Apache-2.0
 *
 * What tests need of a pool and the program must not touch.
 */
#pragma once

#include <sys/types.h>

#include "worker/pool.h"

/* The process id of worker NUMBER, 0 when it is not there. */
pid_t pool_worker_pid(const Pool *pool, guint number);
