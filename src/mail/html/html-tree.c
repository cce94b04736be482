/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack of open elements. Each node carries what holds for its text, computed from its
 * parent's; it is computed anew for the nodes above when one below them changes or goes away.
 */
#include "mail/html/html-tree.h"

#include "base/limits.h"
#include "mail/bytes.h"

#define NOT_FOUND 0 /* the document is never looked for */
/* Colons in a block of header fields: "From:", "Sent:", "To:". */
#define FIELDS_MINIMUM 3
#define IN_TABLE       (HTML_TABLE_PART | HTML_CELL)

static guint32 hash_name(const char *name)
{
	return g_str_hash(name);
}

static gboolean node_has(const HtmlNode *node, guint flags)
{
	return node->element != NULL && (node->element->flags & flags) != 0;
}

static gboolean node_is(const HtmlNode *node, const char *name)
{
	return node->element != NULL && strcmp(node->element->name, name) == 0;
}

static HtmlNode *top_of(HtmlTree *self)
{
	return &self->nodes[self->count - 1];
}

/* Whose text is text that stands in node INDEX: text in a table but outside its cells moves out
 * before the table. */
static guint text_owner(const HtmlTree *self, guint index)
{
	if (!node_has(&self->nodes[index], HTML_TABLE_PART))
		return index;
	while (index > 0 && !node_has(&self->nodes[index], HTML_TABLE))
		index--;
	return index > 0 ? index - 1 : 0;
}

static void compute_place(HtmlTree *self, guint index)
{
	HtmlNode *node = &self->nodes[index];
	gboolean in_table = node_has(node, IN_TABLE) || node_is(node, "caption");
	guint parent = in_table ? index - 1 : text_owner(self, index - 1);
	HtmlPlace place = self->nodes[parent].place;
	gint level = (gint)place.level + node->level;
	place.level = (guint)CLAMP(level, 0, LIMIT_QUOTE_LEVEL);
	place.hidden = (place.hidden & ~(node->traits.style.shows & ~HTML_GONE)) |
		       node->traits.style.hides;
	place.keeps_lines = place.keeps_lines || node->traits.style.keeps_lines;
	node->place = place;
}

static void compute_from(HtmlTree *self, guint index)
{
	for (guint i = MAX(index, 1); i < self->count; i++)
		compute_place(self, i);
}

static gboolean is_container(const HtmlNode *node)
{
	return node->traits.quoting == HTML_CONTAINER || node->traits.quoting == HTML_WRAPPER;
}

static void forget(HtmlTree *self, const HtmlNode *node)
{
	self->containers -= is_container(node) ? 1 : 0;
	self->paragraphs -= node_is(node, "p") ? 1 : 0;
}

/* Add DELTA to the level of what stands in node INDEX from now on. */
static void change_level(HtmlTree *self, guint index, gint delta)
{
	HtmlNode *node = &self->nodes[index];
	node->level = CLAMP(node->level + delta, 0, LIMIT_QUOTE_LEVEL);
	if (index == 0)
		node->place.level = (guint)node->level;
	compute_from(self, index);
}

/* The innermost open container, NULL when there is none. */
static HtmlNode *container_of(HtmlTree *self)
{
	for (guint i = self->count - 1; i > 0 && self->containers > 0; i--)
		if (is_container(&self->nodes[i]))
			return &self->nodes[i];
	return NULL;
}

/* Behind its attribution a container's quote begins, or begins anew. */
static void end_attribution(HtmlTree *self)
{
	HtmlNode *container = container_of(self);
	if (container == NULL)
		return;
	container->mark = self->text->len;
	if (container->traits.quoting == HTML_CONTAINER)
		return;
	container->traits.quoting = HTML_CONTAINER;
	change_level(self, (guint)(container - self->nodes), 1);
}

/* Did header fields stand behind START, and not text typed where fields have been? */
static gboolean holds_fields(const GString *text, gsize start)
{
	guint colons = 0;
	for (gsize i = start; i < text->len && colons < FIELDS_MINIMUM; i++)
		colons += text->str[i] == ':' ? 1 : 0;
	return colons >= FIELDS_MINIMUM;
}

static void pop(HtmlTree *self)
{
	HtmlNode node = *top_of(self);
	forget(self, &node);
	self->count--;
	if (node.traits.quoting == HTML_ATTRIBUTION)
		end_attribution(self);
	if (node.traits.quoting == HTML_FIELDS && holds_fields(self->text, node.mark))
		change_level(self, self->count - 1, 1);
}

static void pop_through(HtmlTree *self, guint index)
{
	while (self->count > index)
		pop(self);
}

static void remove_node(HtmlTree *self, guint index)
{
	if (index == self->count - 1) {
		pop(self);
		return;
	}
	forget(self, &self->nodes[index]);
	memmove(&self->nodes[index], &self->nodes[index + 1],
		(self->count - index - 1) * sizeof(HtmlNode));
	self->count--;
	compute_from(self, index);
}

/* The innermost node of this HASH above any node that has a flag of BARRIER. */
static guint find_node(const HtmlTree *self, guint32 hash, guint barrier)
{
	for (guint i = self->count - 1; i > 0; i--) {
		if (self->nodes[i].hash == hash)
			return i;
		if (node_has(&self->nodes[i], barrier))
			return NOT_FOUND;
	}
	return NOT_FOUND;
}

static void close_named(HtmlTree *self, const char *name, guint barrier)
{
	guint index = find_node(self, hash_name(name), barrier);
	if (index != NOT_FOUND)
		pop_through(self, index);
}

/* A list item ends the one before it, through all that is not itself a container. */
static void close_item(HtmlTree *self, const char *name, const char *other)
{
	for (guint i = self->count - 1; i > 0; i--) {
		const HtmlNode *node = &self->nodes[i];
		if (node_is(node, name) || node_is(node, other)) {
			pop_through(self, i);
			return;
		}
		gboolean passes =
			node_is(node, "div") || node_is(node, "p") || node_is(node, "address");
		if (node_has(node, HTML_SPECIAL) && !passes)
			return;
	}
}

/* Rows end rows, cells end cells: pop down to the innermost part of the open table that may hold a
 * NAME. */
static void clear_table(HtmlTree *self, const char *name)
{
	guint index = find_node(self, hash_name("table"), 0);
	if (index == NOT_FOUND)
		return;
	gboolean row = strcmp(name, "tr") == 0;
	gboolean cell = strcmp(name, "td") == 0 || strcmp(name, "th") == 0;
	guint keep = index;
	while (keep + 1 < self->count && node_has(&self->nodes[keep + 1], HTML_TABLE_PART)) {
		gboolean is_row = node_is(&self->nodes[keep + 1], "tr");
		if (!(cell || (row && !is_row)))
			break;
		keep++;
	}
	pop_through(self, keep + 1);
}

static void close_implied(HtmlTree *self, const HtmlElement *element)
{
	const char *name = element->name;
	if (strcmp(name, "li") == 0)
		close_item(self, "li", "li");
	else if (strcmp(name, "dd") == 0 || strcmp(name, "dt") == 0)
		close_item(self, "dd", "dt");
	else if (strcmp(name, "a") == 0 || strcmp(name, "nobr") == 0) {
		guint index = find_node(self, hash_name(name), HTML_SCOPE);
		if (index != NOT_FOUND)
			remove_node(self, index);
	} else if (strcmp(name, "option") == 0 && node_is(top_of(self), "option"))
		pop(self);
	else if ((element->flags & HTML_TABLE) == 0 && (element->flags & IN_TABLE) != 0)
		clear_table(self, name);
	else if ((element->flags & HTML_TABLE) != 0 && node_has(top_of(self), HTML_TABLE_PART))
		close_named(self, "table", 0);
	if ((element->flags & HTML_ENDS_P) != 0 && self->paragraphs > 0)
		close_named(self, "p", HTML_SCOPE);
	if ((element->flags & HTML_HEADING) != 0 && node_has(top_of(self), HTML_HEADING))
		pop(self);
}

/* A blockquote that stands first in a quote container is its quote: the container adds no level to
 * it, and what follows the blockquote is the outer text again. */
static void yield_container(HtmlTree *self)
{
	HtmlNode *container = container_of(self);
	if (container == NULL || container->traits.quoting != HTML_CONTAINER ||
		container->mark != self->text->len)
		return;
	container->traits.quoting = HTML_PLAIN;
	self->containers--;
	change_level(self, (guint)(container - self->nodes), -1);
}

static gint level_of(HtmlQuoting quoting)
{
	return quoting == HTML_QUOTE || quoting == HTML_CONTAINER ? 1 : 0;
}

void html_tree_init(HtmlTree *self, const GString *text)
{
	self->text = text;
	self->count = 1;
	self->dropped = 0;
	self->containers = 0;
	self->paragraphs = 0;
	self->nodes[0] = (HtmlNode){0};
}

void html_tree_open(HtmlTree *self, const HtmlToken *token, const HtmlElement *element,
	const HtmlTraits *traits)
{
	if (element != NULL) {
		close_implied(self, element);
		if ((element->flags & HTML_QUOTES) != 0)
			yield_container(self);
		if ((element->flags & HTML_FOREIGN) != 0 && token->self_closing)
			return;
	}
	if (self->count == HTML_DEPTH) {
		self->dropped++;
		return;
	}
	HtmlNode *node = &self->nodes[self->count++];
	node->element = element;
	node->hash = hash_name(token->name);
	node->traits = *traits;
	node->level = level_of(traits->quoting);
	node->mark = self->text->len;
	self->containers += is_container(node) ? 1 : 0;
	self->paragraphs += node_is(node, "p") ? 1 : 0;
	compute_place(self, self->count - 1);
}

void html_tree_close(HtmlTree *self, const HtmlToken *token, const HtmlElement *element)
{
	guint32 hash = hash_name(token->name);
	guint flags = element != NULL ? element->flags : 0;
	if (self->dropped > 0) {
		self->dropped--;
		return;
	}
	if (self->nodes[self->count - 1].hash == hash) {
		pop(self);
		return;
	}
	guint barrier = HTML_SPECIAL;
	if ((flags & IN_TABLE) != 0)
		barrier = HTML_TABLE;
	else if ((flags & (HTML_SPECIAL | HTML_FORMATTING)) != 0)
		barrier = HTML_SCOPE;
	guint index = find_node(self, hash, barrier);
	if (index == NOT_FOUND)
		return;
	if ((flags & HTML_FORMATTING) != 0)
		remove_node(self, index);
	else
		pop_through(self, index);
}

HtmlPlace html_tree_place(const HtmlTree *self)
{
	return self->nodes[text_owner(self, self->count - 1)].place;
}

void html_tree_deepen(HtmlTree *self)
{
	change_level(self, text_owner(self, self->count - 1), 1);
}

gboolean html_tree_inside(const HtmlTree *self, const char *name)
{
	return find_node(self, hash_name(name), 0) != NOT_FOUND;
}
