# SPDX-License-Identifier: Apache-2.0
"""Makes and checks the mail of the guard's tests.
warned.py make FOLDER: the forged answer of letters.py in many forms, as FOLDER/form-NAME.eml.
warned.py check SENT DELIVERED LANGUAGE: DELIVERED is SENT with a banner in each text and nothing else
changed in what a reader sees; or, for the language "wrapped", all of SENT behind a part with a banner.
warned.py bodies SENT DELIVERED: their bodies are the same, byte by byte.
warned.py texts DELIVERED: the beginnings of its texts, as a reader sees them."""

import base64
import email
import email.header
import email.policy
import os
import sys

from letters import LETTER

QUOTE = "\n\n--\nChie Doi\nchie.doi@partner.example\n\nOn Thu, 30 Jan 2020 10:00, Chie Doi <chie.doi@partner.example> wrote:\n" + \
    "".join("> " + line + "\n" for line in LETTER.splitlines())
ENGLISH = "Please see the document attached and confirm. Password: 4711" + QUOTE
JAPANESE = "いつもお世話になっております。\n添付の書類をご確認ください。パスワードは４７１１です。\nよろしくお願いいたします。" + QUOTE
FILE = """Content-Type: application/msword; name="confirmation.doc"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="confirmation.doc"

0M8R4KGxGuEAAAAAAAAAAAAAAAAAAAAAPgADAP7/CQAGAAAAAAAAAAAAAAABAAAA
"""
HEAD = """From: "Chie Doi" <accounts@elsewhere.example>
To: Emi Fujita <emi.fujita@ours.example>
Subject: Re: Second pump housing
Date: Sun, 9 Feb 2020 23:11:40 +0000
Message-ID: <%s@elsewhere.example>
MIME-Version: 1.0
"""
BANNERS = {"en": ['gives "Chie Doi" as its sender, but it was sent from accounts@elsewhere.example',
                  "until you have asked Chie Doi"],
           "ja": ["「Chie Doi」を名乗っていますが、実際には accounts@elsewhere.example から", "電話などいつもの方法で"]}


def html(text):
    return "<html><body><p>" + text.replace("<", "&lt;").replace("\n", "<br>\n") + "</p></body></html>\n"


def part(media, charset, encoding, text):
    """A text part by the email package, so that not our own encoders are tested with themselves."""
    bytes_ = text.encode(charset)
    head = f"Content-Type: {media}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    if encoding == "base64":
        bytes_ = base64.encodebytes(bytes_.replace(b"\n", b"\r\n"))
    elif encoding == "quoted-printable":
        import quopri
        bytes_ = quopri.encodestring(bytes_)
    return head + bytes_


def multi(kind, parts, boundary="=_b"):
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()]
    for one in parts:
        lines.append(f"--{boundary}\n".encode() + one.rstrip(b"\n") + b"\n")
    return b"".join(lines) + f"--{boundary}--\n".encode()


def forms():
    file = FILE.encode()
    yield "utf8", multi("mixed", [part("text/plain", "utf-8", "8bit", ENGLISH), file])
    yield "html", multi("mixed", [part("text/html", "utf-8", "quoted-printable", html(ENGLISH)), file])
    both = [part("text/plain", "us-ascii", "7bit", ENGLISH), part("text/html", "utf-8", "base64", html(ENGLISH))]
    yield "alternative", multi("mixed", [multi("alternative", both, "=_c"), file])
    yield "iso2022jp", multi("mixed", [part("text/plain", "iso-2022-jp", "7bit", JAPANESE), file])
    yield "shiftjis", multi("mixed", [part("text/plain", "shift_jis", "8bit", JAPANESE), file])
    yield "eucjp", multi("mixed", [part("text/plain", "euc-jp", "base64", JAPANESE), file])
    yield "htmljp", multi("mixed", [part("text/html", "iso-2022-jp", "7bit", html(JAPANESE)), file])
    signed = multi("mixed", [part("text/plain", "utf-8", "8bit", ENGLISH), file], "=_c")
    # The outer form of a signature is all that the guard looks at.
    cms = base64.encodebytes(b"\x30\x82\x02\x00" + bytes(512))
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\n"
    yield "signed", multi('signed; protocol="application/pkcs7-signature"', [signed, signature + cms])
    yield "unsigned", multi('signed; protocol="application/pkcs7-signature"', [signed])
    yield "file", file


def make(folder):
    for name, body in forms():
        with open(os.path.join(folder, f"form-{name}.eml"), "wb") as file:
            file.write((HEAD % name).encode() + body)


def read(path):
    with open(path, "rb") as file:
        return email.message_from_bytes(file.read(), policy=email.policy.compat32)


def leaves(message):
    return [part for part in message.walk() if not part.is_multipart()]


def text_of(part):
    """As UTF-8; half a character or a wrong charset is an error."""
    return part.get_payload(decode=True).decode(part.get_content_charset("us-ascii")).replace("\r\n", "\n")


def flat(text):
    """HTML and text alike, without what wraps."""
    import html as references
    import re
    return " ".join(references.unescape(re.sub("<style>.*?</style>|<[^>]*>", " ", text)).split())


def check(sent, delivered, language):
    before, after = leaves(read(sent)), leaves(read(delivered))
    if language == "wrapped":
        assert "leave its attachments and links alone" in text_of(after.pop(0))
        kept = [field for field in before[0].items() if field[0].startswith("Content-")]
        assert len(after) == 1 and after[0].items() == kept
        assert after[0].get_payload().strip() == before[0].get_payload().strip()
        return
    assert [part.get_content_type() for part in before] == [part.get_content_type() for part in after]
    warned = 0
    for old, new in zip(before, after):
        if old.get_content_maintype() != "text":
            assert old.get_payload() == new.get_payload() and old.items() == new.items()
            continue
        assert old.get_content_charset() == new.get_content_charset() or old.get_content_charset() == "us-ascii"
        old_text, new_text = flat(text_of(old)), flat(text_of(new))
        assert new_text.endswith(old_text), (old_text, new_text)
        banner = new_text[:len(new_text) - len(old_text)]
        for words in BANNERS[language]:
            assert words in banner, (words, banner)
        assert banner.count("Chie Doi") <= 2 and len(banner) < 500
        warned += 1
    assert warned > 0
    with open(delivered, "rb") as file:
        assert max(map(len, file.read().split(b"\n"))) < 999


def bodies(sent, delivered):
    body = []
    for path in sent, delivered:
        with open(path, "rb") as file:
            body.append(file.read().replace(b"\r\n", b"\n").split(b"\n\n", 1)[1])
    assert body[0] == body[1]


def texts(delivered):
    for part in leaves(read(delivered)):
        if part.get_content_maintype() == "text":
            print(flat(text_of(part))[:1000])


if __name__ == "__main__":
    {"make": make, "check": check, "bodies": bodies, "texts": texts}[sys.argv[1]](*sys.argv[2:])
