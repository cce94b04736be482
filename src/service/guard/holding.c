/* SPDX-License-Identifier: Apache-2.0
 *
 * An entry holds as many recipients as its head has room for: whoever names more, or longer ones,
 * gets more entries, not the message through.
 */
#include "service/guard/holding.h"

#include "base/limits.h"
#include "service/guard/logbook.h"

/* Of the head; the rest is for what else it says, each cut to LIMIT_STRING. */
#define RECIPIENT_BYTES (LIMIT_QUARANTINE_HEAD / 2)

static QuarantineEntry *describe(const Judgement *judgement, const Transit *transit)
{
	const Verdict *verdict = judgement->verdict;
	const Facts *facts = judgement->facts;
	QuarantineEntry *entry = g_new0(QuarantineEntry, 1);
	const Evidence *evidence = verdict->evidence->len > 0 ? verdict->evidence->pdata[0] : NULL;
	entry->verdict = g_strdup(verdict_kind_name(verdict->kind));
	entry->reason = g_strdup(evidence != NULL ? evidence->reason_en : judgement->problem);
	entry->sender = g_strdup(facts != NULL ? verdict->sender : "");
	entry->subject = g_strdup(facts != NULL ? facts->subject : "");
	entry->mail_from = g_strdup(transit_mail_from(transit));
	return entry;
}

/* From *NEXT on as many of RECIPIENTS as fit, one at least. New array. */
static char **take_some(const GPtrArray *recipients, guint *next)
{
	g_autoptr(GPtrArray) some = g_ptr_array_new();
	gsize bytes = 0;
	while (*next < recipients->len) {
		const char *recipient = recipients->pdata[*next];
		bytes += strlen(recipient);
		if (some->len > 0 && bytes > RECIPIENT_BYTES)
			break;
		g_ptr_array_add(some, g_strdup(recipient));
		++*next;
	}
	g_ptr_array_add(some, NULL);
	return (char **)g_ptr_array_steal(some, NULL);
}

gboolean holding_put(Quarantine *quarantine, const Judgement *judgement, const Transit *transit,
	const GPtrArray *recipients, GError **error)
{
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)quarantine_entry_free);
	for (guint next = 0; next < recipients->len;) {
		QuarantineEntry *entry = describe(judgement, transit);
		g_ptr_array_add(entries, entry);
		entry->recipients = take_some(recipients, &next);
		if (quarantine_put(quarantine, entry, transit_message(transit), error))
			continue;
		/* The others will get it: it is not to wait for some of them besides. */
		for (guint i = 0; i + 1 < entries->len; i++)
			(void)quarantine_remove(quarantine, entries->pdata[i], NULL);
		return FALSE;
	}
	for (guint i = 0; i < entries->len; i++)
		logbook_event("held", ((const QuarantineEntry *)entries->pdata[i])->id);
	return TRUE;
}
