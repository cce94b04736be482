/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a state to take care of it.
 */
#include "cmd/care/care.h"

gboolean care_open(Care *care, const Options *options, gboolean writes, GError **error)
{
	const Settings *settings = options->settings;
	*care = (Care){NULL};
	care->secret = secret_load(settings->secret, error);
	if (care->secret == NULL)
		return FALSE;
	care->memory = memory_open(
		settings->state, care->secret, writes ? MEMORY_WRITE : MEMORY_READ, error);
	if (care->memory == NULL || !memory_begin(care->memory, error))
		return FALSE;
	if (!ledger_is_there(settings->state))
		return TRUE;
	care->ledger = ledger_open(settings->state, writes ? LEDGER_WRITE : LEDGER_READ, error);
	return care->ledger != NULL;
}

void care_clear(Care *care)
{
	ledger_free(care->ledger);
	memory_free(care->memory);
	secret_free(care->secret);
	*care = (Care){NULL};
}
