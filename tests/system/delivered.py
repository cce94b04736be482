# SPDX-License-Identifier: Apache-2.0
"""delivered.py OUT HIJACKED...: OUT.eml is a reply from a stranger with nothing against it but the file
that it brings, which is that of the first HIJACKED message; its Message-ID is a shell's nightmare.
OUT-1.eml, OUT-2.eml … are the HIJACKED messages, all bringing that file."""

import email
import email.policy
import sys

EVIL = "<x'$(touch${IFS}pwned)`id`;\"&|@kunde.example>"


def file_of(message):
    return next(part for part in message.walk() if part.get_filename())


def stranger(file):
    """The reply that brings FILE."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Lena Otto <lena.otto@kunde.example>"
    message["To"] = "e.clarke@hoshino-instruments.example"
    message["Subject"] = "Re: Offer for two granite plates"
    message["Date"] = "Mon, 15 Sep 2025 10:00:00 +0200"
    message["In-Reply-To"] = "<4711@kunde.example>"
    message.set_content("Dear Emily,\n\nhere is the list that we spoke of.\n\nLena Otto\n")
    message.add_attachment(file, maintype="application", subtype="msword", filename="list.docm")
    return b"Message-ID: " + EVIL.encode() + b"\r\n" + message.as_bytes()


def main():
    out, *paths = sys.argv[1:]
    messages = []
    for path in paths:
        with open(path, "rb") as stream:
            messages.append(email.message_from_binary_file(stream))
    file = file_of(messages[0])
    with open(out + ".eml", "wb") as stream:
        stream.write(stranger(file.get_payload(decode=True)))
    for number, message in enumerate(messages, 1):
        file_of(message).set_payload(file.get_payload())
        with open(f"{out}-{number}.eml", "wb") as stream:
            stream.write(message.as_bytes())


if __name__ == "__main__":
    main()
