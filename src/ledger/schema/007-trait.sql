-- SPDX-License-Identifier: Apache-2.0
-- What the message is like, as bits (LedgerTrait in ledger.h). 0 where that is not known, as of
-- everything recorded before.

ALTER TABLE message ADD COLUMN traits INTEGER NOT NULL DEFAULT 0;
