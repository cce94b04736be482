/* SPDX-License-Identifier: Apache-2.0
 *
 * Recall, tracks, campaign, judge: the steps in their order.
 */
#include "engine/assessment.h"

#include "judge/judge.h"
#include "judge/tracks.h"

gboolean assessment_make(Memory *memory, const Policy *policy, const Facts *facts, gboolean keep,
	Assessment *ret, GError **error)
{
	g_auto(Assessment) made = {0};
	if (!memory_recall(memory, facts, &made.recall, error))
		return FALSE;
	made.tracks = tracks_of(facts, made.recall);
	if (!memory_find_campaign(memory, facts, made.tracks, made.recall, error))
		return FALSE;
	made.verdict = judge_message(facts, made.recall, policy, memory);
	keep = keep && made.verdict->kind >= VERDICT_SUSPICIOUS;
	if (!memory_note_campaign(memory, facts, made.tracks, made.recall, keep, error))
		return FALSE;
	*ret = made;
	made = (Assessment){0};
	return TRUE;
}

gboolean assessment_cold(
	Memory *memory, const Policy *policy, const Facts *facts, Assessment *ret, GError **error)
{
	g_autoptr(Recall) nothing = recall_new();
	nothing->empty = TRUE;
	if (memory != NULL &&
		!memory_find_mark(memory, facts, &nothing->mark, &nothing->mark_reason, error))
		return FALSE;
	*ret = (Assessment){.recall = g_steal_pointer(&nothing)};
	ret->verdict = judge_message(facts, ret->recall, policy, NULL);
	return TRUE;
}

void assessment_clear(Assessment *assessment)
{
	g_clear_pointer(&assessment->recall, recall_free);
	g_clear_pointer(&assessment->tracks, g_array_unref);
	g_clear_pointer(&assessment->verdict, verdict_free);
}
