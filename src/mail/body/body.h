/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a message to Facts: texts, attachments, enclosed messages, and the marks that parts
 * give.
 */
#pragma once

#include "mail/body/outline.h"
#include "mail/facts.h"

/* Fill FACTS from the parts of OUTLINE. */
void body_read(Facts *facts, const Outline *outline);
