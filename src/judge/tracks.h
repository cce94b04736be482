/* SPDX-License-Identifier: Apache-2.0
 *
 * Tracks: what of a message would stand in other messages of the same campaign too, because the
 * one behind it has one file, one server or one text for all (memory/campaign.h).
 */
#pragma once

#include "mail/facts.h"
#include "memory/recall/recall.h"

/* The tracks of FACTS given what memory RECALLs, a new array of Track. A message that continues a
 * conversation and is no machine's has some; one that brings nothing to open harmless ones only. */
GArray *tracks_of(const Facts *facts, const Recall *recall);
