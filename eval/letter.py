# SPDX-License-Identifier: Apache-2.0
"""A forged reply as fields and body: display names, subjects, texts, MIME parts.

Holds what the generator decided; donor.Courier gives it the looks of a real message.
"""

import base64
import email.header
import email.utils
import html
import quopri
import re
import time
import uuid

import archive
import donor as donors

ATOMS = re.compile(r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$")
CHARSETS = {"ja": ["iso-2022-jp", "iso-2022-jp", "utf-8", "utf-8", "shift_jis", "euc-jp"],
            "": ["utf-8", "utf-8", "utf-8", "iso-8859-1", "windows-1252", "us-ascii",
                 "iso-8859-15"]}
ODD_CHARSETS = ["windows-1251", "gb18030", "iso-2022-jp", "utf-8", "windows-1252", "iso-8859-2",
                "koi8-r", "iso-8859-15", "big5", "us-ascii"]
TYPES = {"doc": "application/msword", "zip": "application/zip", "pdf": "application/pdf",
         "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         "docm": "application/vnd.ms-word.document.macroEnabled.12",
         "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12"}
DOCUMENT_HEADS = [
    '<html>\n<head>\n<meta http-equiv=Content-Type content="text/html; charset={0}">\n</head>\n'
    "<body>\n",
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset={0}"></head>'
    '<body dir="ltr">\n', '<!DOCTYPE html>\n<html>\n<body>\n', '<html><body lang="EN-US">\n']


def word(text, charset="utf-8"):
    """TEXT as RFC 2047 words where it is not ASCII."""
    if text.isascii():
        return text
    charset = charset if encodable(text, charset) else "utf-8"
    return email.header.Header(text, charset).encode(linesep="\n").replace("\n", "")


def phrase(rng, name, charset="utf-8"):
    """NAME as a display name, quoted where it must be and sometimes where not."""
    if not name.isascii():
        return word(name, charset)
    if ATOMS.match(name) and rng.random() < 0.5:
        return name
    return '"' + name.replace("\\", "").replace('"', "") + '"'


def mailbox(rng, name, address, charset="utf-8"):
    """A header's mailbox."""
    return f"{phrase(rng, name, charset)} <{address}>" if name else address


def folded(text):
    """A field's content broken before it is too long, at spaces."""
    lines, line = [], ""
    for piece in text.split(" "):
        if line and len(line) + len(piece) > 70:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    return "\n ".join(lines + [line])


def encodable(text, charset):
    """Whether CHARSET can write TEXT."""
    try:
        text.encode(charset)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def pick_charset(rng, text, language, avoid=""):
    """A charset that can write TEXT; other than AVOID when possible."""
    names = ODD_CHARSETS if avoid else CHARSETS.get(language, CHARSETS[""])
    fitting = [name for name in names if name != avoid and encodable(text, name)]
    return rng.choice(fitting or ["utf-8"])


def text_part(rng, text, subtype, charset):
    """[fields], bytes of a text part in a transfer encoding that fits."""
    data = text.encode(charset, "xmlcharrefreplace" if subtype == "html" else "replace")
    long_lines = max(map(len, data.split(b"\n"))) > 900
    choices = ["quoted-printable", "quoted-printable", "base64"]
    if charset == "iso-2022-jp" and not long_lines:
        choices = ["7bit"] * 4 + ["base64"]
    elif data.isascii() and not long_lines:
        choices += ["7bit", "7bit"]
    elif not long_lines:
        choices += ["8bit"]
    encoding = rng.choice(choices)
    label = rng.choice([charset, charset.upper(), f'"{charset}"', f'"{charset.upper()}"'])
    fields = [f"Content-Type: text/{subtype}; charset={label}",
              f"Content-Transfer-Encoding: {encoding}"]
    return fields, encoded(data, encoding)


def encoded(data, encoding):
    """DATA in a transfer encoding."""
    if encoding == "base64":
        return base64.encodebytes(data)
    if encoding == "quoted-printable":
        return quopri.encodestring(data)
    return data


def file_part(rng, name, data, language):
    """[fields], bytes of an attachment."""
    kind = TYPES[name.rpartition(".")[2]]
    if rng.random() < 0.2:
        kind = rng.choice(["application/octet-stream", "application/x-zip-compressed"
                           if name.endswith("zip") else "application/octet-stream"])
    label = word(name, "iso-2022-jp" if language == "ja" and rng.random() < 0.5 else "utf-8")
    join = rng.choice([" ", "\n\t", "\n "])
    disposition = f'attachment;{join}filename="{label}"'
    if not name.isascii() and rng.random() < 0.4:
        disposition = f"attachment;{join}filename*={email.utils.encode_rfc2231(name, 'utf-8')}"
    fields = [f'Content-Type: {kind};{join}name="{label}"', "Content-Transfer-Encoding: base64",
              f"Content-Disposition: {disposition}"]
    if rng.random() < 0.4:
        fields[1], fields[2] = fields[2], fields[1]
    return fields, base64.encodebytes(data)


def multipart(subtype, boundary, parts):
    """[fields], bytes of a multipart."""
    body = b""
    for fields, data in parts:
        data = data if data.endswith(b"\n") else data + b"\n"
        body += f"--{boundary}\n".encode() + "\n".join(fields).encode("utf-8") + b"\n\n" + data
    return ([f'Content-Type: multipart/{subtype};\n\tboundary="{boundary}"'],
            body + f"--{boundary}--\n".encode())


class Letter:
    """Everything about one forged reply but its transport."""

    def __init__(self, case, relay, moment, zone):
        self.case, self.relay, self.time, self.zone = case, relay, moment, zone
        self.recipient = case.recipient[1]
        self.listed = case.listed
        self.own_account = relay == case.victim[1]
        self.sender = self.subject = ""
        self.parents, self.thread_index = [], ""
        self.body, self.content = b"", []
        self.charset = "utf-8"

    def content_fields(self):
        """The Content-* lines of the whole."""
        return self.content

    def fields(self, rng, donor, disguise):
        """{lower-case name: [content]} of the fields that say who, to whom, what and when."""
        result = {"from": [" " + self._from(rng, donor)], "date": [" " + self._date(donor)],
                  "subject": [" " + self._subject()],
                  "message-id": [f" <{self._message_id(rng, donor, disguise)}>"]}
        self._address(rng, donor, result)
        if self.parents:
            result["in-reply-to"] = [f" <{self.parents[-1]}>"]
            result["references"] = [" " + "\n\t".join(f"<{item}>" for item in self.parents)]
            if self.thread_index:
                result["thread-index"] = [" " + self.thread_index]
        if not donor.first("mime-version"):
            result["mime-version"] = [" 1.0"]
        return result

    def _address(self, rng, donor, result):
        """Fill in To, Cc, Return-Path and, behind a list that rewrites, Reply-To."""
        case = self.case
        to = mailbox(rng, *case.recipient, self.charset)
        if not self.listed:
            result["to"] = [" " + to]
            if donor.first("return-path"):
                result["return-path"] = [f" <{self.relay}>"]
            return
        if donor.first("return-path"):
            result["return-path"] = [donor.first("return-path").decode("utf-8", "replace")]
        if not donor.first("to"):
            return
        pair = [to, case.list_address]
        rng.shuffle(pair)
        result["to"], result["cc"] = [" " + pair[0]], [" " + pair[1]]
        if self._rewritten(donor):
            result["reply-to"] = [" " + mailbox(rng, case.named[0], self.relay, self.charset)]

    @staticmethod
    def _rewritten(donor):
        """The list's address and "via …" when the list rewrote the donor's From, else None."""
        for name, address in donor.people("from")[:1]:
            via = archive.VIA.search(name)
            if via:
                return via.group(), address
        return None

    def _from(self, rng, donor):
        """The From field; as the list writes it when it comes through one."""
        rewritten = self._rewritten(donor) if self.listed else None
        if rewritten:
            return mailbox(rng, self.case.named[0] + rewritten[0], rewritten[1], self.charset)
        if self.listed and archive.OBFUSCATED.match(archive.decoded(donor.first("from"))):
            local, _, host = self.relay.partition("@")
            return f"{local} at {host} ({word(self.case.named[0])})"
        return self.sender

    def _subject(self):
        """The subject encoded and folded."""
        return folded(word(self.subject, self.charset))

    def _date(self, donor):
        """The date in the donor's style."""
        comment = re.search(r"\s\([A-Za-z ]+\)\s*$", donor.get("date"))
        text = donors.date_text(self.time, self.zone)
        return text + (" (UTC)" if comment and self.zone == 0 else "")

    def _message_id(self, rng, donor, disguise):
        """A Message-ID of the donor's shape, or as bots have been seen to write it."""
        chance = rng.random()
        local, _, host = donor.message_id.rpartition("@")
        host = disguise.text(host) or self.relay.rpartition("@")[2]
        if not local or chance < 0.15 and not self.own_account:
            return f"{uuid.UUID(int=rng.getrandbits(128))}@{host}"
        if chance < 0.2 and not self.own_account:
            return (f"{rng.randrange(10 ** 18, 10 ** 19)}.{rng.getrandbits(64):016x}"
                    f"@{self.recipient.rpartition('@')[2]}")
        dated = re.match(r"(?:19|20)\d{6}(?=\d{4})", local)
        if dated:
            today = time.strftime("%Y%m%d", time.gmtime(self.time))
            return f"{today}{donors.scrambled(rng, local[8:])}@{host}"
        return f"{donors.scrambled(rng, local)}@{host}"


def new_boundary(rng, shapes, taken, digits=False):
    """A boundary of a shape seen in the archive, or of dashes and digits alone."""
    while True:
        text = "--" + "".join(rng.choice("0123456789") for _ in range(34))
        if not digits and shapes:
            text = donors.scrambled(rng, rng.choice(shapes))
        if text not in taken:
            taken.add(text)
            return text
        shapes = [shape + str(rng.randrange(10)) for shape in shapes]


def html_document(rng, own, quote, charset):
    """A whole HTML document: own text (HTML), quote (HTML)."""
    head = rng.choice(DOCUMENT_HEADS).format(charset)
    return head + own + "\n<br>\n<br>\n" + quote + "\n</body>\n</html>\n"


def paragraphs(rng, lines):
    """Own lines as HTML."""
    if rng.random() < 0.5:
        return "<br>\n".join(lines)
    tag = rng.choice(["p", "div"])
    return "\n".join(f"<{tag}>{line or '&nbsp;'}</{tag}>" for line in lines)


def escape(text):
    """Text for HTML."""
    return html.escape(text, quote=False).replace("\n", "<br>\n")
