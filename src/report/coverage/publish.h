/* SPDX-License-Identifier: Apache-2.0
 *
 * Publishing: coverage into files. A file is replaced as a whole or not at all, and only when it
 * would change: its readers see no half of it, and do not load again what they have. A link is
 * followed, one that leads nowhere an error; a pipe or a device is written to as it comes.
 */
#pragma once

#include "report/coverage/coverage.h"

/* Write COVERAGE in FORMAT to STREAM. */
gboolean publish_stream(Coverage *coverage, const Format *format, FILE *stream, GError **error);
/* Write COVERAGE in FORMAT to the file PATH. KITH_ERROR_IO. */
gboolean publish_file(Coverage *coverage, const Format *format, const char *path, GError **error);
/* Write COVERAGE in every format to files below FOLDER, which is made where it is missing. */
gboolean publish_all(Coverage *coverage, const char *folder, GError **error);
