-- SPDX-License-Identifier: Apache-2.0
-- What the guard did with the message for this recipient (LedgerHandling in ledger.h). 0 where no guard
-- did anything or that is not known, as of everything recorded before.

ALTER TABLE sighting ADD COLUMN handling INTEGER NOT NULL DEFAULT 0;
