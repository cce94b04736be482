/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdicts as data: making, freeing and naming them.
 */
#include "judge/verdict.h"

static void free_evidence(gpointer data)
{
	Evidence *evidence = data;
	g_free(evidence->detail);
	g_free(evidence);
}

static void free_victim(gpointer data)
{
	Victim *victim = data;
	g_free(victim->address);
	g_free(victim->name);
	g_free(victim->organisation);
	g_free(victim);
}

static void free_side(gpointer data)
{
	RecipientSide *side = data;
	g_free(side->recipient);
	g_free(side);
}

static void free_payload(gpointer data)
{
	Payload *payload = data;
	g_free(payload->name);
	g_free(payload);
}

Verdict *verdict_new(void)
{
	Verdict *verdict = g_new0(Verdict, 1);
	verdict->sender = g_strdup("");
	verdict->claimed.name = g_strdup("");
	verdict->claimed.address = g_strdup("");
	verdict->victims = g_ptr_array_new_with_free_func(free_victim);
	verdict->sides = g_ptr_array_new_with_free_func(free_side);
	verdict->evidence = g_ptr_array_new_with_free_func(free_evidence);
	verdict->payload = g_ptr_array_new_with_free_func(free_payload);
	return verdict;
}

void verdict_free(Verdict *verdict)
{
	if (verdict == NULL)
		return;
	g_free(verdict->sender);
	g_free(verdict->claimed.name);
	g_free(verdict->claimed.address);
	g_ptr_array_unref(verdict->victims);
	g_ptr_array_unref(verdict->sides);
	g_ptr_array_unref(verdict->evidence);
	g_ptr_array_unref(verdict->payload);
	g_free(verdict);
}

const char *verdict_kind_name(VerdictKind kind)
{
	static const char *const names[] = {
		[VERDICT_CLEAN] = "clean",
		[VERDICT_UNVERIFIED] = "unverified",
		[VERDICT_SUSPICIOUS] = "suspicious",
		[VERDICT_HIJACKED] = "hijacked",
		[VERDICT_UNSCANNABLE] = "unscannable",
	};
	return names[kind];
}

const char *verdict_side_name(Side side)
{
	static const char *const names[] = {"unknown", "inside", "outside"};
	return names[side];
}

const char *verdict_claim_name(ClaimKind kind)
{
	static const char *const names[] = {"none", "person", "organisation"};
	return names[kind];
}
