/* SPDX-License-Identifier: Apache-2.0
 *
 * Functions that no file of kith may call. meson puts this header in front of every
 * translation unit, so a banned call does not compile.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atoll
