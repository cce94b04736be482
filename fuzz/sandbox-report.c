/* SPDX-License-Identifier: Apache-2.0
 *
 * A sandbox's report, in pieces of a size that the first byte chooses. What is found is a hash and
 * a name, the same for any size.
 */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "intake/capture/sandbox-report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Feed {
	Span left;
	gsize step;
} Feed;

static gssize feed_read(gpointer user_data, void *buffer, gsize size)
{
	Feed *feed = user_data;
	gsize count = MIN(MIN(size, feed->step), feed->left.length);

	if (count > 0)
		memcpy(buffer, feed->left.data, count);
	feed->left = span_from(feed->left, count);
	return (gssize)count;
}

static gboolean parse(Span text, gsize step, SandboxReport *ret)
{
	Feed feed = {text, step};
	const char *problem = NULL;
	gboolean done = sandbox_report_parse(feed_read, &feed, ret, &problem);

	g_assert_true(done == (problem == NULL));
	return done;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Span text = span_from(span_new(data, size), 1);
	g_auto(SandboxReport) whole = {0};
	g_auto(SandboxReport) pieces = {0};

	if (size == 0)
		return 0;
	if (!parse(text, text.length + 1, &whole) || !parse(text, (gsize)data[0] + 1, &pieces))
		return 0;
	g_assert_cmpstr(whole.sample, ==, pieces.sample);
	g_assert_cmpstr(whole.tag, ==, pieces.tag);
	if (whole.sample != NULL)
		g_assert_cmpuint(strlen(whole.sample), ==, 64);
	if (whole.tag != NULL) {
		g_assert_true(g_utf8_validate(whole.tag, -1, NULL));
		g_assert_cmpuint(strlen(whole.tag), <=, 3 * LIMIT_STRING);
	}
	return 0;
}
