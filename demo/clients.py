# SPDX-License-Identifier: Apache-2.0
"""How mail programs look: their fields, charsets, Message-IDs and ways of quoting."""

import dataclasses
import html
import time
import uuid

WEEKDAYS_JA = "月火水木金土日"


@dataclasses.dataclass(frozen=True)
class Client:
    """A mail program. quote names a function below; rich mail has an HTML part as well."""

    quote: str
    charset: str
    rich: bool
    fields: tuple
    identifier: str


CLIENTS = {
    "outlook": Client("block", "us-ascii", True, (
        ("Accept-Language", "en-US"), ("Content-Language", "en-US"), ("X-MS-Has-Attach", "")),
        "{hex32}@{server}"),
    "outlook-de": Client("block_de", "iso-8859-1", True, (
        ("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "de")),
        "{hex8}$0${hex8}${hex8}@{domain}"),
    "outlook-fr": Client("block_fr", "windows-1252", True, (
        ("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "fr")),
        "{hex8}$0${hex8}${hex8}@{domain}"),
    "outlook-ja": Client("block_ja", "iso-2022-jp", True, (
        ("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "ja")),
        "{hex8}$0${hex8}${hex8}@{domain}"),
    "thunderbird": Client("cited", "utf-8", False, (
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
                       "Thunderbird/128.2.0"),
        ("Content-Language", "en-GB")), "{uuid}@{domain}"),
    "thunderbird-de": Client("cited_de", "utf-8", False, (
        ("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "de-DE")), "{uuid}@{domain}"),
    "gmail": Client("gmail", "utf-8", True, (), "CA+{token}@mail.bigmail.example"),
    "gmail-ja": Client("gmail_ja", "utf-8", True, (), "CA+{token}@mail.bigmail.example"),
    "apple": Client("apple", "utf-8", False, (
        ("X-Mailer", "Apple Mail (2.3774.600.62)"),), "{UUID}@{domain}"),
    "becky": Client("becky", "iso-2022-jp", False, (
        ("X-Mailer", "Becky! ver. 2.75.04 [ja]"),), "{stamp}.{hex4}.{local}@{domain}"),
    "webmail-sjis": Client("cited_ja", "shift_jis", False, (
        ("X-Mailer", "Webmail 3.1"),), "{stamp}{hex4}@{domain}"),
    "mew-euc": Client("becky", "euc-jp", False, (
        ("X-Mailer", "Mew version 6.9"),), "{stamp}.{hex8}.{local}@{domain}"),
    "iphone": Client("apple", "utf-8", False, (("X-Mailer", "iPhone Mail (21G93)"),),
                     "{UUID}@{domain}"),
}


def message_id(rng, client, person, moment):
    """A Message-ID as this program writes it."""
    def digits(count):
        return f"{rng.getrandbits(count * 4):0{count}x}"
    unique = uuid.UUID(int=rng.getrandbits(128))
    return CLIENTS[client].identifier.format(
        hex32=digits(32).upper(), hex8=digits(8), hex4=digits(4).upper(), uuid=unique,
        UUID=str(unique).upper(), stamp=time.strftime("%Y%m%d%H%M%S", time.gmtime(moment)),
        token=digits(32), local=person.address.partition("@")[0], domain=person.domain,
        server=f"mbx01.{person.domain}")


def local_time(moment, zone):
    """A struct_time ZONE hours east of UTC."""
    return time.gmtime(moment + zone * 3600)


def marked(text):
    """TEXT with "> " before every line."""
    return "\n".join(("> " + line).rstrip() for line in text.split("\n"))


def block(parent, zone, labels, form):
    """A header block and the whole text below it."""
    when = time.strftime(form, local_time(parent.time, zone))
    people = "; ".join(person.name for person in parent.to)
    rows = [f"{parent.sender.name} <{parent.sender.address}>", when, people, parent.subject]
    return "\n".join(f"{label}: {row}" for label, row in zip(labels, rows)) + "\n\n" + parent.text


def quote_block(parent, zone):
    """Outlook in English."""
    return "-----Original Message-----\n" + block(
        parent, zone, ("From", "Sent", "To", "Subject"), "%A, %B %d, %Y %I:%M %p")


def quote_block_de(parent, zone):
    """Outlook in German."""
    return block(parent, zone, ("Von", "Gesendet", "An", "Betreff"), "%d. %m %Y %H:%M")


def quote_block_fr(parent, zone):
    """Outlook in French."""
    return block(parent, zone, ("De", "Envoyé", "À", "Objet"), "%d/%m/%Y %H:%M")


def quote_block_ja(parent, zone):
    """Outlook in Japanese."""
    return "-----Original Message-----\n" + block(
        parent, zone, ("差出人", "送信日時", "宛先", "件名"), "%Y年%m月%d日 %H:%M")


def quote_cited(parent, zone):
    """Thunderbird in English."""
    when = time.strftime("%d/%m/%Y %H:%M", local_time(parent.time, zone))
    return f"On {when}, {parent.sender.name} wrote:\n{marked(parent.text)}"


def quote_cited_de(parent, zone):
    """Thunderbird in German."""
    when = time.strftime("%d.%m.%y um %H:%M", local_time(parent.time, zone))
    return f"Am {when} schrieb {parent.sender.name}:\n{marked(parent.text)}"


def quote_cited_ja(parent, zone):
    """A Japanese web mail."""
    when = time.strftime("%Y/%m/%d %H:%M", local_time(parent.time, zone))
    return f"On {when}, {parent.sender.name} wrote:\n{marked(parent.text)}"


def quote_gmail(parent, zone):
    """Gmail in English."""
    when = time.strftime("%a, %b %d, %Y at %I:%M %p", local_time(parent.time, zone))
    return (f"On {when} {parent.sender.name} <{parent.sender.address}> wrote:\n\n"
            f"{marked(parent.text)}")


def quote_gmail_ja(parent, zone):
    """Gmail in Japanese."""
    parts = local_time(parent.time, zone)
    when = (f"{parts.tm_year}年{parts.tm_mon}月{parts.tm_mday}日({WEEKDAYS_JA[parts.tm_wday]}) "
            f"{parts.tm_hour}:{parts.tm_min:02d}")
    return f"{when} {parent.sender.name} <{parent.sender.address}>:\n\n{marked(parent.text)}"


def quote_apple(parent, zone):
    """Apple Mail."""
    when = time.strftime("%d %b %Y, at %H:%M", local_time(parent.time, zone))
    return (f"On {when}, {parent.sender.name} <{parent.sender.address}> wrote:\n"
            f"{marked(parent.text)}")


def quote_becky(parent, zone):
    """Becky! and its kin."""
    when = time.strftime("%a, %d %b %Y %H:%M:%S", local_time(parent.time, zone))
    return (f"On {when} {zone:+03d}00\n{parent.sender.name} <{parent.sender.address}> wrote:\n\n"
            f"{marked(parent.text)}")


def quote(client, parent, zone):
    """PARENT quoted as CLIENT does it."""
    return globals()["quote_" + CLIENTS[client].quote](parent, zone)


def rich(text):
    """Plain text as the HTML that such programs write."""
    lines = (html.escape(line, quote=False).replace("  ", "&nbsp; ") for line in text.split("\n"))
    return '<html><body><div dir="ltr">' + "<br>\n".join(lines) + "</div></body></html>\n"
