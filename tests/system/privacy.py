# SPDX-License-Identifier: Apache-2.0
"""Looks for what mail says in every byte of a state: privacy.py STATE MAIL...

Of each message: addresses and names of its address fields, the subject, and every run of five words of
its text; each as it is, in lower case, and with letters and digits alone. Short ones, which chance
brings about among many megabytes, are left out, and kith's own words.

Nothing of it may be in any file, but for those that are named here: whole mail is in the folders of MAIL,
the people concerned, but no subject and no text, in those of LEDGER. Every folder is its owner's alone,
and so is every file that is not of OPEN. Prints what is found and ends with 1."""

import email
import email.errors
import email.header
import email.policy
import email.utils
import os
import re
import stat
import subprocess
import sys

LEAST = 7
# A subject of one word may be part of a host's name, which a ledger holds, or of its schema.
LEAST_IN_LEDGER = 12
# The names of memory's tables and counters.
OWN = (b"account", b"campaign", b"conversation", b"counters", b"fingerprint.filter", b"identity", b"message-id",
    b"participant", b"profile", b"reference", b"subject", b"version")
WORDS = 5
PREFIX = 6
FIELDS = ("from", "to", "cc", "reply-to", "sender", "delivered-to")
MAIL = ("guard/quarantine", "guard/backlog", "raw", "spool")
LEDGER = ("ledger", "restore.draft/ledger")
# Whoever set it up has written our own domain there; holds no mail.
CONFIGURATION = ("kith.conf", "restore.draft/kith.conf")
# The certificate that a sandbox is to trust, and a socket that tells counts.
OPEN = CONFIGURATION + ("sink/authority.pem", "guard/control")
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


def decoded(value):
    return str(email.header.make_header(email.header.decode_header(value)))


def people(message):
    """Names and addresses."""
    values = [str(value) for field in FIELDS for value in message.get_all(field, [])]
    for name, address in email.utils.getaddresses(values):
        yield from (name, decoded(name), address)


def content(message):
    """The subject, and runs of words."""
    subject = str(message.get("subject", ""))
    yield from (subject, decoded(subject))
    for text in texts(message):
        words = text.split()
        for at in range(len(words) - WORDS + 1):
            yield " ".join(words[at:at + WORDS])


def forms(phrase, least):
    """PHRASE in the ways in which it may be kept, of LEAST bytes or more."""
    letters = "".join(c for c in phrase.lower() if c.isalnum())
    for form in (phrase, phrase.lower(), letters):
        data = form.encode("utf-8", "replace")
        if len(data) >= least and not any(data in word for word in OWN):
            yield data


def gather(paths, kinds, least):
    """{first bytes: phrases that begin so}; KINDS are functions that give them."""
    wanted = {}
    for path in paths:
        for raw in raw_messages(path):
            message = email.message_from_bytes(raw, policy=email.policy.compat32)
            for kind in kinds:
                try:
                    for phrase in kind(message):
                        for data in forms(phrase, least):
                            wanted.setdefault(data[:PREFIX], set()).add(data)
                except (ValueError, IndexError, AttributeError, LookupError, email.errors.MessageError):
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


def is_below(name, folders):
    return any(name == folder or name.startswith(folder + "/") for folder in folders)


def entries(state):
    """(name within the state, path, its status) of every file and folder."""
    yield ".", state, os.lstat(state)
    for folder, folders, files in os.walk(state):
        for name in folders + files:
            path = os.path.join(folder, name)
            yield os.path.relpath(path, state), path, os.lstat(path)


def main(state, paths):
    everything = gather(paths, (people, content), LEAST)
    contents = gather(paths, (content,), LEAST_IN_LEDGER)
    wrong, private = [], 0
    for name, path, status in entries(state):
        if status.st_mode & 0o077 and name not in OPEN:
            wrong.append(f"{name} has mode {stat.S_IMODE(status.st_mode):o}")
        if not stat.S_ISREG(status.st_mode) or is_below(name, MAIL) or name in CONFIGURATION:
            continue
        ledger = is_below(name, LEDGER)
        private += not ledger
        for phrase in sorted(set(search(path, contents if ledger else everything)))[:20]:
            wrong.append(f"{name}: {phrase.decode('utf-8', 'replace')}")
    print("\n".join(wrong))
    if not private or len(everything) < 10:
        print(f"{private} files, {len(everything)} phrases: nothing was looked for")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
