/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside Outlook's winmail.dat (Transport Neutral Encapsulation Format, [MS-OXTNEF]).
 */
#pragma once

#include "base/span.h"

/* NAME is raw bytes in the sender's code page. Both last as long as the file. */
typedef void (*TnefFunc)(gpointer data, Span name, Span content);

/* Call FUNCTION for each of at most LIMIT_ATTACHMENTS files in FILE. FALSE when FILE is damaged or
 * cut. */
gboolean tnef_list(Span file, TnefFunc function, gpointer data);
