/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of figures: one on standard output or in a file, or all in a directory.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "cmd/awareness/awareness.h"
#include "cmd/print/digest-json.h"
#include "output/text.h"
#include "report/attribution.h"
#include "report/awareness/explanation.h"

static const gint64 usual_period = 30 * 24 * 3600;

typedef struct Figures {
	const Awareness *request;
	Ledger *ledger;
	GPtrArray *departments; /* as configured */
	GHashTable *names;      /* of files in a directory, without what tells the form */
	gint64 since, until;
} Figures;

static Digest *count(const Figures *self, const Department *department, GError **error)
{
	return digest_count(self->ledger, self->request->options->settings, department, self->since,
		self->until, error);
}

/* FOLDED is the small department in whose place DIGEST is; or NULL. */
static char *write_page(
	const Figures *self, const PageForm *form, const Digest *digest, const char *folded)
{
	const Awareness *request = self->request;
	const Department *department = digest->department;
	g_autofree char *explanation =
		explanation_link(request->filter != NULL ? request->filter->explanation : NULL,
			request->reader, EXPLANATION_STEPS);
	const DigestPage page = {.form = form,
		.language = request->reader,
		.name = department != NULL ? department->name : NULL,
		.folded = folded,
		.contact = request->options->settings->awareness_contact,
		.explanation = explanation,
		.handling = handling_count(request, department, digest->since, digest->until)};
	return digest_page_write(digest, &page);
}

/* The department asked for, of several all their patterns; NULL: all of our own. */
static Department *find_department(const Figures *self)
{
	char **names = self->request->departments;
	g_autoptr(GPtrArray) patterns = g_ptr_array_new();
	g_autoptr(GString) name = g_string_new(NULL);
	if (self->request->organisation != NULL)
		return department_new(self->request->organisation,
			(const char *const[]){self->request->organisation, NULL});
	if (names == NULL)
		return NULL;
	for (guint i = 0; names[i] != NULL; i++) {
		const Department *known = departments_find(self->departments, names[i]);
		for (guint k = 0; known != NULL && known->patterns[k] != NULL; k++)
			g_ptr_array_add(patterns, known->patterns[k]);
		if (known == NULL)
			g_ptr_array_add(patterns, names[i]);
		g_string_append(name, i > 0 ? ", " : "");
		g_string_append(name, known != NULL ? known->name : names[i]);
	}
	g_ptr_array_add(patterns, NULL);
	return department_new(name->str, (const char *const *)patterns->pdata);
}

static gboolean write_one(const Figures *self, GError **error)
{
	const Awareness *request = self->request;
	g_autoptr(Department) department = find_department(self);
	g_autoptr(Digest) digest = count(self, department, error);
	const char *folded = NULL;
	if (digest != NULL && digest_is_small(digest)) {
		folded = department->name;
		digest_free(digest);
		digest = count(self, NULL, error);
	}
	if (digest == NULL)
		return FALSE;
	if (request->options->json) {
		g_autoptr(Json) json = json_new(stdout);
		digest_json(json, digest, digest->department != NULL ? department->name : NULL);
		return TRUE;
	}
	g_autofree char *text = write_page(self, awareness_form(request), digest, folded);
	return awareness_put(request->out, text, error);
}

/* ---- into a directory ---- */

/* A name for the files about DEPARTMENT that none before it has, borrowed: of names that look alike
 * in a file's name the second gets a number. */
static const char *take_name(const Figures *self, const Department *department)
{
	g_autofree char *safe = text_safe(department != NULL ? department->name : "");
	g_autofree char *plain = g_strconcat(
		"digest", safe[0] != '\0' ? "-" : "", g_strdelimit(safe, "/ ", '_'), NULL);
	char *name = g_strdup(plain);
	for (guint i = 2; g_hash_table_contains(self->names, name); i++) {
		g_free(name);
		name = g_strdup_printf("%s-%u", plain, i);
	}
	g_hash_table_add(self->names, name);
	return name;
}

static gboolean write_file(const Figures *self, const PageForm *form, const Digest *digest,
	const char *name, const char *suffix, GError **error)
{
	g_autofree char *file = g_strconcat(name, suffix, NULL);
	g_autofree char *path = g_build_filename(self->request->out, file, NULL);
	g_autofree char *text = write_page(self, form, digest, NULL);
	if (!awareness_put(path, text, error))
		return FALSE;
	puts(path);
	return TRUE;
}

static gboolean write_files(const Figures *self, const Department *department, GError **error)
{
	const Awareness *request = self->request;
	g_autoptr(Digest) digest = count(self, department, error);
	if (digest == NULL)
		return FALSE;
	if (digest_is_small(digest)) {
		g_autofree char *shown = text_safe(department->name);
		fprintf(stderr,
			_("kith %s: %s has so few people that it is told of with all others "
			  "only\n"),
			request->command->name, shown);
		return TRUE;
	}
	const char *name = take_name(self, department);
	return (request->text || write_file(self, &page_html, digest, name, ".html", error)) &&
	       (request->html || write_file(self, &page_text, digest, name, ".txt", error));
}

static gboolean write_all(const Figures *self, GError **error)
{
	char *const *domains = self->request->options->settings->organisation;
	gboolean several = domains[0] != NULL && domains[1] != NULL;
	if (!write_files(self, NULL, error))
		return FALSE;
	for (guint i = 0; several && domains[i] != NULL; i++) {
		const char *const patterns[] = {domains[i], NULL};
		g_autoptr(Department) domain = department_new(domains[i], patterns);
		if (!write_files(self, domain, error))
			return FALSE;
	}
	for (guint i = 0; i < self->departments->len; i++)
		if (!write_files(self, self->departments->pdata[i], error))
			return FALSE;
	return TRUE;
}

static gboolean run(Figures *self, GError **error)
{
	const Awareness *request = self->request;
	gboolean asked = request->departments != NULL || request->organisation != NULL;
	if (self->departments == NULL)
		return FALSE;
	self->ledger = attribution_open(request->options->settings->state, error);
	if (self->ledger == NULL)
		return FALSE;
	gboolean many = !asked && !request->options->json && request->out != NULL &&
			g_file_test(request->out, G_FILE_TEST_IS_DIR);
	return many ? write_all(self, error) : write_one(self, error);
}

int figures_write(const Awareness *request)
{
	g_autoptr(GError) error = NULL;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	Figures figures = {.request = request,
		.departments = departments_read(request->options->settings, &error),
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.until = request->period.filter.until != 0 ? request->period.filter.until : now};
	figures.since = request->period.filter.since != 0 ? request->period.filter.since
							  : MAX(figures.until - usual_period, 0);
	gboolean ordered = figures.since < figures.until;
	gboolean done = ordered && run(&figures, &error);
	if (!done)
		options_complain(request->command,
			ordered ? error->message : _("--since must be before --until"));
	g_clear_pointer(&figures.departments, g_ptr_array_unref);
	g_hash_table_unref(figures.names);
	ledger_free(figures.ledger);
	return done ? EXIT_NOTHING_FOUND : EXIT_TROUBLE;
}
