# SPDX-License-Identifier: Apache-2.0
"""Choose the conversations to steal: which mail, from whose mailbox, answered to whom.

A victim is always somebody who held the stolen mail: its author or recipient, or, on a mailing
list, somebody who wrote into the same thread.
"""

import dataclasses
import re

import archive
import quoting

SHORTEST, LONGEST = 150, 20000
PER_THREAD = 2


@dataclasses.dataclass
class Case:
    """One theft. Pairs are (name, address); named differs from victim only in profile E9."""

    profile: str
    stolen: archive.Message
    text: str
    own: str
    victim: tuple
    named: tuple
    recipient: tuple
    listed: bool = False
    list_address: str = ""
    donor: archive.Message = None


def list_key(message):
    """What tells one mailing list from another, "" for direct mail."""
    for name in ("list-id", "x-mailing-list", "list-post", "x-beenthere", "mailing-list"):
        if message.first(name):
            return re.sub(r"\s+", "", message.get(name)).rpartition("<")[2].lower()
    return ""


def same_person(one, other):
    """Whether two (name, address) may be one human being."""
    bare = [re.sub(r"[\W\d_]+", " ", name.lower()).split() for name, _ in (one, other)]
    return one[1] == other[1] or sorted(bare[0]) == sorted(bare[1])


def side(victim, recipient):
    """inside or outside, of addresses."""
    same = archive.organisation(victim) == archive.organisation(recipient)
    return "inside" if same and "@" not in archive.organisation(victim) else "outside"


class Conversations:
    """What a thief could have taken from an archive before the message with index CUT.

    With AUDIENCE, a domain, forged replies go only to its mailboxes, and never through a list.
    """

    def __init__(self, mail, cut, audience=""):
        self.archive, self.cut, self.audience = mail, cut, audience
        self.held = None  # by address, made when it is needed
        self.people, self.texts = {}, {}  # by index: draws come back to the same mail
        self.stealable = [m for m in mail.messages[:cut]
                          if m.message_id and mail.is_person(*m.author) and len(m.raw) < 200000
                          and (len(mail.threads[m.thread]) > 1 or m.people("to", "cc"))]
        self.donors = [m for m in mail.messages if mail.is_person(*m.author) and m.get("date")]
        delivered = [m for m in self.donors if m.first("received")]
        self.direct = delivered if audience else self.donors
        self.by_list, self.by_author = {}, {}
        for message in self.donors:
            self.by_list.setdefault(list_key(message), []).append(message)
            self.by_author.setdefault(message.author[1], []).append(message)
        recent = [m for m in self.stealable if m.index > cut * 0.8]
        self.recent = recent or self.stealable

    def participants(self, message):
        """Everybody but the author who held MESSAGE and has a name: those addressed come first."""
        if message.index not in self.people:
            self.people[message.index] = self._participants(message)
        return list(self.people[message.index])

    def text(self, message):
        """(whole text, own text) of MESSAGE."""
        if message.index not in self.texts:
            whole = quoting.text_of(message)
            self.texts[message.index] = whole, quoting.own_text(whole)
        return self.texts[message.index]

    def _participants(self, message):
        pairs = message.people("to", "cc")
        pairs += [m.author for m in self.archive.threads[message.thread]
                  if m.index < self.cut and m is not message]
        result = []
        for pair in pairs:
            new = not any(same_person(pair, known) for known in result + [message.author])
            if new and self.archive.is_person(*pair):
                result.append(pair)
        return result

    def pick(self, rng, profile, used):
        """A Case for PROFILE, or None when this draw does not fit; USED counts ids and threads."""
        stolen = rng.choice(self.recent if rng.random() < 0.6 else self.stealable)
        people = self.participants(stolen)
        if used[stolen.message_id] or used[stolen.thread] >= PER_THREAD or not people:
            return None
        roles = self._roles(rng, profile, stolen.author, people)
        if roles is None or self.audience and not roles[2][1].endswith("@" + self.audience):
            return None
        text, own = self.text(stolen)
        if len(own) < SHORTEST or len(text) > LONGEST or "was scrubbed..." in own:
            return None
        case = Case(profile, stolen, text, own, *roles)
        return case if self._send(rng, case) else None

    def held_by(self, address):
        """Everything stealable that the mailbox ADDRESS held."""
        if self.held is None:
            self.held = {}
            for message in self.stealable:
                for _, holder in [message.author] + self.participants(message):
                    self.held.setdefault(holder, []).append(message)
        return self.held.get(address, [])

    def more(self, rng, case, count):
        """Up to COUNT further cases that rob the same mailbox as CASE, each in another thread.

        In profile E9 they name somebody else each time, as far as there is somebody.
        """
        held, threads, result = self.held_by(case.victim[1]), {case.stolen.thread}, []
        named = {case.named[1]}
        for stolen in rng.sample(held, len(held)):
            if len(result) >= count:
                break
            one = None if stolen.thread in threads else self._further(rng, case, stolen, named)
            if one and self._send(rng, one):
                threads.add(stolen.thread)
                named.add(one.named[1])
                result.append(one)
        return result

    def _further(self, rng, case, stolen, known):
        """A theft of STOLEN out of the mailbox that CASE robs, None when it does not fit.

        KNOWN are the addresses named before.
        """
        people, victim = self.participants(stolen), case.victim
        others = [stolen.author] if stolen.author[1] != victim[1] else people
        if case.profile == "E11":
            others = [p for p in others if side(p[1], victim[1]) == "inside"]
        if not others:
            return None
        recipient, named = rng.choice(others[:4]), victim
        if case.profile == "E9":
            choices = [p for p in [stolen.author] + people
                       if not any(same_person(p, one) for one in (victim, recipient))][:5]
            named = rng.choice([p for p in choices if p[1] not in known] or choices or [None])
        if named is None or self.audience and not recipient[1].endswith("@" + self.audience):
            return None
        text, own = self.text(stolen)
        if len(own) < SHORTEST or len(text) > LONGEST or "was scrubbed..." in own:
            return None
        return Case(case.profile, stolen, text, own, victim, named, recipient)

    def _roles(self, rng, profile, author, people):
        """(victim, named, recipient) for a theft, or None."""
        if profile == "E9":
            return self._third(rng, author, people)
        if profile == "E11":
            return self._inside(rng, author, people)
        victim, recipient = rng.choice(people[:4]), author
        if rng.random() < 0.15:
            victim, recipient = author, rng.choice(people[:4])
        if profile == "E6" and "@" in archive.organisation(victim[1]):
            return None
        if profile == "E10" and victim[1] not in self.by_author:
            return None
        return victim, victim, recipient

    @staticmethod
    def _third(rng, author, people):
        """The robbed mailbox is a third party's; another participant is named."""
        if len(people) < 2:
            return None
        named, victim = rng.sample(people[:5], 2)
        return victim, named, author

    @staticmethod
    def _inside(rng, author, people):
        """Victim and recipient in one organisation."""
        colleagues = [p for p in people if side(p[1], author[1]) == "inside"]
        if not colleagues:
            return None
        victim = rng.choice(colleagues)
        return victim, victim, author

    def _send(self, rng, case):
        """Decide the way, through the list or directly, and whose looks to borrow."""
        key = list_key(case.stolen)
        case.listed = not self.audience and rng.random() < 0.25 and (
            bool(key) or not case.stolen.first("received"))
        pool = self.by_list.get(key, []) if case.listed else self.direct
        if case.profile == "E10":
            pool = self.by_author[case.victim[1]]
            case.listed = case.listed and list_key(pool[-1]) == key
        names = {case.victim[1], case.recipient[1], case.named[1]}
        fitting = [m for m in rng.choices(pool, k=20)
                   if case.profile == "E10" or m.author[1] not in names] if pool else []
        if not fitting:
            return False
        case.donor = fitting[0]
        lists = [a for _, a in case.donor.people("to", "cc", "from") if a in self.archive.lists]
        case.list_address = lists[0] if lists else next(iter(sorted(self.archive.lists)), "")
        return bool(case.list_address) or not case.listed or not case.donor.first("to")
