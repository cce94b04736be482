/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a state to take care of it, and erasing persons from memory and ledger.
 */
#include "cmd/care/care.h"

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/care/replacement.h"

gboolean care_has_state(const char *directory)
{
	g_autoptr(GDir) names = g_dir_open(directory, 0, NULL);
	gboolean found = ledger_is_there(directory);
	for (const char *name; names != NULL && (name = g_dir_read_name(names)) != NULL;)
		found |= g_str_has_prefix(name, "memory.") && g_str_has_suffix(name, ".mdb");
	return found;
}

gboolean care_require_state(const char *directory, GError **error)
{
	g_autofree char *configuration = g_build_filename(directory, "kith.conf", NULL);
	if (g_file_test(configuration, G_FILE_TEST_EXISTS) || care_has_state(directory))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, _("%s holds no state"), directory);
	return FALSE;
}

gboolean care_open_parts(
	Care *care, const char *state, const Secret *secret, gboolean writes, GError **error)
{
	*care = (Care){NULL};
	care->memory = memory_open(state, secret, writes ? MEMORY_WRITE : MEMORY_READ, error);
	if (care->memory == NULL || !memory_begin(care->memory, error))
		return FALSE;
	if (!ledger_is_there(state))
		return TRUE;
	care->ledger = ledger_open(state, writes ? LEDGER_WRITE : LEDGER_READ, error);
	return care->ledger != NULL;
}

gboolean care_open(Care *care, const Options *options, gboolean writes, GError **error)
{
	const Settings *settings = options->settings;
	*care = (Care){NULL};
	if (!care_require_state(settings->state, error) ||
		(writes && !replacement_clean(settings->state, error)))
		return FALSE;
	g_autoptr(Secret) secret = secret_load(settings->secret, error);
	if (secret == NULL || !care_open_parts(care, settings->state, secret, writes, error))
		return FALSE;
	care->secret = g_steal_pointer(&secret);
	return TRUE;
}

static gboolean forget_each(
	Ledger *ledger, const char *const *addresses, gboolean *ret_known, GError **error)
{
	for (guint i = 0; addresses[i] != NULL; i++)
		if (!ledger_forget(ledger, addresses[i], &ret_known[i], error))
			return FALSE;
	return TRUE;
}

static gboolean forget_in_ledger(
	Ledger *ledger, const char *const *addresses, gboolean *ret_known, GError **error)
{
	if (ledger_begin(ledger, error) && forget_each(ledger, addresses, ret_known, error) &&
		ledger_commit(ledger, error))
		return ledger_settle(ledger, error);
	ledger_abort(ledger);
	return FALSE;
}

gboolean care_forget(Care *care, const char *const *addresses, MemoryErased *ret_erased,
	gboolean *ret_in_ledger, GError **error)
{
	return memory_forget(care->memory, addresses, ret_erased, error) &&
	       (care->ledger == NULL ||
		       forget_in_ledger(care->ledger, addresses, ret_in_ledger, error));
}

void care_clear(Care *care)
{
	ledger_free(care->ledger);
	memory_free(care->memory);
	secret_free(care->secret);
	*care = (Care){NULL};
}
