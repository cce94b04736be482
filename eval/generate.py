#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make inert reply-chain attacks out of the real conversations of an archive, for measuring.

Writes one mbox per profile and truth.jsonl into a directory; sends nothing. Attachments are
stand-ins without code (payload.py), links lead to invented hosts. One seed gives the same bytes.
"""

import argparse
import base64
import binascii
import collections
import json
import os
import random
import re
import sys

import archive
import cases
import donor
import letter
import payload
import quoting
import wording

# quote: what is quoted; headers: how often the true In-Reply-To and References are there;
# payloads and sender forms with their weights.
MIXED = {"document": 6, "locked": 2, "link": 2}
NAME, BOTH = {"name": 1}, {"display": 5, "malformed": 3, "double": 2, "address": 1}
PROFILES = {
    "E1": {"quote": "full", "headers": 0, "payload": {"document": 1}, "sender": NAME},
    "E2": {"quote": "full", "headers": 0.2, "payload": MIXED, "sender": BOTH},
    "E3": {"quote": "full", "headers": 1, "payload": {"document": 1}, "sender": NAME},
    "E4": {"quote": "fragment", "headers": 0.2, "payload": MIXED, "sender": NAME},
    "E5": {"quote": "none", "headers": 0, "payload": MIXED, "sender": NAME},
    "E6": {"quote": "full", "headers": 0, "payload": MIXED, "sender": {"organisation": 1}},
    "E7": {"quote": "full", "headers": 0.2, "payload": {"link": 1}, "sender": NAME},
    "E8": {"quote": "full", "headers": 0.2, "payload": {"locked": 1}, "sender": NAME},
    "E9": {"quote": "full", "headers": 0.1, "payload": MIXED, "sender": NAME},
    "E10": {"quote": "full", "headers": 0.7, "payload": MIXED, "sender": {"own": 1}},
    "E11": {"quote": "full", "headers": 0.1, "payload": MIXED, "sender": {"name": 3, "display": 1}},
    "E12": {"quote": "altered", "headers": 0.2, "payload": MIXED, "sender": NAME},
}
RENDERINGS = {"full": {"nested": 5, "angle": 3, "outlook": 3, "bare": 1},
              "altered": {"angle": 3, "outlook": 3, "bare": 2}, "fragment": {"angle": 2, "bare": 2},
              "none": {"none": 1}}
WORDS_OF_ORGANISATION = {"en": ["{0}", "{0} Accounts", "{0} Office", "{0} Support", "{1}"],
                         "ja": ["{0}", "{0} 総務部", "{0} 経理担当", "{1}"]}
# What the generator does in its own way and could be known by; --without takes one away, so that
# ablation shows what rests on it. What stands instead is drawn from the archive's real mail.
ARTEFACTS = {
    "nested": "the quotation as a document of its own in the message",
    "digits": "a boundary of digits",
    "html": "HTML without plain text",
    "prefix": "one more reply prefix than the conversation had",
    "subject-line": "the subject repeated as the first line",
    "signature": "the named person's name and address below the lure",
    "lure": "the words above the quotation",
    "relay": "relay accounts named after invented people and firms",
    "file-name": "names of attachments",
    "zone": "a time zone drawn apart from the other headers",
}
MAX_TRIES = 4000
BURST = 10  # messages that one robbed account sends into its old threads (E10)
CAMPAIGN, SMALLEST_CAMPAIGN = 10, 3  # messages out of one robbed mailbox


def weighted(rng, table):
    """A key of TABLE by weight."""
    return rng.choices(list(table), weights=list(table.values()))[0]


class Forger:
    """Turns cases into messages."""

    def __init__(self, mail, cut, japanese, audience="", without=()):
        self.archive, self.without = mail, set(without)
        self.courier = donor.Courier(mail)
        self.conversations = cases.Conversations(mail, cut, audience)
        self.cut_time = mail.messages[min(cut, len(mail.messages) - 1)].time
        self.end = mail.messages[-1].time
        self.japanese = japanese
        self.shapes = self._boundaries(mail)

    @staticmethod
    def _boundaries(mail):
        """Boundaries seen in the archive."""
        found = []
        for message in mail.messages:
            match = re.search(r'boundary="?([^";\s]{8,70})"?', message.get("content-type"))
            if match and any(c.isdigit() for c in match.group(1)):
                found.append(match.group(1))
        return found[:5000] or ["----=_Part_1234_5678.1299"]

    def relay(self, rng):
        """An invented relay account that the archive does not know."""
        while True:
            address = f"{wording.relay_local(rng)}@{wording.relay_domain(rng)}"
            if "relay" in self.without:
                address = self.mixed_address(rng)
            if address not in self.archive.addresses:
                return address

    def mixed_address(self, rng):
        """One person's local part at another's site, as people in the archive have them."""
        local, site = (rng.choice(self.conversations.direct).author[1] for _ in range(2))
        return f"{local.partition('@')[0]}@{rng.choice('abdemnst')}{site.rpartition('@')[2]}"

    def moment(self, rng, case):
        """When the forged reply leaves: hours to years after the theft, after the cut.

        The time of day is some real message's.
        """
        start = max(self.cut_time, case.stolen.time)
        room = max(self.end - start, 30 * 86400)
        lag = rng.lognormvariate(13.5, 1.6)
        lag = lag if lag < room and rng.random() < 0.5 else rng.random() * room
        midnight = int(start + lag) // 86400 * 86400
        moment = midnight + rng.choice(self.conversations.direct).time % 86400
        return int(moment if moment > start else start + lag)

    def language(self, rng):
        """The language of the lure: Japanese in the share asked for, else mostly English."""
        if rng.random() < self.japanese:
            return "ja"
        return "en" if rng.random() < 0.85 else rng.choice(["de", "fr", "es", "it"])

    def forge(self, rng, case, looks=None, delay=0):
        """(message bytes, truth) for a case.

        A burst is made with the same RNG each time, which gives all its messages one lure and one
        file, with LOOKS of their own and a growing DELAY in seconds.
        """
        looks, words = looks or rng, random.Random(rng.getrandbits(64))
        profile = PROFILES[case.profile]
        language = self.language(words)
        kind = weighted(words, profile["payload"])
        relay = case.victim[1] if case.profile == "E10" else self.relay(rng)
        zone = self.courier.zone(rng)
        if "zone" in self.without:
            zone = donor.zone_seconds((re.findall(r"[+-]\d{4}", case.donor.get("date")) or ["+0000"])[0])
        message = letter.Letter(case, relay, self.moment(rng, case) + delay, zone)
        message.charset = "iso-2022-jp" if language == "ja" and rng.random() < 0.5 else "utf-8"
        form = weighted(rng, profile["sender"])
        message.sender = self.sender(rng, form, case, message)
        message.subject = self.subject(rng, case)
        restored = rng.random() < profile["headers"]
        if restored:
            message.parents = case.stolen.parents[8:0:-1] + [case.stolen.message_id]
            message.thread_index = child_index(rng, case.stolen)
        details = self.compose(words, looks, message, case, language, kind)
        raw = self.courier.dress(looks, message, case.donor)
        return raw, self.truth(case, message, {
            "language": language, "sender_form": form, "thread_headers": restored, **details})

    @staticmethod
    def sender(rng, form, case, message):
        """The From field in one of the published forms."""
        name, address = case.named
        relay, charset = message.relay, message.charset
        if form == "organisation":
            return letter.mailbox(rng, organisation_name(rng, address), relay, charset)
        if form == "display":
            label = f"{name} <{address}>"
            return f'"{label}" <{relay}>' if label.isascii() else (
                f"{letter.word(label, charset)} <{relay}>")
        if form == "malformed":
            return f"{letter.word(name, charset)} <{address}> <{relay}>"
        if form == "double":
            return f"{letter.phrase(rng, name, charset)} <{address}> <{relay}>"
        if form == "address":
            return rng.choice(['"{0}" <{1}>', "{0} <{1}>"]).format(address, relay)
        return letter.mailbox(rng, name, relay, charset)

    def subject(self, rng, case):
        """The stolen subject with a reply prefix, often one more than there was."""
        subject = case.stolen.subject or rng.choice(["(no subject)", "Information", ""])
        is_reply = re.match(r"(?i)\s*(\[[^]]*\]\s*)?(re|aw|sv|fwd?|tr)\s*:", subject)
        if is_reply and (rng.random() < 0.4 or "prefix" in self.without):
            return subject
        return rng.choice(["Re: ", "Re: ", "RE: ", "re: "]) + subject

    def compose(self, rng, looks, message, case, language, kind):
        """Write body and attachment into MESSAGE; returns what the truth file says of them.

        LOOKS draws what differs between the messages of a burst.
        """
        quote_kind = PROFILES[case.profile]["quote"]
        style = weighted(rng, {name: weight for name, weight in RENDERINGS[quote_kind].items()
                               if name not in self.without})
        password = str(rng.randrange(100, 10 ** rng.randint(4, 6)))
        link = self.link(rng, looks, case, language) if kind == "link" else None
        attachment = self.attachment(rng, language, kind, password)
        own = self.own_lines(rng, case, language, kind, password)
        quote = self.quote(rng, case, style, quote_kind, language)
        structure = self.structure(rng, style, kind)
        avoid = self.charset_of(case.stolen) if quote_kind == "fragment" else ""
        parts = self.texts(rng, own, link, quote, structure, language, avoid)
        digits = style == "nested" and rng.random() < 0.6 and "digits" not in self.without
        self.assemble(rng, message, parts, attachment, digits, language)
        return {"payload": self.payload_name, "rendering": style, "structure": structure,
                "link": link[1] if link else None}

    @staticmethod
    def charset_of(message):
        """The charset that a stolen mail says it is in."""
        match = re.search(rb'charset="?([\w-]+)', message.raw, re.IGNORECASE)
        return match.group(1).decode().lower() if match else "us-ascii"

    def structure(self, rng, style, kind):
        """Which texts there are: plain, html, or alternative."""
        if "html" in self.without:
            return "alternative"
        if style == "nested":
            return rng.choice(["html", "html", "alternative"])
        choices = ["plain", "plain", "alternative", "alternative", "html"]
        return rng.choice(choices[2:] if kind == "link" else choices)

    def own_lines(self, rng, case, language, kind, password):
        """What the thief writes: lure, password and the named person's signature, line by line."""
        opening, request, closing = wording.lure(rng, language, kind, case.recipient[0])
        if "lure" in self.without:
            opening, request, closing = "", self.real_line(rng), ""
        lines = [case.stolen.subject] if rng.random() < 0.15 else []
        if "subject-line" in self.without:
            lines = []
        lines += [opening, "", request]
        if kind == "link":
            lines += ["", "{link}"]
        if kind == "locked":
            lines += ["", wording.pick(rng, wording.PASSWORDS, language).format(password)]
        return lines + ["", closing, ""] + (
            [] if "signature" in self.without else signature(rng, case))

    def real_line(self, rng):
        """A line that somebody in the archive wrote above a quotation, as they wrote it."""
        for _ in range(50):
            text = self.conversations.text(rng.choice(self.conversations.direct))[1]
            lines = [line for line in text.splitlines() if 20 <= len(line.strip()) <= 100]
            if lines:
                return lines[0].strip()
        return ""

    @staticmethod
    def link(rng, looks, case, language):
        """(what is shown, where it leads): hosts that have nothing to do with each other.

        Half of all bursts have the same files on many servers, under names of their own.
        """
        shown = wording.filled(rng, wording.pick(rng, wording.LINK_TEXTS, language),
                               org=case.named[1].rpartition("@")[2])
        path = rng.choice(["wp-content/{0}/", "{0}/index.php", "docs/{0}", "{0}.zip", "a/{0}/b/"])
        scheme = rng.choice(["http", "https", "https"])
        spread = looks if rng.random() < 0.5 else rng
        token = "".join(spread.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(7))
        return shown, f"{scheme}://{wording.relay_domain(spread)}/{path.format(token)}"

    @staticmethod
    def quote(rng, case, style, quote_kind, language):
        """The quotation, or None."""
        if style == "none":
            return None
        text = {"full": lambda: case.text, "altered": lambda: quoting.altered(rng, case.text),
                "fragment": lambda: quoting.rewrapped(rng, quoting.fragment(rng, case.own))
                }[quote_kind]()
        to = case.stolen.people("to") or [case.victim]
        block = language if rng.random() < 0.7 else rng.choice(list(wording.BLOCKS))
        return quoting.Quote(rng, style, {
            "name": case.stolen.author[0], "address": case.stolen.author[1],
            "time": case.stolen.time, "to": to[0][0] or to[0][1], "subject": case.stolen.subject,
            "text": text}, block)

    @staticmethod
    def texts(rng, own, link, quote, structure, language, avoid):
        """The text parts: [(fields, bytes)], plain first."""
        plain_link = f"{link[0]}\n<{link[1]}>" if link else ""
        plain = "\n".join(own).replace("{link}", plain_link) + "\n\n\n" + (
            quote.plain() if quote else "")
        charset = letter.pick_charset(rng, plain, language, avoid)
        parts = []
        if structure != "html":
            parts.append(letter.text_part(rng, plain, "plain", charset))
        if structure != "plain":
            rich_link = f'<a href="{link[1]}">{letter.escape(link[0])}</a>' if link else ""
            lines = [letter.escape(line) for line in own]
            rich = letter.paragraphs(rng, lines).replace("{link}", rich_link)
            document = letter.html_document(rng, rich, quote.html() if quote else "", charset)
            parts.append(letter.text_part(rng, document, "html", charset))
        return parts

    def attachment(self, rng, language, kind, password):
        """(name, bytes) of the stand-in, or None; remembers its kind for the truth file.

        Drawn before any text, so that the messages of a burst bring the same file.
        """
        self.payload_name = {"document": "macro-document", "locked": "locked-archive",
                             "link": "link"}[kind]
        if kind == "link":
            return None
        stem = wording.filled(rng, wording.pick(rng, wording.FILE_NAMES, language))
        if "file-name" in self.without:
            stem = "-".join(self.real_line(rng).split()[:2]).translate(str.maketrans("", "", '/"<>\\')) or "file"
        salt = f"{rng.getrandbits(64):016x}"
        ending = rng.choice(["doc", "doc", "docm", "docm", "xlsm"])
        data = payload.word_document(salt) if ending == "doc" else payload.ooxml(ending, salt)
        if kind == "locked":
            return stem + ".zip", payload.locked_zip(f"{stem}.{ending}", data, password, salt)
        return f"{stem}.{ending}", data

    def assemble(self, rng, message, parts, attachment, digits, language):
        """Put parts and attachment together."""
        taken = set()
        whole = parts[0]
        if len(parts) > 1:
            inner = letter.new_boundary(rng, self.shapes, taken)
            whole = letter.multipart("alternative", inner, parts)
        if attachment:
            file = letter.file_part(rng, *attachment, language)
            boundary = letter.new_boundary(rng, self.shapes, taken, digits)
            whole = letter.multipart("mixed", boundary, [whole, file])
        message.content, message.body = whole

    @staticmethod
    def truth(case, message, details):
        """What is true of a forged message."""
        recipient = case.recipient[1]
        if case.listed:
            delivered = case.donor.people("delivered-to", "x-original-to")
            recipient = delivered[0][1] if delivered else ""
        return {
            "profile": case.profile, "victim": {"address": case.victim[1], "name": case.victim[0]},
            "named": {"address": case.named[1], "name": case.named[0]},
            "side": cases.side(case.victim[1], recipient) if recipient else None,
            "recipient": recipient, "to": case.recipient[1], "relay": message.relay,
            "quoted_message_id": case.stolen.message_id, "time": message.time,
            "route": "list" if case.listed else "direct", **details}


def child_index(rng, stolen):
    """Outlook's conversation index for an answer to STOLEN, "" when that has none."""
    try:
        parent = base64.b64decode(stolen.get("thread-index"), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(parent + rng.randbytes(5)).decode() if parent else ""


def organisation_name(rng, address):
    """An organisation as such mail names it: scrubbed person, cut domain."""
    domain = archive.registrable(address.rpartition("@")[2])
    label = domain.partition(".")[0]
    title = label.upper() if len(label) < 5 else label.capitalize()
    cut = address.rpartition("@")[2].rpartition(".")[0]
    return rng.choice(WORDS_OF_ORGANISATION["en"]).format(title, cut)


def signature(rng, case):
    """Lines of a signature: the named person, often with the true address; E6 the organisation."""
    name, address = case.named
    if case.profile == "E6":
        domain = address.rpartition("@")[2]
        return [organisation_name(rng, address)] + ([domain] if rng.random() < 0.5 else [])
    lines = [name]
    if case.profile != "E5" and rng.random() < 0.6:
        lines.append(address)
    elif rng.random() < 0.2:
        lines.append(address.rpartition(".")[0])
    return lines


def generate(forger, seed, profile, count):
    """Up to COUNT (bytes, truth) of one profile."""
    rng = random.Random(f"{seed}/{profile}")
    used, made, tries = collections.Counter(), 0, 0
    while made < count and tries < MAX_TRIES + 60 * count:
        tries += 1
        case = forger.conversations.pick(rng, profile, used)
        if case is None:
            continue
        group = [case]
        if profile == "E10":
            group += forger.conversations.more(rng, case, min(BURST, count - made) - 1)
        made += len(group)
        for one in group:
            used.update({one.stolen.message_id, one.stolen.thread})
        yield from burst(forger, f"{seed}/{profile}/{made}", group, rng)


def campaigns(forger, seed, profile, count):
    """(bytes, truth) of COUNT robbed mailboxes of one profile: each in up to ten conversations."""
    rng = random.Random(f"{seed}/{profile}/campaigns")
    robbed, tries, nothing = set(), 0, collections.Counter()
    while len(robbed) < count and tries < MAX_TRIES + 600 * count:
        tries += 1
        case = forger.conversations.pick(rng, profile, nothing)
        if case is None or case.victim[1] in robbed:
            continue
        group = [case] + forger.conversations.more(rng, case, CAMPAIGN - 1)
        if len(group) < (CAMPAIGN if tries < MAX_TRIES else SMALLEST_CAMPAIGN):
            continue
        robbed.add(case.victim[1])
        forged = burst(forger, f"{seed}/{profile}/{tries}", group, rng) if profile == "E10" else (
            forger.forge(rng, one) for one in group)
        for place, (raw, truth) in enumerate(forged):
            yield raw, {**truth, "campaign": f"{profile}-{len(robbed):03d}", "place": place + 1}


def burst(forger, seed, group, rng):
    """Forge a GROUP of cases; more than one share lure, file and day. Truth tells the place in it."""
    if len(group) == 1:
        raw, truth = forger.forge(rng, group[0])
        yield raw, {**truth, "place": 1}
        return
    for number, case in enumerate(group):
        looks = random.Random(f"{seed}/{number}")
        raw, truth = forger.forge(random.Random(seed), case, looks,
                                  number * looks.randint(20, 400))
        yield raw, {**truth, "place": number + 1}


def cut_index(mail, text):
    """The number of messages before a cut given as a share or a date, all without one."""
    if not text:
        return len(mail.messages)
    if re.fullmatch(r"0?\.\d+", text):
        return mail.cut_at(float(text))
    year, month, day = (int(part) for part in text.split("-"))
    moment = archive.when(f"{day} {donor.MONTHS[month - 1]} {year} 00:00:00 +0000")
    return sum(message.time < moment for message in mail.messages)


def write(forger, arguments):
    """Write all that was asked for; returns the number of messages per profile."""
    os.makedirs(arguments.out, exist_ok=True)
    counts, made = {}, campaigns if arguments.campaigns else generate
    with open(os.path.join(arguments.out, "truth.jsonl"), "w", encoding="utf-8") as truths:
        for profile in arguments.profiles.split(","):
            path = os.path.join(arguments.out, profile + ".mbox")
            raws = []
            for raw, truth in made(forger, arguments.seed, profile, arguments.count):
                raws.append(raw)
                record = {"id": f"{profile}-{len(raws):04d}", "file": profile + ".mbox",
                          "number": len(raws), **truth}
                truths.write(json.dumps(record, ensure_ascii=False) + "\n")
                if arguments.eml:
                    write_eml(arguments.out, record["id"], raw)
            archive.write_mbox(path, raws)
            counts[profile] = len(raws)
    return counts


def write_eml(folder, name, raw):
    """One message as a file of its own."""
    with open(os.path.join(folder, name + ".eml"), "wb") as stream:
        stream.write(raw)


def parse_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archives", nargs="+", help="mbox files of one archive, also compressed")
    parser.add_argument("--out", required=True, help="folder for the mboxes and truth.jsonl")
    parser.add_argument("--profiles", default=",".join(PROFILES), help="such as E1,E3")
    parser.add_argument("--count", type=int, default=200, help="messages per profile")
    parser.add_argument("--campaigns", action="store_true",
                        help="instead, --count robbed mailboxes per profile, each used up to "
                        f"{CAMPAIGN} times")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--cut", default="", help="steal only before this share (0.7) or date")
    parser.add_argument("--japanese", type=float, default=0.25, help="share of Japanese lures")
    parser.add_argument("--without", default="",
                        help="leave out what the generator could be known by: " + ",".join(ARTEFACTS))
    parser.add_argument("--audience", default="", help="only to mailboxes of this domain")
    parser.add_argument("--eml", action="store_true", help="write each message as a file as well")
    return parser.parse_args()


def main():
    """Generate and report."""
    arguments = parse_arguments()
    mail = archive.Archive.load(arguments.archives)
    forger = Forger(mail, cut_index(mail, arguments.cut), arguments.japanese, arguments.audience,
                    filter(None, arguments.without.split(",")))
    counts = write(forger, arguments)
    print(json.dumps(counts))
    if not all(counts.values()):
        print("some profiles found no conversation that fits", file=sys.stderr)


if __name__ == "__main__":
    main()
