/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON lines of a measurement; never translated.
 */
#include <math.h>

#include "eval/report.h"
#include "output/json.h"

/* False alarms are to be told apart by the million. */
enum { digits = 9 };

static void put_share(Json *json, const char *key, double share)
{
	if (isfinite(share))
		json_number(json, key, share, digits);
	else
		json_null(json, key);
}

static void put_rate(Json *json, const char *key, Rate rate)
{
	double low, high;
	rate_interval(rate, &low, &high);
	json_open_object(json, key);
	json_integer(json, "hits", (gint64)rate.hits);
	json_integer(json, "total", (gint64)rate.total);
	put_share(json, "rate", rate_share(rate));
	json_number(json, "low", low, digits);
	json_number(json, "high", high, digits);
	json_close_object(json);
}

static const char *memory_name(PassKind pass)
{
	return pass == PASS_WARM ? "warm" : "cold";
}

static void put_attack(Json *json, const Tally *tally)
{
	put_rate(json, "recall", tally_alarms(tally));
	put_rate(json, "hijacked", tally_verdict(tally, VERDICT_HIJACKED));
	put_rate(json, "victim_first", tally_victim_first(tally));
	put_rate(json, "victim_three", tally_victim_three(tally));
	put_rate(json, "side", tally_side(tally));
}

static void put_honest(Json *json, const Tally *tally)
{
	put_rate(json, "false_positives", tally_alarms(tally));
	put_rate(json, "suspicious", tally_verdict(tally, VERDICT_SUSPICIOUS));
	put_rate(json, "hijacked", tally_verdict(tally, VERDICT_HIJACKED));
	put_rate(json, "unverified", tally_verdict(tally, VERDICT_UNVERIFIED));
}

static void put_group(Json *json, const Group *group, const Tally *tally, PassKind pass)
{
	json_open_object(json, NULL);
	json_string(json, "kind", group->attack ? "profile" : "class");
	json_string(json, "name", group->name);
	if (group->path != NULL)
		json_path(json, group->path);
	json_string(json, "memory", memory_name(pass));
	json_integer(json, "n", (gint64)tally->messages);
	if (group->attack)
		put_attack(json, tally);
	else
		put_honest(json, tally);
	put_rate(json, "fake_reply", tally_fake_reply(tally));
	json_integer(json, "unscannable", (gint64)tally->verdicts[VERDICT_UNSCANNABLE]);
	json_close_object(json);
}

static void put_sum(Json *json, const Measurement *measurement, PassKind pass, gboolean attack)
{
	Tally sum = measurement_sum(measurement, pass, attack);
	json_open_object(json, NULL);
	json_string(json, "kind", attack ? "attacks" : "honest");
	json_string(json, "memory", memory_name(pass));
	json_integer(json, "n", (gint64)sum.messages);
	if (attack)
		put_attack(json, &sum);
	else
		put_honest(json, &sum);
	put_rate(json, "fake_reply", tally_fake_reply(&sum));
	json_integer(json, "unscannable", (gint64)sum.verdicts[VERDICT_UNSCANNABLE]);
	json_close_object(json);
}

static void put_point(Json *json, const RocPoint *point)
{
	json_open_object(json, NULL);
	put_share(json, "score", point->score);
	json_number(json, "false_positives", point->false_positives, digits);
	json_number(json, "recall", point->recall, digits);
	json_close_object(json);
}

static void put_roc(Json *json, const Pass *pass, PassKind kind)
{
	g_autoptr(GArray) curve = roc_curve(pass->roc);
	json_open_object(json, NULL);
	json_string(json, "kind", "roc");
	json_string(json, "memory", memory_name(kind));
	json_integer(json, "attacks", roc_attacks(pass->roc));
	json_integer(json, "honest", roc_honest(pass->roc));
	put_share(json, "area", roc_area(pass->roc));
	json_open_array(json, "points");
	for (guint i = 0; i < curve->len; i++)
		put_point(json, &g_array_index(curve, RocPoint, i));
	json_close_array(json);
	json_close_object(json);
}

static void put_speed(Json *json, const Measurement *measurement, PassKind kind)
{
	const Pass *pass = &measurement->passes[kind];
	guint64 messages = measurement_sum(measurement, kind, TRUE).messages +
			   measurement_sum(measurement, kind, FALSE).messages;
	json_open_object(json, NULL);
	json_string(json, "kind", "speed");
	json_string(json, "memory", memory_name(kind));
	json_integer(json, "n", (gint64)messages);
	json_number(json, "seconds", pass->seconds, 3);
	if (pass->seconds > 0)
		json_number(json, "per_second", (double)messages / pass->seconds, 1);
	else
		json_null(json, "per_second");
	json_close_object(json);
}

static void put_lesson(Json *json, const Measurement *measurement)
{
	json_open_object(json, NULL);
	json_string(json, "kind", "lesson");
	json_integer(json, "messages", (gint64)measurement->lesson.messages);
	json_integer(json, "learned", (gint64)measurement->lesson.learned);
	json_integer(json, "known", (gint64)measurement->lesson.known);
	json_integer(json, "skipped", (gint64)measurement->lesson.skipped);
	json_number(json, "seconds", measurement->lesson.seconds, 3);
	json_close_object(json);
}

/* Names of the sizes, by AttributionSize. */
static const char *const sizes[] = {"1", "3", "10", "10-of-20"};

static void put_attributed(Json *json, const Measurement *measurement, PassKind pass,
	const Group *group, AttributionSize size)
{
	Attributed counts = attribution_of(measurement->passes[pass].attribution, group, size);
	if (counts.first.total == 0)
		return;
	json_open_object(json, NULL);
	json_string(json, "kind", "robbed");
	json_string(json, "name", group != NULL ? group->name : NULL);
	json_string(json, "memory", memory_name(pass));
	json_string(json, "after", sizes[size]);
	put_rate(json, "victim_first", counts.first);
	put_rate(json, "victim_three", counts.three);
	put_rate(json, "side", counts.side);
	json_close_object(json);
}

static void put_reliability(
	Json *json, const Measurement *measurement, PassKind pass, AttributionSize size)
{
	const Reliability *reliability =
		attribution_reliability(measurement->passes[pass].attribution, size);
	json_open_object(json, NULL);
	json_string(json, "kind", "reliability");
	json_string(json, "memory", memory_name(pass));
	json_string(json, "after", sizes[size]);
	json_integer(json, "n", (gint64)reliability_total(reliability));
	put_share(json, "error", reliability_error(reliability));
	json_open_array(json, "bins");
	for (guint bin = 0; bin < RELIABILITY_BINS; bin++) {
		json_open_object(json, NULL);
		put_share(json, "said", reliability_said(reliability, bin));
		put_rate(json, "right", reliability->bins[bin]);
		json_close_object(json);
	}
	json_close_array(json);
	json_close_object(json);
}

static void put_pass(Json *json, const Measurement *measurement, PassKind kind)
{
	const Pass *pass = &measurement->passes[kind];
	const GPtrArray *groups = measurement->corpus->groups;
	for (guint i = 0; i < groups->len; i++)
		put_group(json, groups->pdata[i], &pass->tallies[i], kind);
	put_sum(json, measurement, kind, TRUE);
	put_sum(json, measurement, kind, FALSE);
	for (guint size = 0; size < AFTER_COUNT; size++) {
		for (guint i = 0; i < groups->len; i++)
			if (((const Group *)groups->pdata[i])->attack)
				put_attributed(json, measurement, kind, groups->pdata[i], size);
		put_attributed(json, measurement, kind, NULL, size);
		put_reliability(json, measurement, kind, size);
	}
	put_roc(json, pass, kind);
	put_speed(json, measurement, kind);
}

void report_json(const Measurement *measurement, FILE *stream)
{
	g_autoptr(Json) json = json_new(stream);
	if (measurement->lesson.done)
		put_lesson(json, measurement);
	for (guint kind = 0; kind < PASS_COUNT; kind++)
		if (measurement->passes[kind].done)
			put_pass(json, measurement, kind);
}
