/* SPDX-License-Identifier: Apache-2.0
 *
 * Border: where a message came into our network. Each server writes its Received field above those
 * that are there; from the top down they are ours up to the one that took the message from a
 * stranger, and everything below was written, or made up, by others.
 */
#pragma once

#include "base/settings.h"
#include "mail/facts.h"

/* The address of the machine that handed the message of FACTS to our network, as our own server
 * wrote; "" when the uppermost field is not of one of SETTINGS' servers or domains. Borrowed from
 * FACTS. */
const char *border_peer(const Facts *facts, const Settings *settings);
