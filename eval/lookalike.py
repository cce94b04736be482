#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make honest mail that looks like a hijack, one class per published source of false alarms.

Real conversations of an archive are continued the way real systems and people do it: from a private
address, through a list or a ticket system, by an assistant … The words are those that the person
wrote elsewhere; half of the mails bring a link, a PDF or a document without macros.
"""

import collections
import json
import os
import random
import re

import archive
import generate
import letter
import payload
import quoting
import wording

DAY = 86400
THANKS = ["Thank you, that is very helpful.", "I will have a look at it tomorrow.",
          "Agreed, let us do it that way.", "Could you say a little more about the second point?",
          "Sorry for the late answer. This still applies.", "Yes, that works for me."]
SERVICES = ["docshare", "signbase", "filebox", "paperly", "boardly"]
REPORT = """--{b}
Content-Type: text/plain; charset=us-ascii

{text}

--{b}
Content-Type: message/{kind}

{status}

--{b}
Content-Type: text/rfc822-headers

From: {author}
Subject: {subject}
Message-ID: <{id}>

--{b}--
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
SUMMARY:{subject}
ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{address}
END:VEVENT
END:VCALENDAR
"""


class Honest(letter.Letter):
    """A letter with fields of its own and an author's address that need not be the account's."""

    def __init__(self, case, account, moment, zone):
        super().__init__(case, account, moment, zone)
        self.extra = {}

    def fields(self, rng, donor, disguise):
        """As of any letter, with the additional fields in front."""
        return {**super().fields(rng, donor, disguise), **self.extra}


class Maker(generate.Forger):
    """Turns real conversations into honest look-alikes."""

    def own_words(self, rng, person):
        """Something that this person wrote elsewhere, or a few neutral words."""
        mails = self.conversations.by_author.get(person[1], [])
        for message in rng.sample(mails, min(4, len(mails))):
            own = quoting.own_text(quoting.text_of(message))
            if 30 < len(own) < 3000:
                return own
        return rng.choice(THANKS)

    def letter(self, rng, case, account, name):
        """An ordinary reply to the stolen mail's author, to be changed by its class."""
        zone = self.courier.zone(rng)
        honest = Honest(case, account, self.moment(rng, case), zone)
        honest.own_account = account == case.donor.author[1]
        honest.sender = letter.mailbox(rng, name, account)
        subject = case.stolen.subject
        is_reply = re.match(r"(?i)(\[[^]]*\]\s*)?re:", subject)
        honest.subject = subject if is_reply else "Re: " + subject
        honest.parents = case.stolen.parents[8:0:-1] + [case.stolen.message_id]
        return honest

    @staticmethod
    def brings(rng, honest):
        """(line for the text, attachment): half of honest mail has a link, a PDF or a document."""
        chance, salt = rng.random(), f"{rng.getrandbits(48):012x}"
        stem = wording.filled(rng, wording.pick(rng, wording.FILE_NAMES, "en"))
        if chance < 0.2:
            return f"\n\nhttps://www.{honest.relay.rpartition('@')[2]}/{salt[:6]}", None
        if chance < 0.4:
            return "", (stem + ".pdf", payload.page(salt))
        if chance < 0.5:
            return "", (stem + ".docx", payload.plain_document(salt))
        return "", None

    def write(self, rng, honest, own, quote_style="", language="en"):
        """Give HONEST its body: own words, the quotation, perhaps a link or a harmless file."""
        line, attachment = self.brings(rng, honest)
        own += line
        style = quote_style or rng.choice(["angle", "angle", "outlook"])
        quote = self.quote(rng, honest.case, style, "full", language) if style != "none" else None
        structure = rng.choice(["plain", "plain", "alternative"])
        parts = self.texts(rng, own.split("\n"), None, quote, structure, language, "")
        self.assemble(rng, honest, parts, attachment, False, language)

    def make(self, rng, name, case):
        """(message bytes, truth) of one look-alike."""
        honest = CLASSES[name](self, rng, case)
        raw = self.courier.dress(rng, honest, case.donor)
        return raw, {"class": name, "author": case.victim[1], "account": honest.relay,
                     "to": case.recipient[1], "parent": case.stolen.message_id}


def mailbox_elsewhere(rng, person, domain):
    """The person's mailbox in another domain, as such mailboxes are called."""
    words = [w for w in re.sub(r"[^a-z ]", "", person[0].lower()).split() if w]
    local = ".".join(words[:2]) or person[1].partition("@")[0]
    return f"{local}{rng.randint(1, 9999)}@{domain}"


def from_account(maker, rng, case, account, name=None, quote_style=""):
    """A reply with the person's words from ACCOUNT."""
    honest = maker.letter(rng, case, account, name or case.victim[0])
    maker.write(rng, honest, maker.own_words(rng, case.victim) + "\n\n" + (name or case.victim[0]),
                quote_style)
    return honest


def private_address(maker, rng, case):
    """From home."""
    return from_account(maker, rng, case, mailbox_elsewhere(rng, case.victim, rng.choice(
        ["gmail.com", "outlook.com", "yahoo.com", "gmx.net"])))


def alias_in_firm(maker, rng, case):
    """Another spelling of the mailbox in the same organisation."""
    return from_account(maker, rng, case, mailbox_elsewhere(
        rng, case.victim, case.victim[1].rpartition("@")[2]))


def firm_moved(maker, rng, case):
    """The organisation has a new domain, the mailbox keeps its name."""
    local = case.victim[1].partition("@")[0]
    return from_account(maker, rng, case, f"{local}@{wording.relay_domain(rng)}")


def provider_changed(maker, rng, case):
    """The same mailbox, but other servers, network, program and zone."""
    return from_account(maker, rng, case, case.victim[1])


def mobile(maker, rng, case):
    """A telephone: short, nothing but the quotation below."""
    honest = maker.letter(rng, case, case.victim[1], case.victim[0])
    maker.write(rng, honest, rng.choice(THANKS) + "\n\n" + rng.choice(
        ["Sent from my iPhone", "Get Outlook for Android", "iPhoneから送信"]), "angle")
    return honest


def years_later(maker, rng, case):
    """The conversation rests for years before it goes on."""
    honest = from_account(maker, rng, case, case.victim[1])
    honest.time = min(case.stolen.time + rng.randint(900, 2200) * DAY, int(archive.LATEST))
    return honest


def assistant(maker, rng, case):
    """A colleague answers for the person and says so."""
    name = f"{rng.choice(wording.RELAY_FIRST)} {rng.choice(wording.RELAY_LAST)}".title()
    account = mailbox_elsewhere(rng, (name, ""), case.victim[1].rpartition("@")[2])
    honest = maker.letter(rng, case, account, name)
    maker.write(rng, honest, f"I am answering for {case.victim[0]}, who is away this week.\n\n"
                f"{rng.choice(THANKS)}\n\n{name}")
    honest.extra["cc"] = [" " + letter.mailbox(rng, *case.victim)]
    return honest


def delegate(maker, rng, case):
    """The person's mailbox in From, a delegate in Sender."""
    honest = from_account(maker, rng, case, case.victim[1])
    name = f"{rng.choice(wording.RELAY_FIRST)} {rng.choice(wording.RELAY_LAST)}".title()
    account = mailbox_elsewhere(rng, (name, ""), case.victim[1].rpartition("@")[2])
    honest.extra["sender"] = [" " + letter.mailbox(rng, name, account)]
    return honest


def third_party(maker, rng, case):
    """The thread was forwarded to a stranger, who answers to us."""
    name = f"{rng.choice(wording.RELAY_FIRST)} {rng.choice(wording.RELAY_LAST)}".title()
    account = f"{wording.relay_local(rng)}@{wording.relay_domain(rng)}"
    honest = maker.letter(rng, case, account, name)
    forward = f"{rng.getrandbits(80):020x}@{case.victim[1].rpartition('@')[2]}"
    honest.parents = honest.parents + [forward]
    maker.write(rng, honest, f"{case.victim[0]} forwarded your mail to me.\n\n{rng.choice(THANKS)}"
                f"\n\n{name}", "outlook")
    honest.extra["cc"] = [" " + letter.mailbox(rng, *case.victim)]
    return honest


def namesake(maker, rng, case):
    """Somebody else of the same name writes for the first time."""
    account = mailbox_elsewhere(rng, case.victim, wording.relay_domain(rng))
    honest = maker.letter(rng, case, account, case.victim[0])
    honest.parents, honest.subject = [], rng.choice(["A question", "Introduction", "Your talk"])
    maker.write(rng, honest, rng.choice(THANKS) + "\n\n" + case.victim[0], "none")
    return honest


def list_fields(rng, name, address):
    """The fields of a mailing list."""
    host = address.rpartition("@")[2]
    return {"list-id": [f" {name} <{address.replace('@', '.')}>"], "precedence": [" list"],
            "list-post": [f" <mailto:{address}>"], "sender": [f" <{name}-bounces@{host}>"],
            "list-unsubscribe": [f" <https://{host}/leave/{name}>"]}


def list_rewrites(maker, rng, case):
    """A mailing list unknown to us rewrites From."""
    name = rng.choice(["users", "talk", "discuss", "interest"])
    address = f"{name}@lists.{wording.relay_domain(rng)}"
    honest = from_account(maker, rng, case, address, f"{case.victim[0]} via {name}")
    honest.extra = list_fields(rng, name, address)
    honest.extra["reply-to"] = [" " + letter.mailbox(rng, *case.victim)]
    return honest


def web_group(maker, rng, case):
    """A web group keeps the writer's name in quotes."""
    address = f"{rng.choice(wording.SYLLABLES)}-team@googlegroups.com"
    honest = from_account(maker, rng, case, address, f"'{case.victim[0]}' via Team")
    if case.victim[0].isascii():
        honest.sender = f"\"'{case.victim[0]}' via Team\" <{address}>"
    honest.extra = list_fields(rng, "team", address)
    honest.extra["reply-to"] = [" " + letter.mailbox(rng, *case.victim)]
    return honest


def ticket(maker, rng, case):
    """A ticket system in the person's name."""
    account = f"support@{wording.relay_domain(rng)}"
    number = rng.randint(1000, 99999)
    honest = maker.letter(rng, case, account, f"{case.victim[0]} (Support)")
    honest.subject = f"[Ticket #{number}] {honest.subject}"
    honest.extra = {"x-zendesk-from-account-id": [f" {number}"],
                    "auto-submitted": [" auto-generated"]}
    maker.write(rng, honest, "##- Please type your reply above this line -##\n\n"
                f"{case.victim[0]} wrote:\n{maker.own_words(rng, case.victim)}")
    return honest


def service_notice(maker, rng, case):
    """A document-sharing or signing service in the person's name, with a link."""
    service = rng.choice(SERVICES)
    domain = f"{service}-{rng.choice(wording.SYLLABLES)}.com"
    honest = maker.letter(rng, case, f"notices@{domain}", f"{case.victim[0]} via {service.title()}")
    honest.parents, honest.subject = [], rng.choice(
        [f"{case.victim[0]} shared a file with you", "Please sign: " + case.stolen.subject])
    honest.extra = {"reply-to": [" " + letter.mailbox(rng, *case.victim)],
                    "auto-submitted": [" auto-generated"], "feedback-id": [f" notice:{service}"]}
    text = (f"{case.victim[0]} ({case.victim[1]}) has sent you a document.\n\n"
            f"https://{domain}/d/{rng.getrandbits(40):010x}\n\nDo not reply to this mail.")
    maker.write(rng, honest, text, "none")
    return honest


def vacation(maker, rng, case):
    """An automatic answer that quotes."""
    honest = maker.letter(rng, case, case.victim[1], case.victim[0])
    honest.subject = rng.choice(["Automatic reply: ", "Out of Office Re: ", "自動応答: "]) + (
        case.stolen.subject)
    honest.extra = {"auto-submitted": [" auto-replied"], "x-auto-response-suppress": [" All"]}
    maker.write(rng, honest, "I am away until Monday and read mail only now and then.\n\n"
                + case.victim[0])
    return honest


def report(honest, case, kind, text, status):
    """Make HONEST a multipart/report."""
    boundary = f"report-{case.stolen.index}"
    report_type = {"delivery-status": "delivery-status",
                   "disposition-notification": "disposition-notification"}[kind]
    honest.content = [f'Content-Type: multipart/report; report-type={report_type};\n'
                      f'\tboundary="{boundary}"']
    subject = letter.word(case.stolen.subject)
    honest.body = REPORT.format(b=boundary, text=text, kind=kind, status=status,
                                author=case.recipient[1], subject=subject,
                                id=case.stolen.message_id).encode("utf-8", "replace")
    return honest


def bounce(maker, rng, case):
    """A delivery report that names our mail."""
    account = "mailer-daemon@" + case.victim[1].rpartition("@")[2]
    honest = maker.letter(rng, case, account, "Mail Delivery System")
    honest.subject, honest.extra = "Undelivered Mail Returned to Sender", {
        "auto-submitted": [" auto-replied"], "return-path": [" <>"]}
    return report(honest, case, "delivery-status", "Your message could not be delivered.",
                  f"Reporting-MTA: dns; mx.{case.victim[1].rpartition('@')[2]}\n\n"
                  f"Final-Recipient: rfc822; {case.victim[1]}\nAction: failed\nStatus: 5.1.1")


def receipt(maker, rng, case):
    """A read receipt."""
    honest = maker.letter(rng, case, case.victim[1], case.victim[0])
    honest.subject = "Read: " + case.stolen.subject
    return report(honest, case, "disposition-notification", "Your message was displayed.",
                  f"Final-Recipient: rfc822; {case.victim[1]}\n"
                  f"Original-Message-ID: <{case.stolen.message_id}>\n"
                  "Disposition: manual-action/MDN-sent-manually; displayed")


def calendar(maker, rng, case):
    """An invitation is accepted."""
    honest = maker.letter(rng, case, case.victim[1], case.victim[0])
    honest.subject, honest.parents = "Accepted: " + case.stolen.subject, []
    honest.content = ["Content-Type: text/calendar; charset=utf-8; method=REPLY",
                      "Content-Transfer-Encoding: 8bit"]
    honest.body = CALENDAR.format(uid=rng.getrandbits(60), subject=case.stolen.subject,
                                  name=case.victim[0], address=case.victim[1]).encode("utf-8")
    return honest


def no_headers(maker, rng, case):
    """An honest reply whose program loses In-Reply-To and References."""
    honest = from_account(maker, rng, case, case.victim[1])
    honest.parents = []
    return honest


CLASSES = {
    "private-address": private_address, "alias-in-firm": alias_in_firm, "firm-moved": firm_moved,
    "provider-changed": provider_changed, "mobile": mobile, "years-later": years_later,
    "assistant": assistant, "delegate": delegate, "third-party": third_party, "namesake": namesake,
    "list-rewrites": list_rewrites, "web-group": web_group, "ticket": ticket,
    "service-notice": service_notice, "vacation": vacation, "bounce": bounce, "receipt": receipt,
    "calendar": calendar, "no-reply-headers": no_headers,
}


def make_class(maker, seed, name, count):
    """Up to COUNT (bytes, truth) of one class."""
    rng = random.Random(f"{seed}/{name}")
    used, made, tries = collections.Counter(), 0, 0
    while made < count and tries < generate.MAX_TRIES + 60 * count:
        tries += 1
        case = maker.conversations.pick(rng, "look-alike", used)
        if case is None or case.listed:
            continue
        made += 1
        used.update({case.stolen.message_id, case.stolen.thread})
        yield maker.make(rng, name, case)


THREAD_FIELDS = re.compile(rb"^(?:in-reply-to|references|thread-index|thread-topic):"
                           rb"[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
REMOVED_FOLD = 5  # real replies whose headers are removed, for each look-alike of another class


def headers_removed(maker, seed, count):
    """Up to COUNT real later replies without the fields that tie them to their thread.

    What FAKE_REPLY takes for an attack, as honest people's old or careless programs send it.
    """
    later = [m for m in maker.archive.messages[maker.conversations.cut:]
             if m.parents and re.match(r"(?i)\s*(\[[^]]*\]\s*)*(re|aw|sv)\s*:", m.subject)]
    rng = random.Random(f"{seed}/headers-removed")
    for message in rng.sample(later, min(count, len(later))):
        head, gap, body = message.raw.partition(b"\n\n")
        bare = THREAD_FIELDS.sub(b"", head + b"\n").rstrip(b"\n")
        yield bare + gap + body, {"class": "headers-removed", "author": message.author[1],
                                  "account": message.author[1], "parent": message.parents[0]}


def write(maker, folder, seed, count):
    """All classes as mboxes in FOLDER; {class: [truth]}."""
    os.makedirs(folder, exist_ok=True)
    truths = {}
    for name in [*CLASSES, "headers-removed"]:
        made = list(headers_removed(maker, seed, count * REMOVED_FOLD)
                    if name == "headers-removed" else make_class(maker, seed, name, count))
        archive.write_mbox(os.path.join(folder, name + ".mbox"), (raw for raw, _ in made))
        truths[name] = [{"number": number, **truth} for number, (_, truth) in enumerate(made, 1)]
    with open(os.path.join(folder, "truth.jsonl"), "w", encoding="utf-8") as stream:
        for items in truths.values():
            stream.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    return truths
