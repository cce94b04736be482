/* SPDX-License-Identifier: Apache-2.0
 *
 * The style sheet of pages, for page-html.c alone.
 */
#pragma once

extern const char page_style[];
