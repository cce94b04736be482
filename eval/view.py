# SPDX-License-Identifier: Apache-2.0
"""One organisation's mail out of a list archive: a list is no organisation, everybody holds all.

Kept is mail from the addresses of one domain, to them, or in answer to them, as it would have come
without the list: its addresses and fields are taken out, a From that it rewrote is put back.
"""

import collections
import random
import re
import sys
import types

import archive
import donor
import letter

TAG = re.compile(r"\[([\w .+-]{3,30})\]")
TRACES = re.compile(r"^(authentication-results|received-spf|arc-.*|dkim-.*|x-.*)$")
REPLACED = {"received", "from", "to", "cc", "reply-to", "return-path"}


class View:
    """Rewrites the messages of an archive for one domain."""

    def __init__(self, mail, domain):
        self.mail, self.domain = mail, domain
        self.courier = donor.Courier(mail)
        self.rng = random.Random(domain)
        self.by_id = {m.message_id: m for m in mail.messages if m.message_id}
        tags = collections.Counter(tag for m in mail.messages
                                   for tag in set(TAG.findall(m.subject)))
        self.tags = [tag for tag, count in tags.items() if count * 10 > len(mail.messages) * 3]

    def is_ours(self, address):
        """Whether ADDRESS is of this domain, exactly."""
        return address.endswith("@" + self.domain)

    def persons(self, message, *names):
        """[(name, address)] of fields, without the lists."""
        return [pair for pair in message.people(*names) if pair[1] not in self.mail.lists]

    def people(self, message):
        """(To, Cc) of MESSAGE without lists, the author of its parent added; None: not ours."""
        to, copy = self.persons(message, "to"), self.persons(message, "cc")
        parent = self.by_id.get(message.parents[0]) if message.parents else None
        answered = parent.author if parent and parent.author[1] != message.author[1] else None
        named = any(self.is_ours(address) for _, address in to + copy)
        ours = self.is_ours(message.author[1])
        to_us = bool(answered) and self.is_ours(answered[1])
        if not message.author[1] or not (ours or named or to_us):
            return None
        if answered and answered[1] and (to_us and not named or not to + copy):
            to = [answered] + to
        return to, copy

    def hops(self, message, recipient):
        """Received fields as if MESSAGE had come straight to us."""
        date = archive.when(message.get("date")) or message.time
        straight = types.SimpleNamespace(time=date, recipient=recipient, listed=False)
        disguise = donor.Disguise(self.rng, message, message.author[1], keep=True)
        values = self.courier.hops(self.rng, message, straight, disguise)
        if values:
            values[0] = re.sub(r"\bby\s+\S+", f"by mx.{self.domain}", values[0], count=1)
        return values

    def rewritten(self, message):
        """MESSAGE as our organisation would hold it, None when it is not ours."""
        people = self.people(message)
        if people is None:
            return None
        incoming = not self.is_ours(message.author[1])
        ours = [address for _, address in people[0] + people[1] if self.is_ours(address)]
        lines = []
        if incoming and ours:
            lines += [f"Return-Path: <{message.author[1]}>", f"Delivered-To: {ours[0]}"]
            lines += [f"Received:{value}" for value in self.hops(message, ours[0])]
        lines += self.addresses(message, people)
        for name, value in message.fields:
            if self.is_kept(name.lower(), value):
                lines.append(f"{name}:{self.untagged(name.lower(), value)}")
        body = message.raw.partition(b"\n\n")[2]
        return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + body

    def addresses(self, message, people):
        """The lines of From, To and Cc."""
        lines = [f"From: {letter.mailbox(self.rng, *message.author)}"]
        for label, pairs in zip(("To", "Cc"), people):
            if pairs:
                boxes = [letter.mailbox(self.rng, *pair) for pair in pairs]
                lines.append(f"{label}: " + ",\n ".join(boxes))
        if not people[0] and not people[1]:
            lines.append("To: undisclosed-recipients:;")
        return lines

    def is_kept(self, key, value):
        """Whether a field of the list's copy stays."""
        if key in REPLACED or key in donor.DELIVERY or donor.LIST_FIELDS.match(key):
            return False
        text = value.decode("utf-8", "replace").lower()
        traces = "list-id" in text or any(domain in text for domain in self.courier.domains)
        return not (TRACES.match(key) and traces)

    def untagged(self, key, value):
        """A field's text; a subject without the list's tag."""
        text = value.decode("utf-8", "surrogateescape")
        if key == "subject":
            for tag in self.tags:
                text = text.replace(f"[{tag}] ", "").replace(f"[{tag}]", "")
        return text


def one_organisation(mail, domain):
    """The messages (bytes) that the organisation with DOMAIN holds of an archive."""
    view = View(mail, domain)
    for message in mail.messages:
        raw = view.rewritten(message)
        if raw is not None:
            yield raw


def main():
    """Write a view: view.py DOMAIN OUT.mbox ARCHIVE…"""
    if len(sys.argv) < 4:
        sys.exit("usage: view.py DOMAIN OUT.mbox ARCHIVE...")
    mail = archive.Archive.load(sys.argv[3:])
    archive.write_mbox(sys.argv[2], one_organisation(mail, sys.argv[1]))


if __name__ == "__main__":
    main()
