/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tasks share.
 */
#include "cmd/awareness/awareness.h"

#include <stdio.h>

#include "base/error.h"

const PageForm *awareness_form(const Awareness *self)
{
	return self->html ? &page_html : &page_text;
}

gboolean awareness_put(const char *path, const char *text, GError **error)
{
	g_autoptr(GError) problem = NULL;
	/* Whether standard output could be written is found out at the end. */
	if (path == NULL) {
		fputs(text, stdout);
		return TRUE;
	}
	if (g_file_set_contents(path, text, -1, &problem))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s", problem->message);
	return FALSE;
}
