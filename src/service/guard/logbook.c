/* SPDX-License-Identifier: Apache-2.0
 *
 * Each line has time and event; the names are stable.
 */
#include "service/guard/logbook.h"

#include <stdio.h>

#include "output/json.h"

static GMutex mutex;

static Json *begin(const char *event)
{
	g_mutex_lock(&mutex);
	Json *json = json_new(stderr);
	json_open_object(json, NULL);
	json_time(json, "time", g_get_real_time() / G_USEC_PER_SEC);
	json_string(json, "event", event);
	return json;
}

static void end(Json *json)
{
	json_close_object(json);
	json_free(json);
	(void)fflush(stderr);
	g_mutex_unlock(&mutex);
}

void logbook_judged(const Visit *visit, const Judgement *judgement, const char *action)
{
	const Verdict *verdict = judgement->verdict;
	Json *json = begin("judged");
	json_string(json, "verdict", verdict_kind_name(verdict->kind));
	json_string(json, "action", action);
	if (judgement->facts != NULL) {
		json_number(json, "score", verdict->score, 2);
		json_string_or_null(json, "message_id", judgement->facts->message_id);
		json_string_or_null(json, "sender", verdict->sender);
	}
	json_string(json, "mail_from", transit_mail_from(visit->transit));
	json_integer(json, "recipients", transit_recipients(visit->transit)->len);
	json_string(json, "client", visit->address);
	json_boolean(json, "cold", judgement->cold);
	json_string(json, "problem", judgement->problem);
	end(json);
}

void logbook_fault(const char *problem)
{
	Json *json = begin("fault");
	json_string(json, "problem", problem);
	end(json);
}

void logbook_event(const char *event, const char *detail)
{
	Json *json = begin(event);
	if (detail != NULL)
		json_string(json, "detail", detail);
	end(json);
}
