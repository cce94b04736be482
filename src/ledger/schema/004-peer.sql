-- SPDX-License-Identifier: Apache-2.0
-- The address that handed the message to our own network: unlike host and client nobody else wrote
-- it. '' where that is not known, as of everything recorded before.

ALTER TABLE message ADD COLUMN peer TEXT NOT NULL DEFAULT '';
