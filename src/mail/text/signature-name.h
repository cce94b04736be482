/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of persons in signatures, told by their shape.
 */
#pragma once

#include "base/span.h"

/* The part of LINE that could be a person's name: "Ann Lee" of "- Ann Lee", "山田 太郎" of "◇
 * 営業部 山田 太郎（やまだ）". Empty when there is none. */
Span signature_name(Span line);
