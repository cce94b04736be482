/* SPDX-License-Identifier: Apache-2.0
 *
 * For developers: what kith reads in a message, as text. "facts-dump FILE…" parses in this very
 * process, without the sandbox: for mail that one trusts.
 */
#include "mail/author.h"
#include "mail/facts.h"
#include "mail/message.h"

static const char *const mark_names[] = {"list", "bulk", "auto", "bounce", "receipt", "calendar",
	"signed", "encrypted", "journal", "encloses", "ticket", "resent", "password", "html-only",
	"nested-html", "digit-boundary", "delegate", "notice"};

static void print_string(const char *label, const char *value)
{
	if (value[0] != '\0')
		printf("%s: %s\n", label, value);
}

static void print_addresses(const char *label, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		printf("%s: \"%s\" <%s>\n", label, one->name, one->address);
	}
}

static void print_strings(const char *label, const GPtrArray *strings)
{
	for (guint i = 0; i < strings->len; i++)
		printf("%s: %s\n", label, (const char *)g_ptr_array_index(strings, i));
}

static void print_bits(const Facts *facts)
{
	printf("marks:");
	for (guint i = 0; i < G_N_ELEMENTS(mark_names); i++)
		if ((facts->marks & 1u << i) != 0)
			printf(" %s", mark_names[i]);
	printf("\nanomalies:");
	for (guint32 bit = 1; bit != 0 && bit <= facts->anomalies; bit <<= 1)
		if ((facts->anomalies & bit) != 0)
			printf(" %s", anomaly_name(bit));
	printf("\n");
}

static void print_people(const Facts *facts)
{
	print_addresses("from", facts->from);
	print_addresses("hidden", facts->hidden);
	print_string("from name", facts->from_name);
	g_autoptr(Author) author = author_of(facts);
	printf("author: \"%s\" <%s>%s\n", author->name, author->address,
		author->by_list ? " by list" : "");
	print_addresses("sender", facts->sender);
	print_addresses("reply-to", facts->reply_to);
	print_addresses("to", facts->to);
	print_addresses("cc", facts->cc);
	print_string("return-path", facts->return_path);
	print_strings("envelope", facts->envelope);
	print_addresses("signature", facts->signature);
}

static void print_conversation(const Facts *facts)
{
	print_string("message-id", facts->message_id);
	print_string("shape", facts->message_id_shape);
	print_strings("parent", facts->parents);
	print_string("subject", facts->subject);
	printf("subject base: %s (%u replies, %u forwards%s)\n", facts->subject_base,
		facts->reply_prefixes, facts->forward_prefixes,
		facts->subject_tagged ? ", tagged" : "");
	print_string("thread index", facts->thread_index);
	print_string("thread topic", facts->thread_topic);
	print_string("list id", facts->list_id);
	print_string("list post", facts->list_post);
}

static void print_way(const Facts *facts)
{
	printf("date: %" G_GINT64_FORMAT " zone %d\n", facts->date, facts->zone);
	for (guint i = 0; i < facts->hops->len; i++) {
		const Hop *hop = g_ptr_array_index(facts->hops, i);
		printf("hop: helo=%s name=%s ip=%s by=%s with=%s time=%" G_GINT64_FORMAT "%s\n",
			hop->helo, hop->name, hop->ip, hop->by, hop->with, hop->time,
			hop->authenticated ? " authenticated" : "");
	}
	for (guint i = 0; i < facts->auth->len; i++) {
		const AuthResult *one = g_ptr_array_index(facts->auth, i);
		printf("auth: %s %s=%s %s (hop %u)\n", one->authserv, one->method, one->result,
			one->domain, one->hop);
	}
	print_string("program", facts->program);
	print_string("originating ip", facts->originating_ip);
	print_string("auth user", facts->auth_user);
	print_string("language", facts->language);
}

static void print_content(const Facts *facts)
{
	static const char *const kinds[] = {"own", "quote", "signature"};
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *part = g_ptr_array_index(facts->texts, i);
		printf("text %u: %zu bytes%s%s alternative=%u:", i, part->skeleton_length,
			part->html ? " html" : "", part->enclosed ? " enclosed" : "",
			part->alternative);
		for (guint b = 0; b < part->blocks->len; b++) {
			const Block *block = &g_array_index(part->blocks, Block, b);
			printf(" %s%u[%u-%u]", kinds[block->kind], block->level, block->start,
				block->end);
		}
		printf("\n  %.300s\n", part->skeleton);
	}
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = g_ptr_array_index(facts->quotes, i);
		printf("quoted: row %u part %u level %u at %u from \"%s\" <%s> subject \"%s\" "
		       "date %" G_GINT64_FORMAT "\n",
			quote->table_row, quote->part, quote->level, quote->offset,
			quote->from.name, quote->from.address, quote->subject, quote->date);
		print_addresses("  quoted to", quote->to);
	}
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *one = g_ptr_array_index(facts->attachments, i);
		printf("attachment: \"%s\" %s type=%s worst=%s flags=%x size=%" G_GUINT64_FORMAT
		       " depth=%u\n",
			one->name, one->declared_type, file_type_name(one->type),
			file_type_name(one->worst), one->flags, one->size, one->depth);
	}
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = g_ptr_array_index(facts->links, i);
		printf("link: %s host=%s site=%s shown=%s%s%s\n", link->url, link->host, link->site,
			link->shown, link->own ? " own" : "", link->veiled ? " veiled" : "");
	}
	printf("own text (%u characters): %s\n", facts->own_length, facts->own_text);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		g_printerr("usage: facts-dump FILE...\n");
		return 2;
	}
	message_warm();
	for (int i = 1; i < argc; i++) {
		g_autofree char *bytes = NULL;
		gsize length = 0;
		g_autoptr(GError) error = NULL;
		if (!g_file_get_contents(argv[i], &bytes, &length, &error)) {
			g_printerr("facts-dump: %s\n", error->message);
			return 1;
		}
		g_autoptr(Facts) facts = message_parse(span_new(bytes, length));
		printf("== %s (%zu bytes)\n", argv[i], length);
		print_people(facts);
		print_conversation(facts);
		print_way(facts);
		print_bits(facts);
		print_content(facts);
	}
	return 0;
}
