/* SPDX-License-Identifier: Apache-2.0
 *
 * The texts of letters/ by their language, for letter.c alone.
 */
#pragma once

extern const char *const letter_texts[];
