/* SPDX-License-Identifier: Apache-2.0
 *
 * The error domain's quark.
 */
#include "base/error.h"

GQuark kith_error_quark(void)
{
	return g_quark_from_static_string("kith-error");
}
