/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters that only grow, each by itself.
 */
#include "service/guard/meter.h"

#include <errno.h>
#include <sys/mman.h>

const guint meter_bounds[METER_TIMES] = {2, 5, 10, 20, 50, 100, 500, 2000, 10000};

Meter *meter_new(void)
{
	const int access = PROT_READ | PROT_WRITE;
	Meter *meter = mmap(NULL, sizeof *meter, access, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (meter == MAP_FAILED)
		g_error("%s", g_strerror(errno));
	meter->started = g_get_monotonic_time();
	return meter;
}

void meter_add(gsize *counter)
{
	g_atomic_pointer_add(counter, 1);
}

void meter_time(Meter *meter, gint64 microseconds)
{
	guint at = 0;
	while (at < METER_TIMES && microseconds > meter_bounds[at] * 1000)
		at++;
	meter_add(&meter->times[at]);
	g_atomic_pointer_add(&meter->microseconds, (gssize)microseconds);
}

static gsize read_counter(const gsize *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

/* ---- JSON ---- */

static void add_json(GString *text, const char *name, gsize value)
{
	g_string_append_printf(text, "%s\"%s\":%" G_GSIZE_FORMAT,
		text->str[text->len - 1] == '{' ? "" : ",", name, value);
}

char *meter_status(const Meter *meter, const MeterNow *now)
{
	GString *text = g_string_new("{");
	add_json(text, "seconds",
		(gsize)((g_get_monotonic_time() - meter->started) / G_USEC_PER_SEC));
	add_json(text, "outgoing", read_counter(&meter->outgoing));
	for (guint i = 0; i < G_N_ELEMENTS(meter->verdicts); i++)
		add_json(
			text, verdict_kind_name((VerdictKind)i), read_counter(&meter->verdicts[i]));
	g_string_append(text, ",\"actions\":{");
	for (guint i = 0; i < G_N_ELEMENTS(meter->actions); i++)
		add_json(text, action_name((Action)i), read_counter(&meter->actions[i]));
	g_string_append_c(text, '}');
	add_json(text, "cold", read_counter(&meter->cold));
	add_json(text, "faults", read_counter(&meter->faults));
	add_json(text, "unjudged", read_counter(&meter->unjudged));
	add_json(text, "unheld", read_counter(&meter->unheld));
	add_json(text, "unlearned", read_counter(&meter->unlearned));
	add_json(text, "unlearnable", read_counter(&meter->unlearnable));
	add_json(text, "unlogged", read_counter(&meter->unlogged));
	add_json(text, "waiting", now->waiting);
	add_json(text, "held", now->held);
	g_string_append(text, "}\n");
	return g_string_free(text, FALSE);
}

/* ---- Prometheus ---- */

static void add_head(GString *text, const char *name, const char *type, const char *help)
{
	g_string_append_printf(
		text, "# HELP kith_guard_%s %s\n# TYPE kith_guard_%s %s\n", name, help, name, type);
}

static void add_number(
	GString *text, const char *name, const char *type, const char *help, gsize value)
{
	add_head(text, name, type, help);
	g_string_append_printf(text, "kith_guard_%s %" G_GSIZE_FORMAT "\n", name, value);
}

static void add_labelled(
	GString *text, const char *name, const char *label, const char *value, gsize number)
{
	g_string_append_printf(
		text, "kith_guard_%s{%s=\"%s\"} %" G_GSIZE_FORMAT "\n", name, label, value, number);
}

static void add_times(GString *text, const Meter *meter)
{
	gsize count = 0;
	add_head(text, "seconds", "histogram", "Time from the end of a message to the answer.");
	for (guint i = 0; i <= METER_TIMES; i++) {
		g_autofree char *bound =
			i < METER_TIMES ? g_strdup_printf("%u.%03u", meter_bounds[i] / 1000,
						  meter_bounds[i] % 1000)
					: g_strdup("+Inf");
		count += read_counter(&meter->times[i]);
		add_labelled(text, "seconds_bucket", "le", bound, count);
	}
	gsize sum = read_counter(&meter->microseconds);
	g_string_append_printf(text,
		"kith_guard_seconds_sum %" G_GSIZE_FORMAT ".%06" G_GSIZE_FORMAT
		"\nkith_guard_seconds_count %" G_GSIZE_FORMAT "\n",
		sum / G_USEC_PER_SEC, sum % G_USEC_PER_SEC, count);
}

char *meter_numbers(const Meter *meter, const MeterNow *now)
{
	GString *text = g_string_new(NULL);
	add_head(text, "verdicts_total", "counter", "Messages that came in, by verdict.");
	for (guint i = 0; i < G_N_ELEMENTS(meter->verdicts); i++)
		add_labelled(text, "verdicts_total", "verdict", verdict_kind_name((VerdictKind)i),
			read_counter(&meter->verdicts[i]));
	add_head(text, "actions_total", "counter", "What was done with them.");
	for (guint i = 0; i < G_N_ELEMENTS(meter->actions); i++)
		add_labelled(text, "actions_total", "action", action_name((Action)i),
			read_counter(&meter->actions[i]));
	add_number(text, "outgoing_total", "counter", "Messages of our own.",
		read_counter(&meter->outgoing));
	add_number(text, "cold_total", "counter", "Messages judged without memory.",
		read_counter(&meter->cold));
	add_number(text, "faults_total", "counter", "Messages passed unjudged or put off.",
		read_counter(&meter->faults));
	add_number(text, "unjudged_total", "counter", "Messages passed unjudged.",
		read_counter(&meter->unjudged));
	add_number(text, "unheld_total", "counter", "Messages that could not be held.",
		read_counter(&meter->unheld));
	add_number(text, "unlearned_total", "counter", "Messages that could not be queued.",
		read_counter(&meter->unlearned));
	add_number(text, "unlearnable_total", "counter", "Times that the learner failed.",
		read_counter(&meter->unlearnable));
	add_number(text, "unlogged_total", "counter", "Lines that the log did not take.",
		read_counter(&meter->unlogged));
	add_number(text, "waiting", "gauge", "Messages to be learned.", now->waiting);
	add_number(text, "held", "gauge", "Messages in quarantine.", now->held);
	add_times(text, meter);
	return g_string_free(text, FALSE);
}
