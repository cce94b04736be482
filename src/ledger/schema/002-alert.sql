-- SPDX-License-Identifier: Apache-2.0
-- Own organisations that an alert was given of, so that it is given once.

CREATE TABLE alert (
	organisation TEXT PRIMARY KEY
) WITHOUT ROWID;
