/* SPDX-License-Identifier: Apache-2.0
 *
 * What is kept between the callbacks of one session.
 */
#include "service/guard/visit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/limits.h"

static char *address_text(const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	const void *bytes = NULL;
	if (address != NULL && address->sa_family == AF_INET)
		bytes = &((const struct sockaddr_in *)(gconstpointer)address)->sin_addr;
	else if (address != NULL && address->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(gconstpointer)address)->sin6_addr;
	if (bytes == NULL || inet_ntop(address->sa_family, bytes, text, sizeof text) == NULL)
		return NULL;
	return g_strdup(text);
}

Visit *visit_new(const char *name, const struct sockaddr *address, gboolean ours)
{
	Visit *visit = g_new0(Visit, 1);
	visit->name = g_strdup(name);
	visit->address = address_text(address);
	visit->ours = ours;
	visit->subjects = g_ptr_array_new_with_free_func(g_free);
	visit->forged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	visit->content = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return visit;
}

void visit_end(Visit *visit)
{
	g_clear_pointer(&visit->transit, transit_free);
	g_clear_pointer(&visit->login, g_free);
	g_clear_pointer(&visit->release, g_free);
	visit->mime = FALSE;
	g_ptr_array_set_size(visit->subjects, 0);
	g_hash_table_remove_all(visit->forged);
	g_hash_table_remove_all(visit->content);
	visit->forged_fields = visit->content_fields = 0;
	visit->begun = FALSE;
}

void visit_free(Visit *visit)
{
	if (visit == NULL)
		return;
	visit_end(visit);
	g_ptr_array_unref(visit->subjects);
	g_hash_table_unref(visit->forged);
	g_hash_table_unref(visit->content);
	g_free(visit->name);
	g_free(visit->address);
	g_free(visit->helo);
	g_free(visit);
}

void visit_begin(Visit *visit, const char *mail_from, const char *login)
{
	visit_end(visit);
	visit->transit = transit_new(mail_from);
	/* Some servers give an empty macro where nobody logged in. */
	if (login != NULL && login[0] != '\0')
		visit->login = g_strdup(login);
}

void visit_begin_content(Visit *visit, SMFICTX *context)
{
	static char server_macro[] = "j";
	if (visit->begun || visit->transit == NULL)
		return;
	const char *server = smfi_getsymval(context, server_macro);
	Peer peer = {.server = server != NULL ? server : "localhost",
		.helo = visit->helo,
		.name = visit->name,
		.address = visit->address,
		.login = visit->login};
	transit_begin(visit->transit, &peer);
	visit->begun = TRUE;
}

/* One more field NAME in TABLE, which has FIELDS, of those that may have to be taken out. */
static void note(GHashTable *table, guint *fields, const char *name)
{
	if (++*fields > LIMIT_GUARD_FIELDS)
		return;
	char *key = g_ascii_strdown(name, -1);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
	g_hash_table_insert(table, key, GUINT_TO_POINTER(count + 1));
}

static gboolean begins(const char *name, const char *word)
{
	return g_ascii_strncasecmp(name, word, strlen(word)) == 0;
}

void visit_note_field(Visit *visit, const char *name, const char *value)
{
	if (g_ascii_strcasecmp(name, "Subject") == 0 &&
		++visit->forged_fields <= LIMIT_GUARD_FIELDS)
		g_ptr_array_add(visit->subjects, g_strdup(value));
	if (g_ascii_strcasecmp(name, "MIME-Version") == 0)
		visit->mime = TRUE;
	if (visit->release == NULL && g_ascii_strcasecmp(name, OUR_FIELDS "Release") == 0)
		visit->release = g_strdup(value);
	if (begins(name, OUR_FIELDS))
		note(visit->forged, &visit->forged_fields, name);
	else if (begins(name, "Content-"))
		note(visit->content, &visit->content_fields, name);
}

gboolean visit_is_outgoing(const Visit *visit)
{
	return visit->ours || visit->login != NULL;
}
