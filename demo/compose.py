# SPDX-License-Identifier: Apache-2.0
"""Mail as it lies in a mailbox: header fields, Received lines, MIME parts."""

import base64
import dataclasses
import email.header
import email.utils
import quopri
import re

import clients
import people

ATOMS = re.compile(r"^[A-Za-z0-9 ]+$")


@dataclasses.dataclass
class Mail:
    """One message. What is None or empty follows from the sender's program and from the parent."""

    sender: people.Person
    to: list
    time: int
    subject: str
    own: str
    parent: "Mail" = None
    cc: list = dataclasses.field(default_factory=list)
    attachments: list = dataclasses.field(default_factory=list)  # of (name, type, bytes)
    client: str = None
    charset: str = None
    signature: str = None
    quote: str = None          # "" for none
    html: str = None           # instead of the program's own HTML; "" for none
    plain: bool = True         # whether there is a plain part
    threaded: bool = True      # whether In-Reply-To and References are there
    from_field: str = None
    server: tuple = None       # (name, address) that brought it to our server
    account: str = None        # envelope sender, when not the sender's address
    authentication: str = "pass"
    extra: list = dataclasses.field(default_factory=list)  # of (field, value)
    mixed: str = None          # boundary of the outer multipart
    whole: tuple = None        # (Content-Type value, body bytes) instead of all parts
    message_id: str = ""

    @property
    def text(self):
        """All of the plain text: own words, signature, quotation."""
        program = self.client or self.sender.client
        signature = self.sender.signature if self.signature is None else self.signature
        quoted = self.quote
        if quoted is None:
            quoted = clients.quote(program, self.parent, self.sender.zone) if self.parent else ""
        pieces = [self.own, signature, quoted]
        return "\n\n".join(piece for piece in pieces if piece)

    def ancestors(self):
        """Message-IDs from the first of the conversation to the parent."""
        return self.parent.ancestors() + [self.parent.message_id] if self.parent else []


def word(text, charset):
    """TEXT as RFC 2047 words in CHARSET where it is not ASCII."""
    if text.isascii():
        return text
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    return email.header.Header(text, charset, maxlinelen=70).encode(linesep="\n")


def mailbox(name, address, charset):
    """One mailbox of a header; a name with special characters is quoted."""
    if not name:
        return address
    if name.isascii():
        return f"{name} <{address}>" if ATOMS.match(name) else f'"{name}" <{address}>'
    return f"{word(name, charset)} <{address}>"


def date(moment, zone):
    """RFC 5322 date in the zone, hours east."""
    text = email.utils.formatdate(moment + zone * 3600).rpartition(" ")[0]
    return f"{text} {zone:+03d}00"


def received(mail, rng):
    """The Received lines of an incoming mail, newest first."""
    name, network = mail.server or people.SERVERS[mail.sender.domain]
    recipient = mail.to[0].address
    first = date(mail.time + 8, 9)
    second = date(mail.time + 2, mail.sender.zone)
    number = f"{rng.getrandbits(40):010X}"
    client = f"192.0.2.{rng.randint(210, 250)}"
    greeting = f"[10.{rng.randint(0, 99)}.0.{rng.randint(2, 250)}]"
    if not mail.account and not (mail.client or mail.sender.client).startswith("thunderbird"):
        greeting = f"PC-{rng.getrandbits(24):06X}"
    return [
        f"from {name} ({name} [{network}])\n\tby {people.OUR_SERVER} (Postfix) with ESMTPS id "
        f"{number}\n\tfor <{recipient}>; {first}",
        f"from {greeting} (unknown [{client}])\n\tby {name} with "
        f"ESMTPSA id {number[::-1]};\n\t{second}"]


def authentication(mail):
    """Our server's Authentication-Results, by RFC 8601."""
    domain = (mail.account or mail.sender.address).rpartition("@")[2]
    result = mail.authentication
    return (f"{people.OUR_SERVER};\n\tspf={result} smtp.mailfrom={domain};\n\tdkim={result} "
            f"header.d={domain};\n\tdmarc={result} header.from={domain}")


def fields(mail, rng, charset):
    """[(field, value)] of the whole header but the Content-* fields."""
    program = clients.CLIENTS[mail.client or mail.sender.client]
    result = []
    if not mail.sender.is_ours or mail.account:
        result = [("Return-Path", f"<{mail.account or mail.sender.address}>"),
                  ("Delivered-To", mail.to[0].address)]
        result += [("Received", value) for value in received(mail, rng)]
        result.append(("Authentication-Results", authentication(mail)))
    result += [
        ("Date", date(mail.time, mail.sender.zone)),
        ("From", mail.from_field or mailbox(mail.sender.name, mail.sender.address, charset)),
        ("To", ",\n ".join(mailbox(p.name, p.address, charset) for p in mail.to))]
    if mail.cc:
        result.append(("Cc", ",\n ".join(mailbox(p.name, p.address, charset) for p in mail.cc)))
    result += [("Subject", word(mail.subject, charset)), ("Message-ID", f"<{mail.message_id}>")]
    if mail.parent and mail.threaded:
        chain = mail.ancestors()
        result += [("In-Reply-To", f"<{chain[-1]}>"),
                   ("References", "\n\t".join(f"<{item}>" for item in chain[-6:]))]
    return result + list(program.fields) + list(mail.extra) + [("MIME-Version", "1.0")]


def text_part(text, subtype, charset):
    """(content fields, bytes) of a text."""
    try:
        data = text.encode(charset)
    except UnicodeEncodeError:
        charset, data = "utf-8", text.encode("utf-8")
    data += b"" if data.endswith(b"\n") else b"\n"
    if charset in ("us-ascii", "iso-2022-jp"):
        encoding = "7bit"
    elif charset in ("shift_jis", "euc-jp"):
        encoding, data = "base64", base64.encodebytes(data)
    elif data.isascii():
        encoding = "7bit"
    else:
        encoding, data = "quoted-printable", quopri.encodestring(data)
    return [("Content-Type", f"text/{subtype}; charset={charset}"),
            ("Content-Transfer-Encoding", encoding)], data


def file_part(name, kind, data, charset):
    """(content fields, bytes) of an attachment."""
    label = word(name, charset)
    return [("Content-Type", f'{kind}; name="{label}"'), ("Content-Transfer-Encoding", "base64"),
            ("Content-Disposition", f'attachment; filename="{label}"')], base64.encodebytes(data)


def multipart(subtype, parts, boundary):
    """(content fields, bytes) of several parts."""
    body = b""
    for part_fields, data in parts:
        head = "".join(f"{name}: {value}\n" for name, value in part_fields)
        body += f"--{boundary}\n{head}\n".encode("utf-8") + data
        body += b"" if data.endswith(b"\n") else b"\n"
    return [("Content-Type", f'multipart/{subtype};\n boundary="{boundary}"')], (
        body + f"--{boundary}--\n".encode())


def content(mail, rng, charset):
    """(content fields, bytes) of the body."""
    if mail.whole:
        return [("Content-Type", mail.whole[0])], mail.whole[1]
    program = clients.CLIENTS[mail.client or mail.sender.client]
    markup = mail.html
    if markup is None:
        markup = clients.rich(mail.text) if program.rich else ""
    texts = [text_part(mail.text, "plain", charset)] if mail.plain else []
    texts += [text_part(markup, "html", charset)] if markup else []
    whole = texts[0]
    if len(texts) > 1:
        whole = multipart("alternative", texts, f"----=_Part_{rng.getrandbits(48):012X}")
    if mail.attachments:
        files = [file_part(*item, charset) for item in mail.attachments]
        boundary = mail.mixed or f"----=_NextPart_{rng.getrandbits(64):016X}"
        whole = multipart("mixed", [whole] + files, boundary)
    return whole


def render(mail, rng):
    """MAIL as bytes; gives it a Message-ID when it has none."""
    program = mail.client or mail.sender.client
    if not mail.message_id:
        mail.message_id = clients.message_id(rng, program, mail.sender, mail.time)
    charset = mail.charset or clients.CLIENTS[program].charset
    header_charset = "utf-8" if charset == "us-ascii" else charset
    head = fields(mail, rng, header_charset)
    content_fields, body = content(mail, rng, charset)
    lines = "".join(f"{name}: {value}".rstrip() + "\n" for name, value in head + content_fields)
    return lines.encode("utf-8") + b"\n" + body
