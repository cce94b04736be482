# SPDX-License-Identifier: Apache-2.0
"""Looks for what mail says in every byte of a state: privacy.py STATE MAIL...

Of each message: addresses and names of its address fields, the subject, and every run of five words of
its text; each as it is, in lower case, and with letters and digits alone. Short ones, which chance
brings about among many megabytes, are left out. Prints what is found and ends with 1."""

import email
import email.policy
import email.utils
import os
import re
import subprocess
import sys

LEAST = 12
WORDS = 5
PREFIX = 6
FIELDS = ("from", "to", "cc", "reply-to", "sender", "delivered-to")
SEPARATOR = re.compile(rb"^From [^\n]*\n", re.MULTILINE)


def raw_messages(path):
    """The messages below PATH as bytes."""
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            yield from raw_messages(os.path.join(path, name))
        return
    data = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout if path.endswith(".zst") \
        else open(path, "rb").read()
    if path.endswith(".eml") or not data.startswith(b"From "):
        yield data
        return
    marks = list(SEPARATOR.finditer(data))
    for mark, end in zip(marks, [m.start() for m in marks[1:]] + [len(data)]):
        yield data[mark.end():end]


def texts(message):
    """The decoded text of MESSAGE's parts."""
    for part in message.walk():
        if part.get_content_maintype() != "text":
            continue
        try:
            yield part.get_payload(decode=True).decode(part.get_content_charset() or "latin-1", "replace")
        except (LookupError, AttributeError, ValueError):
            continue


def phrases(message):
    """What must not be found."""
    values = [str(value) for field in FIELDS for value in message.get_all(field, [])]
    for name, address in email.utils.getaddresses(values):
        yield from (name, address)
    yield str(message.get("subject", ""))
    for text in texts(message):
        words = text.split()
        for at in range(len(words) - WORDS + 1):
            yield " ".join(words[at:at + WORDS])


def forms(phrase):
    """PHRASE in the ways in which it may be kept."""
    letters = "".join(c for c in phrase.lower() if c.isalnum())
    for form in (phrase, phrase.lower(), letters):
        data = form.encode("utf-8", "replace")
        if len(data) >= LEAST:
            yield data


def gather(paths):
    """{first bytes: phrases that begin so}."""
    wanted = {}
    for path in paths:
        for raw in raw_messages(path):
            try:
                message = email.message_from_bytes(raw, policy=email.policy.compat32)
                for phrase in phrases(message):
                    for data in forms(phrase):
                        wanted.setdefault(data[:PREFIX], set()).add(data)
            except (ValueError, IndexError, AttributeError):
                continue
    return wanted


def search(path, wanted):
    """What of WANTED is in the file PATH."""
    with open(path, "rb") as file:
        data = file.read()
    for at in range(len(data) - PREFIX + 1):
        for phrase in wanted.get(data[at:at + PREFIX], ()):
            if data.startswith(phrase, at):
                yield phrase


def main(state, paths):
    wanted = gather(paths)
    found, files = set(), 0
    for folder, _, names in os.walk(state):
        for name in names:
            # The configuration names our own domain, which whoever set it up has written there.
            if name == "kith.conf":
                continue
            files += 1
            found.update(search(os.path.join(folder, name), wanted))
    for phrase in sorted(found)[:20]:
        print(phrase.decode("utf-8", "replace"))
    if not files or len(wanted) < 10:
        print(f"{files} files, {len(wanted)} phrases: nothing was looked for")
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
