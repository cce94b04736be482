# SPDX-License-Identifier: Apache-2.0
"""Writes mail that a thief sends through accounts of others: relayed.py FILE COUNT makes an mbox of
COUNT messages, each a false reply of its own at two recipients, with a document to open. The same on
every run."""

import random
import sys

MESSAGE = """From relay{account}@elsewhere.example Mon Feb 10 08:11:41 2020
Received: from relay.elsewhere.example (relay.elsewhere.example [198.51.100.9])
\tby mx.ours.example with ESMTPS id {number}; Mon, 10 Feb 2020 08:11:41 +0900
From: "Chie Doi <chie.doi@partner.example>" <relay{account}@elsewhere.example>
To: Emi Fujita <emi.fujita@ours.example>, <person{person}@ours.example>
Subject: Re: Order {number} for the {noun}
Date: Sun, 9 Feb 2020 23:11:40 +0000
Message-ID: <{number}@elsewhere.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_cut"

--=_cut
Content-Type: text/plain; charset=utf-8

Please see the document attached and confirm order {number} for the {noun}. Password: {number}

Chie Doi
chie.doi@partner.example

On Thu, 30 Jan 2020 10:00, Chie Doi <chie.doi@partner.example> wrote:
> the drawings for {noun} number {number} went through our quality office this morning.
--=_cut
Content-Type: application/msword; name="order-{number}.doc"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="order-{number}.doc"

--=_cut--

"""
NOUNS = ("pump", "valve", "flange", "sensor", "bracket", "housing")


def main(path, count):
    dice = random.Random(4711)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            file.write(MESSAGE.format(number=number, account=dice.randrange(20), person=dice.randrange(50),
                noun=dice.choice(NOUNS)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
