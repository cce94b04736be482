# SPDX-License-Identifier: Apache-2.0
"""Writes the letters that the end-to-end tests judge: letters.py FOLDER makes genuine.eml, a mail from
a partner to us, and hijacked.eml, an answer to it that the partner never sent."""

import os
import sys

LETTER = """Dear Emi,

the drawings for the second pump housing went through our quality office this morning. They ask that
the two bores on the flange be moved outward by four millimetres, since the new seal is wider than
the one we used in spring. Nothing else changes, and the price that we agreed on in March stands.
If you can confirm by Thursday, the foundry will pour the first forty pieces next week.

Kind regards
Chie Doi
Partner Works, Quality Office
"""

GENUINE = """Received: from mail.partner.example (mail.partner.example [192.0.2.17])
\tby mx.ours.example with ESMTPS id 4711; Thu, 30 Jan 2020 10:00:03 +0900
From: Chie Doi <chie.doi@partner.example>
To: Emi Fujita <emi.fujita@ours.example>
Subject: Second pump housing
Date: Thu, 30 Jan 2020 10:00:00 +0900
Message-ID: <20200130.17@partner.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

"""

HIJACKED = """Received: from relay.elsewhere.example (relay.elsewhere.example [198.51.100.9])
\tby mx.ours.example with ESMTPSA id 9; Mon, 10 Feb 2020 08:11:41 +0900
From: "Chie Doi" <accounts@elsewhere.example>
To: Emi Fujita <emi.fujita@ours.example>
Subject: Re: Second pump housing
Date: Sun, 9 Feb 2020 23:11:40 +0000
Message-ID: <b41f@elsewhere.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_cut"

--=_cut
Content-Type: text/plain; charset=utf-8

Please see the document attached and confirm. Password: 4711

Chie Doi
chie.doi@partner.example

On Thu, 30 Jan 2020 10:00, Chie Doi <chie.doi@partner.example> wrote:
{quote}
--=_cut
Content-Type: application/msword; name="confirmation.doc"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="confirmation.doc"

--=_cut--
"""


def main(folder):
    with open(os.path.join(folder, "genuine.eml"), "w", encoding="utf-8") as file:
        file.write(GENUINE + LETTER)
    with open(os.path.join(folder, "hijacked.eml"), "w", encoding="utf-8") as file:
        file.write(HIJACKED.format(quote="".join("> " + line + "\n" for line in LETTER.splitlines())))


if __name__ == "__main__":
    main(sys.argv[1])
