/* SPDX-License-Identifier: Apache-2.0
 *
 * The layout is that of LMDB 0.9 (data version 1) in the machine's own byte order and word size:
 * two meta pages, each of which tells the roots of the free list and of the tree of tables; in the
 * latter's leaves stand the roots of the tables.
 */
#include "store/lmdb/lmdb-pages.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bits.h"

#define MAGIC     0xbeefc0de
#define VERSION   1
#define NO_PAGE   ((gsize)-1)
#define MOST_DEEP 32 /* LMDB's own bound */

enum { PAGE_BRANCH = 1, PAGE_LEAF = 2, PAGE_OVERFLOW = 4, PAGE_KINDS = 0x6f };
enum { NODE_OVERFLOW = 1, NODE_TABLE = 2, NODE_KNOWN = 3 };
/* Of what a tree may be: its keys reversed or numbers, several values to a key. */
#define TREE_KINDS 0x7e

enum { TREE_FREE, TREE_TABLES, TREES };

typedef struct PageHead {
	gsize number;
	guint16 unused;
	guint16 kind;
	union {
		struct {
			guint16 lower, upper; /* the room between nodes' places and nodes */
		};
		guint32 length; /* of an overflow: pages */
	};
} PageHead;

typedef struct NodeHead {
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
	guint16 low, high;
#else
	guint16 high, low;
#endif
	guint16 flags; /* of a branch: the page's highest bits */
	guint16 key_length;
} NodeHead;

typedef struct Tree {
	guint32 unused;
	guint16 flags, depth;
	gsize branches, leaves, overflows; /* pages */
	gsize rows;
	gsize root;
} Tree;

typedef struct Meta {
	guint32 magic, version;
	gsize address, map_size;
	Tree trees[TREES];
	gsize last_page;
	gsize txn;
} Meta;

typedef struct Pages {
	int file;
	gsize page_size;
	gsize count; /* pages that there are */
	Bits used;
	gsize rows;       /* of the tree that is looked at */
	gboolean is_head; /* no table is entered */
	char *problem;
	int code;
} Pages;

typedef struct Node {
	NodeHead head;
	const guint8 *key;
	const guint8 *data;
	gsize length; /* of what stands in the page behind the key */
	gsize size;   /* of the value, wherever it stands */
} Node;

static gboolean fail(Pages *self, gsize page, const char *problem)
{
	if (self->problem == NULL && self->code == 0)
		self->problem = g_strdup_printf("page %" G_GSIZE_FORMAT ": %s", page, problem);
	return FALSE;
}

/* The first LENGTH bytes of page NUMBER. */
static gboolean read_bytes(Pages *self, gsize number, void *bytes, gsize length)
{
	gssize got = pread(self->file, bytes, length, (off_t)(number * self->page_size));

	if (got == (gssize)length)
		return TRUE;
	if (got >= 0)
		return fail(self, number, "the file ends before it");
	self->code = errno;
	return FALSE;
}

static gboolean use(Pages *self, gsize number)
{
	if (number < TREES || number >= self->count)
		return fail(self, number, "a page that is not there");
	if (bits_has(&self->used, number))
		return fail(self, number, "used twice");
	bits_add(&self->used, number);
	return TRUE;
}

static gboolean use_overflow(Pages *self, gsize first, gsize size)
{
	gsize length = (sizeof(PageHead) + size - 1) / self->page_size + 1;
	PageHead head;

	if (!use(self, first) || !read_bytes(self, first, &head, sizeof head))
		return FALSE;
	if (head.number != first || (head.kind & PAGE_KINDS) != PAGE_OVERFLOW ||
		head.length != length || length > self->count - first)
		return fail(self, first, "not the large value that it should be");
	for (gsize i = 1; i < length; i++)
		if (!use(self, first + i))
			return FALSE;
	return TRUE;
}

static gboolean read_node(Pages *self, const guint8 *page, guint index, Node *ret)
{
	PageHead head;
	guint16 place;
	gsize room;

	memcpy(&head, page, sizeof head);
	memcpy(&place, page + sizeof head + index * sizeof place, sizeof place);
	if (place < head.upper || place % 2 != 0 || place + sizeof ret->head > self->page_size)
		return fail(self, head.number, "a row outside of it");
	memcpy(&ret->head, page + place, sizeof ret->head);
	ret->key = page + place + sizeof ret->head;
	ret->data = ret->key + ret->head.key_length;
	ret->size = (gsize)ret->head.high << 16 | ret->head.low;
	ret->length = head.kind & PAGE_BRANCH           ? 0
		      : ret->head.flags & NODE_OVERFLOW ? sizeof(gsize)
							: ret->size;
	room = self->page_size - place - sizeof ret->head;
	if (ret->head.key_length > room || ret->length > room - ret->head.key_length)
		return fail(self, head.number, "a row that is longer than it");
	return TRUE;
}

static gboolean look_at_tree(Pages *self, const Tree *tree, guint flags);

/* Entries of the free list: how many pages, then their numbers. */
static gboolean look_at_free(Pages *self, const guint8 *data, gsize size)
{
	gsize count, page;

	if (size < sizeof count)
		return fail(self, 0, "a list of free pages that is none");
	memcpy(&count, data, sizeof count);
	if (count > size / sizeof count - 1)
		return fail(self, 0, "a list of free pages that is cut short");
	for (gsize i = 1; i <= count; i++) {
		memcpy(&page, data + i * sizeof page, sizeof page);
		if (!use(self, page))
			return FALSE;
	}
	return TRUE;
}

static gboolean look_at_free_overflow(Pages *self, gsize first, gsize size)
{
	g_autofree guint8 *data = g_try_malloc(sizeof(PageHead) + size);

	if (data == NULL) {
		self->code = ENOMEM;
		return FALSE;
	}
	return read_bytes(self, first, data, sizeof(PageHead) + size) &&
	       look_at_free(self, data + sizeof(PageHead), size);
}

static gboolean look_at_value(Pages *self, gsize page, const Node *node, guint which)
{
	Tree table;
	gsize first;

	if ((node->head.flags & ~NODE_KNOWN) != 0 ||
		(which != TREE_TABLES && (node->head.flags & NODE_TABLE) != 0))
		return fail(self, page, "a row of no known kind");
	if (node->head.flags & NODE_OVERFLOW) {
		memcpy(&first, node->data, sizeof first);
		return use_overflow(self, first, node->size) &&
		       (which != TREE_FREE || look_at_free_overflow(self, first, node->size));
	}
	if (which == TREE_FREE)
		return look_at_free(self, node->data, node->size);
	if ((node->head.flags & NODE_TABLE) == 0)
		return TRUE;
	if (node->size != sizeof table)
		return fail(self, page, "a table that is none");
	memcpy(&table, node->data, sizeof table);
	return self->is_head || look_at_tree(self, &table, TREES);
}

static gboolean look_at_page(Pages *self, gsize number, guint which, guint depth);

static gboolean look_at_node(Pages *self, gsize page, const Node *node, guint which, guint depth)
{
	gsize child = node->size;

	if (depth == 1)
		return look_at_value(self, page, node, which);
	if (sizeof child > 4)
		child |= (gsize)node->head.flags << 31 << 1;
	return look_at_page(self, child, which, depth - 1);
}

static gboolean look_at_nodes(Pages *self, const guint8 *page, guint which, guint depth)
{
	PageHead head;
	guint count;

	memcpy(&head, page, sizeof head);
	if (head.lower < sizeof head || head.lower % 2 != 0 || head.lower > head.upper ||
		head.upper > self->page_size)
		return fail(self, head.number, "its rows are not where it says");
	count = (head.lower - (guint)sizeof head) / 2;
	if (count < (depth == 1 || which == TREE_FREE ? 1 : 2))
		return fail(self, head.number, "without rows");
	for (guint i = 0; i < count; i++) {
		Node node;

		if (!read_node(self, page, i, &node) ||
			!look_at_node(self, head.number, &node, which, depth))
			return FALSE;
	}
	self->rows += depth == 1 ? count : 0;
	return TRUE;
}

static gboolean look_at_page(Pages *self, gsize number, guint which, guint depth)
{
	g_autofree guint8 *page = g_malloc(self->page_size);
	PageHead head;

	if (!use(self, number) || !read_bytes(self, number, page, self->page_size))
		return FALSE;
	memcpy(&head, page, sizeof head);
	if (head.number != number ||
		(head.kind & PAGE_KINDS) != (depth == 1 ? PAGE_LEAF : PAGE_BRANCH))
		return fail(self, number, "not the page that it should be");
	return look_at_nodes(self, page, which, depth);
}

static gboolean look_at_tree(Pages *self, const Tree *tree, guint which)
{
	gsize outer = self->rows, rows;

	if ((tree->flags & TREE_KINDS) != (which == TREE_FREE ? MDB_INTEGERKEY : 0) ||
		tree->depth > MOST_DEEP || (tree->depth == 0) != (tree->root == NO_PAGE))
		return fail(self, tree->root, "the root of no tree");
	self->rows = 0;
	if (tree->depth > 0 && !look_at_page(self, tree->root, which, tree->depth))
		return FALSE;
	rows = self->rows;
	self->rows = outer;
	return rows == tree->rows ||
	       fail(self, tree->root, "a tree with other rows than it counts");
}

/* Commits take turns between the two meta pages. */
static gboolean take_turns(const Meta *metas)
{
	for (gsize i = 0; i < TREES; i++)
		if (metas[i].txn != 0 && metas[i].txn % TREES != i)
			return FALSE;
	return MAX(metas[0].txn, metas[1].txn) - MIN(metas[0].txn, metas[1].txn) <= 1;
}

/* The meta page that TXN began from; its successor may be there already. FALSE without a problem
 * when both are newer, or one is being written. */
static gboolean find_meta(Pages *self, gsize txn, Meta *ret)
{
	Meta metas[TREES];

	for (gsize i = 0; i < TREES; i++) {
		guint8 page[sizeof(PageHead) + sizeof metas[i]];

		if (!read_bytes(self, i, page, sizeof page))
			return FALSE;
		memcpy(&metas[i], page + sizeof(PageHead), sizeof metas[i]);
	}
	*ret = metas[txn % TREES];
	return ret->txn == txn && take_turns(metas);
}

static gboolean look_at_all(Pages *self, const Meta *meta)
{
	struct stat status;

	if (fstat(self->file, &status) != 0) {
		self->code = errno;
		return FALSE;
	}
	self->count = meta->last_page + 1;
	if (meta->last_page < 1 || (guint64)status.st_size / self->page_size <= meta->last_page)
		return fail(self, 0, "the file is cut short");
	bits_init(&self->used, self->count);
	return (self->is_head || look_at_tree(self, &meta->trees[TREE_FREE], TREE_FREE)) &&
	       look_at_tree(self, &meta->trees[TREE_TABLES], TREE_TABLES);
}

static int look(Pages *self, MDB_txn *txn)
{
	MDB_stat sizes;
	Meta meta;
	int code = mdb_env_stat(mdb_txn_env(txn), &sizes);

	self->page_size = sizes.ms_psize;
	if (code == 0)
		code = mdb_env_get_fd(mdb_txn_env(txn), &self->file);
	if (code != 0)
		return code;
	if (!find_meta(self, mdb_txn_id(txn), &meta))
		return self->code != 0 || self->problem != NULL ? self->code : MDB_BAD_TXN;
	if (meta.magic == MAGIC && meta.version == VERSION)
		(void)look_at_all(self, &meta);
	bits_clear(&self->used);
	return self->code;
}

int lmdb_head_check(MDB_txn *txn)
{
	Pages self = {.is_head = TRUE};
	int code = look(&self, txn);
	g_autofree char *problem = self.problem;

	return code == 0 && problem != NULL ? MDB_CORRUPTED : code;
}

int lmdb_pages_check(MDB_txn *txn, char **ret_problem)
{
	Pages self = {.is_head = FALSE};
	int code = look(&self, txn);

	*ret_problem = self.problem;
	return code;
}

/* Does VALUE lie in its page, or in those of its own? Only such a one begins where pages begin. */
static gboolean is_within(MDB_txn *txn, MDB_val value)
{
	MDB_stat sizes;
	MDB_envinfo info;
	gsize place;
	PageHead head;

	mdb_env_stat(mdb_txn_env(txn), &sizes);
	place = (gsize)(guintptr)value.mv_data & (sizes.ms_psize - 1);
	if (place != sizeof head)
		return value.mv_size <= sizes.ms_psize - place;
	mdb_env_info(mdb_txn_env(txn), &info);
	memcpy(&head, (const guint8 *)value.mv_data - sizeof head, sizeof head);
	return head.number <= info.me_last_pgno &&
	       head.length <= info.me_last_pgno + 1 - head.number &&
	       value.mv_size <= head.length * (gsize)sizes.ms_psize - sizeof head;
}

int lmdb_get(MDB_cursor *cursor, MDB_val *key, MDB_val *value, MDB_cursor_op move)
{
	int code = mdb_cursor_get(cursor, key, value, move);

	return code == 0 && !is_within(mdb_cursor_txn(cursor), *value) ? MDB_CORRUPTED : code;
}
