/* SPDX-License-Identifier: Apache-2.0
 *
 * What targets of containers share: an input that is read in pieces of a chosen size.
 */
#pragma once

#include "base/span.h"

typedef struct Input {
	Span left;
	gsize step;
} Input;

static inline gssize input_read(gpointer user_data, void *buffer, gsize size)
{
	Input *input = (Input *)user_data;
	gsize count = MIN(MIN(size, input->step), input->left.length);

	if (count > 0)
		memcpy(buffer, input->left.data, count);
	input->left = span_from(input->left, count);
	return (gssize)count;
}
