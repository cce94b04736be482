/* SPDX-License-Identifier: Apache-2.0
 *
 * A line of truth.jsonl: what is taken has all that a label needs, and no name leads out of its
 * folder.
 */
#include <stdint.h>

#include "base/limits.h"
#include "eval/truth.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(const char *name)
{
	g_assert_cmpuint(strlen(name), >, 0);
	g_assert_cmpuint(strlen(name), <=, LIMIT_GROUP_NAME + strlen(".mbox"));
	g_assert_true(g_utf8_validate(name, -1, NULL));
	g_assert_null(strchr(name, '/'));
	g_assert_cmpint(name[0], !=, '.');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *problem = NULL;
	Truth truth;

	if (!truth_parse((const char *)data, size, &truth, &problem)) {
		g_assert_nonnull(problem);
		g_assert_null(truth.group);
		return 0;
	}
	check_name(truth.group);
	check_name(truth.file);
	g_assert_cmpuint(truth.number, >, 0);
	g_assert_cmpuint(truth.number, <=, LIMIT_TRUTHS);
	g_assert_true(g_utf8_validate(truth.victim, -1, NULL));
	g_assert_true(truth.victim[0] != '\0' || !truth.attack);
	truth_clear(&truth);
	return 0;
}
