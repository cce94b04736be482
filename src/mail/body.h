/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a message to Facts: texts, attachments, enclosed messages, and the marks that parts
 * give.
 */
#pragma once

#include "mail/facts.h"
#include "mail/outline.h"

/* Fill FACTS from the parts of OUTLINE. */
void body_read(Facts *facts, const Outline *outline);
