-- SPDX-License-Identifier: Apache-2.0
-- Does the message claim to come from this candidate? Attribution learns from it how often the
-- robbed mailbox is the one that is shown.

ALTER TABLE candidate ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0;
