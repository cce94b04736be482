/* SPDX-License-Identifier: Apache-2.0
 *
 * The error domain's quark.
 */
#include "base/error.h"

G_DEFINE_QUARK(kith-error-quark, kith_error)
