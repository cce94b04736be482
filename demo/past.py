# SPDX-License-Identifier: Apache-2.0
"""A year of past mail: the conversations, a mailing list and newsletters."""

import re

import compose
import conversations
import people

END = 1757894400  # Monday 15 September 2025, 00:00 UTC: what follows is the new mail
DAY, HOUR = 86400, 3600
LIST = "metrology-talk@lists.messforum.example"
LIST_SERVER = ("lists.messforum.example", "198.51.100.200")
MEMBERS = {"petra": ("Petra Lindqvist", "petra@lindqvist-gages.example"),
           "owen": ("Owen Hughes", "owen.hughes@cardiff-tools.example"),
           "marta": ("Marta Nowak", "m.nowak@pomiary.example")}


def person(key):
    """Somebody of ours or of the partners, or a member of the list."""
    if key in people.PEOPLE:
        return people.PEOPLE[key]
    name, address = MEMBERS[key]
    return people.Person(name, address, "thunderbird", 1, "en", name)


def turn_subject(subject, number):
    """The subject of turn NUMBER."""
    return subject if number == 0 else "Re: " + subject


def told(rng):
    """{key: [Mail]} of the conversations that are told one by one."""
    result = {}
    for key, (days, subject, turns) in conversations.told().items():
        moment, mails = END - days * DAY + 2 * HOUR, []
        for number, (writer, readers, hours, text) in enumerate(turns):
            moment += hours * HOUR + rng.randrange(HOUR)
            to = [people.PEOPLE[name] for name in readers]
            title = turn_subject(subject, number)
            mails.append(compose.Mail(people.PEOPLE[writer], to, moment, title, text,
                                      mails[-1] if mails else None))
        result[key] = mails
    return result


def values(rng, language):
    """What an everyday pattern is filled with."""
    date = rng.choice(conversations.DATES[language]).format(rng.randint(11, 28))
    return {"n": f"{rng.randint(20, 89)}-{rng.randint(1000, 9999)}",
            "count": rng.randint(2, 40), "date": date,
            "thing": rng.choice(conversations.THINGS[language]),
            "place": rng.choice(conversations.PLACES[language])}


def call(other):
    """How one is addressed."""
    return other.name.split()[0]


def everyday(rng, count):
    """COUNT conversations by pattern, spread over the year: [[Mail]]."""
    result, patterns = [], conversations.everyday()
    for number in range(count):
        language, subject, turns = patterns[number % len(patterns)]
        our, their = rng.choice(conversations.PAIRS[language])
        ours, theirs = people.PEOPLE[our], people.PEOPLE[their]
        filling = values(rng, language)
        moment, mails = END - DAY * (8 + number * 345 // count) + rng.randrange(9) * HOUR, []
        for turn, text in enumerate(turns):
            writer, reader = (theirs, ours) if turn % 2 == 0 else (ours, theirs)
            moment += rng.randint(2, 40) * HOUR
            own = text.format(you=call(reader), **filling)
            title = turn_subject(subject.format(**filling), turn)
            mails.append(compose.Mail(writer, [reader], moment, title, own,
                                      mails[-1] if mails else None))
        result.append(mails)
    return result


def through_list(mail, number):
    """MAIL as the mailing list sends it on: From rewritten, list fields, a footer."""
    mail.from_field = f'"{mail.sender.name} via metrology-talk" <{LIST}>'
    mail.account, mail.server = f"metrology-talk-bounces@{LIST.partition('@')[2]}", LIST_SERVER
    mail.extra = [
        ("Reply-To", compose.mailbox(mail.sender.name, mail.sender.address, "utf-8")),
        ("Sender", f"<{mail.account}>"), ("Precedence", "list"),
        ("List-Id", "Talk about measuring <metrology-talk.lists.messforum.example>"),
        ("List-Post", f"<mailto:{LIST}>"),
        ("List-Unsubscribe", "<https://lists.messforum.example/leave>")]
    mail.subject = re.sub(r"^(Re: )?", r"\1[metrology-talk] ", mail.subject)
    mail.signature = (mail.sender.name + "\n\n_______________________________________________\n"
                      f"metrology-talk mailing list\n{LIST}")
    return mail


def mailing_list():
    """[Mail] of the mailing list."""
    list_address = people.Person("", LIST, "thunderbird", 0, "en")
    mails = []
    for number, (subject, turns) in enumerate(conversations.read("list.txt")):
        (writer, text), = turns
        previous = mails[-1] if subject.startswith("Re:") else None
        mail = compose.Mail(person(writer), [list_address, people.PEOPLE["sho"]],
                            END - (60 - 9 * number) * DAY, subject, text, previous)
        mails.append(through_list(mail, number))
    return mails


NEWS = people.Person("Instrument Weekly", "news@instrument-weekly.example", "gmail", 0, "en")


def newsletter(number, moment, reader):
    """One issue of a newsletter."""
    text = (f"Instrument Weekly, issue {number}\n\nThis week: standards for small bores, a fair in "
            "Nagoya, and why granite creeps.\n\nYou receive this because you subscribed. To leave: "
            "https://instrument-weekly.example/leave")
    return compose.Mail(
        NEWS, [reader], moment, f"Instrument Weekly {number}", text, signature="",
        server=("bulk7.mailhouse.example", "203.0.113.99"),
        extra=[("List-Unsubscribe", "<https://instrument-weekly.example/leave>"),
               ("Precedence", "bulk"), ("Feedback-ID", f"{number}:weekly:mailhouse")])


def newsletters():
    """[Mail] of twelve issues."""
    return [newsletter(300 + number, END - (340 - 28 * number) * DAY, people.PEOPLE["emily"])
            for number in range(12)]
