/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands for a worker under test, one function each.
 */
#include "fake.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "mail/facts-codec.h"
#include "worker/sandbox.h"

static void crash(GByteArray *answer)
{
	volatile guintptr nowhere = 64;
	*(volatile int *)nowhere = 1;
}

static void hang(GByteArray *answer)
{
	for (volatile guint turns = 0;; turns++)
		continue;
}

static void give_garbage(GByteArray *answer)
{
	g_byte_array_append(answer, (const guint8 *)"nothing like Facts", 18);
}

static void give_nothing(GByteArray *answer)
{
}

static void give_too_much(GByteArray *answer)
{
	g_byte_array_set_size(answer, (guint)LIMIT_FACTS + 1);
}

static void leave(GByteArray *answer)
{
	_exit(7);
}

static void give_up(GByteArray *answer)
{
	abort();
}

/* Without touching it, which would take time; comes back only when nothing stops it at twice what
 * it may have. */
static void allocate_too_much(GByteArray *answer)
{
	mallopt(M_PERTURB, 0); /* test runners have malloc fill what it gives */
	for (gsize size = 0; size < 2 * LIMIT_WORKER_MEMORY; size += LIMIT_MIB(16)) {
		char *volatile piece = g_malloc(LIMIT_MIB(16));
		*piece = 1;
	}
}

static void write_file(GByteArray *answer)
{
	(void)!open("/tmp/kith-sandbox-escape", O_WRONLY | O_CREAT, 0600);
}

static void read_file(GByteArray *answer)
{
	(void)!open("/etc/passwd", O_RDONLY);
}

static void make_socket(GByteArray *answer)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void execute(GByteArray *answer)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void make_process(GByteArray *answer)
{
	(void)!fork();
}

static void kill_parent(GByteArray *answer)
{
	kill(getppid(), SIGTERM);
}

static void trace(GByteArray *answer)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static void map_code(GByteArray *answer)
{
	mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void write_elsewhere(GByteArray *answer)
{
	(void)!write(STDOUT_FILENO, "x", 1);
}

/* Past the worker's loop, straight to the parent. */
static void write_raw(const void *bytes, gsize length)
{
	if (write(SANDBOX_SOCKET, bytes, length) < 0)
		_exit(1);
}

static void claim_endless_frame(GByteArray *answer)
{
	write_raw("\xff\xff\xff\xff", 4);
}

static void append_frame(GByteArray *frames)
{
	g_autoptr(Facts) facts = facts_new();
	guint8 header[WORKER_FRAME_HEADER] = {0};
	guint start = frames->len;
	g_byte_array_append(frames, header, sizeof header);
	facts_encode(facts, frames);
	worker_write_length(frames->data + start, (guint32)(frames->len - start - sizeof header));
}

static void answer_twice(GByteArray *answer)
{
	g_autoptr(GByteArray) frames = g_byte_array_new();
	append_frame(frames);
	append_frame(frames);
	write_raw(frames->data, frames->len);
}

/* Something comes all the time, but never an answer. */
static void trickle(GByteArray *answer)
{
	write_raw("\x00\x00\x10\x00", 4);
	for (;;)
		write_raw("x", 1);
}

static void flood(GByteArray *answer)
{
	static const guint8 zeros[65536];
	for (;;)
		write_raw(zeros, sizeof zeros);
}

static const struct {
	const char *name;
	void (*run)(GByteArray *answer);
} commands[] = {
	{"CRASH", crash},
	{"HANG", hang},
	{"GARBAGE", give_garbage},
	{"NOTHING", give_nothing},
	{"TOO-MUCH", give_too_much},
	{"LEAVE", leave},
	{"ABORT", give_up},
	{"ALLOCATE", allocate_too_much},
	{"WRITE-FILE", write_file},
	{"READ-FILE", read_file},
	{"SOCKET", make_socket},
	{"EXECUTE", execute},
	{"FORK", make_process},
	{"KILL", kill_parent},
	{"TRACE", trace},
	{"MAP-CODE", map_code},
	{"WRITE-ELSEWHERE", write_elsewhere},
	{"ENDLESS-FRAME", claim_endless_frame},
	{"TWICE", answer_twice},
	{"TRICKLE", trickle},
	{"FLOOD", flood},
};

static void sleep_busily(guint milliseconds)
{
	gint64 end = g_get_monotonic_time() + milliseconds * 1000;
	while (g_get_monotonic_time() < end)
		continue;
}

/* By processor time, however busy the machine is. */
static void work(guint milliseconds)
{
	clock_t end = clock() + (clock_t)milliseconds * (CLOCKS_PER_SEC / 1000);
	while (clock() < end)
		continue;
}

void fake_answer(Span message, GByteArray *answer)
{
	g_autofree char *text = g_strndup(message.data, MIN(message.length, 100));
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strcmp(text, commands[i].name) != 0)
			continue;
		commands[i].run(answer);
		return;
	}
	if (g_str_has_prefix(text, "SLOW "))
		sleep_busily((guint)g_ascii_strtoull(text + 5, NULL, 10));
	if (g_str_has_prefix(text, "WORK "))
		work((guint)g_ascii_strtoull(text + 5, NULL, 10));
	g_autoptr(Facts) facts = facts_new();
	g_free(facts->subject);
	facts->subject = g_steal_pointer(&text);
	facts->own_length = (guint)message.length;
	facts_encode(facts, answer);
}
