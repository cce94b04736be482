/* SPDX-License-Identifier: Apache-2.0
 *
 * The callbacks of libmilter. The pieces of a message are not answered, so that the mail server
 * need not wait for each: libmilter does it for us where the server wants an answer.
 */
#include "service/guard/filter.h"

#include <errno.h>
#include <libmilter/mfapi.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "service/guard/handling.h"
#include "service/guard/logbook.h"
#include "service/guard/visit.h"
#include "service/readiness.h"

enum { settle_steps = 100, backlog = 256, answer_microseconds = G_USEC_PER_SEC };

/* libmilter hands no pointer of ours to its callbacks. */
static Filter *the_filter;
/* Messages between MAIL and their end. */
static gint at_hand;
/* When the last message was answered. */
static gint64 answered;
/* No further message is taken: sessions outlast the guard, and their clients try again. */
static gint ending;

GuardSettings *filter_settings(Filter *filter)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&filter->mutex);
	return guard_settings_hold(filter->settings);
}

void filter_set_settings(Filter *filter, GuardSettings *settings)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&filter->mutex);
	guard_settings_release(filter->settings);
	filter->settings = settings;
}

static MeterNow look(Filter *filter)
{
	return (MeterNow){.waiting = backlog_count(filter->backlog),
		.held = quarantine_count(filter->quarantine)};
}

char *filter_status(Filter *filter)
{
	MeterNow now = look(filter);
	return meter_status(filter->meter, &now);
}

char *filter_numbers(Filter *filter)
{
	MeterNow now = look(filter);
	return meter_numbers(filter->meter, &now);
}

static sfsistat negotiate(SMFICTX *context, unsigned long actions, unsigned long steps,
	unsigned long more, unsigned long more_still, unsigned long *ret_actions,
	unsigned long *ret_steps, unsigned long *ret_more, unsigned long *ret_more_still)
{
	const unsigned long needed = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_DELRCPT;
	const unsigned long unanswered = SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY;
	const unsigned long wanted =
		SMFIP_NODATA | SMFIP_NOUNKNOWN | SMFIP_HDR_LEADSPC | unanswered;
	if ((actions & needed) != needed)
		return SMFIS_REJECT;
	*ret_actions = needed;
	*ret_steps = steps & wanted;
	*ret_more = *ret_more_still = 0;
	return SMFIS_CONTINUE;
}

static sfsistat at_connect(SMFICTX *context, char *name, _SOCK_ADDR *address)
{
	if (g_atomic_int_get(&ending) != 0)
		return SMFIS_TEMPFAIL;
	g_autoptr(GuardSettings) settings = filter_settings(the_filter);
	gboolean ours = networks_hold(settings->networks, address);
	return smfi_setpriv(context, visit_new(name, address, ours)) == MI_SUCCESS ? SMFIS_CONTINUE
										   : SMFIS_TEMPFAIL;
}

static sfsistat at_helo(SMFICTX *context, char *helo)
{
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL)
		return SMFIS_CONTINUE;
	g_free(visit->helo);
	visit->helo = g_strdup(helo);
	return SMFIS_CONTINUE;
}

static void end_message(Visit *visit)
{
	if (visit->transit != NULL)
		g_atomic_int_add(&at_hand, -1);
	visit_end(visit);
}

static sfsistat at_sender(SMFICTX *context, char **arguments)
{
	static char login_macro[] = "{auth_authen}";
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL)
		return SMFIS_CONTINUE;
	end_message(visit);
	if (g_atomic_int_get(&ending) != 0)
		return SMFIS_TEMPFAIL;
	visit_begin(visit, arguments[0], smfi_getsymval(context, login_macro));
	g_atomic_int_inc(&at_hand);
	return SMFIS_CONTINUE;
}

static sfsistat at_recipient(SMFICTX *context, char **arguments)
{
	static char address_macro[] = "{rcpt_addr}";
	Visit *visit = smfi_getpriv(context);
	if (visit != NULL && visit->transit != NULL)
		transit_add_recipient(
			visit->transit, arguments[0], smfi_getsymval(context, address_macro));
	return SMFIS_CONTINUE;
}

static sfsistat at_header(SMFICTX *context, char *name, char *value)
{
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL || visit->transit == NULL)
		return SMFIS_NOREPLY;
	visit_begin_content(visit, context);
	transit_add_header(visit->transit, name, value);
	visit_note_field(visit, name, value);
	return SMFIS_NOREPLY;
}

static sfsistat at_end_of_header(SMFICTX *context)
{
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL || visit->transit == NULL)
		return SMFIS_NOREPLY;
	visit_begin_content(visit, context);
	transit_end_header(visit->transit);
	return SMFIS_NOREPLY;
}

static sfsistat at_body(SMFICTX *context, unsigned char *data, size_t length)
{
	Visit *visit = smfi_getpriv(context);
	if (visit != NULL && visit->transit != NULL)
		transit_add_body(visit->transit, data, length);
	return SMFIS_NOREPLY;
}

static sfsistat at_end(SMFICTX *context)
{
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL || visit->transit == NULL)
		return SMFIS_CONTINUE;
	visit_begin_content(visit, context);
	gint64 began = g_get_monotonic_time();
	sfsistat answer = handling_of_message(the_filter, context, visit);
	gint64 now = g_get_monotonic_time();
	meter_time(the_filter->meter, now - began);
	__atomic_store_n(&answered, now, __ATOMIC_RELEASE);
	end_message(visit);
	return answer;
}

static sfsistat at_abort(SMFICTX *context)
{
	Visit *visit = smfi_getpriv(context);
	if (visit != NULL)
		end_message(visit);
	return SMFIS_CONTINUE;
}

static sfsistat at_close(SMFICTX *context)
{
	Visit *visit = smfi_getpriv(context);
	if (visit == NULL)
		return SMFIS_CONTINUE;
	end_message(visit);
	visit_free(visit);
	smfi_setpriv(context, NULL);
	return SMFIS_CONTINUE;
}

static gboolean listen_at(const char *place, GError **error)
{
	static char name[] = "kith";
	struct smfiDesc description = {.xxfi_name = name,
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_DELRCPT,
		.xxfi_connect = at_connect,
		.xxfi_helo = at_helo,
		.xxfi_envfrom = at_sender,
		.xxfi_envrcpt = at_recipient,
		.xxfi_header = at_header,
		.xxfi_eoh = at_end_of_header,
		.xxfi_body = at_body,
		.xxfi_eom = at_end,
		.xxfi_abort = at_abort,
		.xxfi_close = at_close,
		.xxfi_negotiate = negotiate};
	g_autofree char *connection = g_strdup(place);
	/* Whoever is in our group may connect: the mail server. */
	umask(0007);
	gboolean listening = smfi_register(description) == MI_SUCCESS &&
			     smfi_setconn(connection) == MI_SUCCESS &&
			     smfi_setbacklog(backlog) == MI_SUCCESS &&
			     smfi_opensocket(TRUE) == MI_SUCCESS;
	umask(0077);
	if (!listening)
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("cannot listen at %s"), place);
	return listening;
}

/* A thread that came back from us has yet to send our answer, which nothing tells the end of: it
 * gets a second. */
static gboolean is_done(gint64 now)
{
	return g_atomic_int_get(&at_hand) == 0 &&
	       now - __atomic_load_n(&answered, __ATOMIC_ACQUIRE) > answer_microseconds;
}

static void finish_at_hand(guint seconds)
{
	gint64 now = g_get_monotonic_time(), deadline = now + (gint64)seconds * G_USEC_PER_SEC;
	for (; now < deadline && !is_done(now); now = g_get_monotonic_time())
		g_usleep(G_USEC_PER_SEC / settle_steps);
}

static gpointer await_end(gpointer data)
{
	Filter *filter = data;
	sigset_t end;
	int number = 0;
	sigemptyset(&end);
	sigaddset(&end, FILTER_END);
	while (sigwait(&end, &number) != 0)
		continue;
	g_atomic_int_set(&ending, 1);
	g_autoptr(GuardSettings) settings = filter_settings(filter);
	finish_at_hand(settings->seconds);
	_exit(EXIT_SUCCESS);
}

gboolean filter_run(Filter *filter, const char *place, GError **error)
{
	the_filter = filter;
	if (!listen_at(place, error))
		return FALSE;
	if (!readiness_tell())
		logbook_fault(g_strerror(errno));
	g_thread_unref(g_thread_new("end", await_end, filter));
	if (smfi_main() == MI_SUCCESS)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("cannot listen at %s"), place);
	return FALSE;
}
