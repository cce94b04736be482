/* SPDX-License-Identifier: Apache-2.0
 *
 * A server that we believe says that the domain in From did not send this (RFC 8601).
 */
#include "judge/signal.h"
#include <string.h>

static gboolean is_ours(const Situation *situation, const char *host)
{
	for (guint i = 0; situation->policy->authserv[i] != NULL; i++)
		if (g_ascii_strcasecmp(situation->policy->authserv[i], host) == 0)
			return TRUE;
	for (guint i = 0; situation->policy->organisation[i] != NULL; i++) {
		g_autofree char *suffix =
			g_strconcat(".", situation->policy->organisation[i], NULL);
		if (g_str_has_suffix(host, suffix))
			return TRUE;
	}
	return FALSE;
}

/* Anybody can write such a field: it counts only above the first Received of a foreign server. */
static gboolean policy_believes(const Situation *situation, const AuthResult *result)
{
	const GPtrArray *hops = situation->facts->hops;
	guint foreign = 0;
	while (foreign < hops->len && is_ours(situation, ((const Hop *)hops->pdata[foreign])->by))
		foreign++;
	gboolean named = FALSE;
	for (guint i = 0; situation->policy->authserv[i] != NULL; i++)
		named |= g_ascii_strcasecmp(situation->policy->authserv[i], result->authserv) == 0;
	return named && result->hop <= foreign;
}

static double measure(const Situation *situation, GString *detail)
{
	const GPtrArray *auth = situation->facts->auth;
	for (guint i = 0; i < auth->len; i++) {
		const AuthResult *result = auth->pdata[i];
		if (!policy_believes(situation, result))
			continue;
		if (strcmp(result->method, "dmarc") == 0 && strcmp(result->result, "fail") == 0) {
			g_string_append(detail, result->domain);
			return 1;
		}
	}
	return 0;
}

const Signal signal_not_authenticated = {
	.id = "not-authenticated",
	.measure = measure,
	.reason_en = "The sender's domain did not vouch for this mail.",
	.reason_ja = "差出人ドメインによる認証に失敗しています。",
};
