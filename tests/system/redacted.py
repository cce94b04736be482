# SPDX-License-Identifier: Apache-2.0
"""Is nothing of a message left in its specimen? One complaint a line.

    redacted.py STATE SECRET MESSAGE...        makes the specimens with $KITH, English and Japanese
    redacted.py --given SPECIMEN MESSAGE       takes one that is there

The specimen itself may hold nothing but what is allowed here. What kith says of it below may hold
kith's own words besides, but no address, name or subject word and no passage of the message."""

import email
import email.policy
import os
import re
import subprocess
import sys

TOP = os.environ["TOP"]
ALLOWED = re.compile(r"""
    Return-Path: | Received: | Authentication-Results: | X-Originating-IP: | From: | Sender: | Reply-To:
    | To: | Cc: | Subject: | Date: | Message-ID: | References: | from | by | with | Re: | Fwd: | \[…\] | UTC
    | (utf8|e)?smtps?a?;? | lmtps?a?;? | https?;? | (local|mapi);? | (spf|dkim|dmarc|arc|auth)=[a-z]+
    | \(?"?Person | [A-Z]{1,2}"?,? | person-[a-z]+ | \(?[+-]\d{4}\)
    | "?[<(]*(person-[a-z]+@|message-\d+@|http://)?((host-\d+\.)?(org|freemail|host)-\d+\.example|HOST)(/…)?[)>;,"]*
    | <?(message-\d+|person-[a-z]+)>?,? | \d{4}-\d\d-\d\d | \d\d:\d\d | \d\d:\d\d,
    | █+ | >+ | …\S* | \(\d+ | letters | in | all\)
    | \[(text/plain|text/html),? | \[(text/plain|text/html)\] | an | enclosed | message\]
    | \[signature\]: | \[a | password | is | given | the | text\]
    | （全 | 文字） | \d+ | \[署名\]: | \[(text/plain|text/html)、同封されたメール内\] | \[本文中にパスワードの記載あり\]
    | \[[a-z-]+\] | file-\d+ | SHA-256 | [0-9a-f]{64} | - | -; | \(?\[\]\) | \(\) | ; | <> | ""
    """.replace("HOST", r"\[?(192\.0\.2\.\d+|2001:db8::[0-9a-f]+)\]?"), re.X)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ASIAN = re.compile(r"[぀-ヿ一-鿿]{8,}")
SOURCES = ("src/judge", "src/report", "src/cmd", "po")


def own_words():
    """Words that kith itself says."""
    words = set()
    for folder, _, names in (entry for source in SOURCES for entry in os.walk(os.path.join(TOP, source))):
        for name in names:
            if name.endswith((".c", ".po", ".txt")):
                with open(os.path.join(folder, name), encoding="utf-8") as stream:
                    words |= set(re.findall(r"\w+", stream.read().lower()))
    return words


def texts(message):
    for part in message.walk():
        if part.get_content_maintype() == "text":
            try:
                text = part.get_content()
            except (LookupError, KeyError):
                continue
            yield re.sub(r"<[^>]*>", " ", text) if part.get_content_subtype() == "html" else text


def private_words(message):
    """Words of names and of the subject, whole Asian names and subjects, domains."""
    for field in ("From", "To", "Cc", "Reply-To", "Sender", "Subject"):
        for value in message.get_all(field, []):
            for word in re.findall(r"[^\W\d_]{4,}", str(value)):
                yield word.lower()
    for address in ADDRESS.findall(str(message)):
        yield address.lower()
        yield address.split("@")[1].lower()


def runs(text, length=5):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + length]) for i in range(len(words) - length + 1)}


def pieces(text, length=8):
    return {run[i:i + length] for run in ASIAN.findall(text) for i in range(len(run) - length + 1)}


def complaints(message, output, known):
    specimen, _, said = output.partition("\n\n")[2].rpartition("\n\n")
    for word in specimen.split():
        if not ALLOWED.fullmatch(word):
            yield f"the specimen holds {word!r}"
    lower = output.lower()
    for word in private_words(message):
        if "@" in word or "." in word:
            if word in lower:
                yield f"{word!r} is left"
        elif word not in known and re.search(rf"\b{re.escape(word)}\b", lower):
            yield f"{word!r} is left"
    for text in texts(message):
        for left in runs(text) & runs(said) | pieces(text) & pieces(said):
            yield f"the passage {left!r} is left"


def specimen(state, secret, path, language):
    done = subprocess.run([os.environ["KITH"], "explain", "--redact", "--state", state, "--secret", secret, path],
        env=os.environ | {"LANGUAGE": language}, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode > 1:
        sys.exit(f"{path}: status {done.returncode}")
    return done.stdout


def main():
    given = sys.argv[1] == "--given"
    known = own_words()
    bad = False
    for path in sys.argv[3:]:
        with open(path, "rb") as stream:
            message = email.message_from_binary_file(stream, policy=email.policy.default)
        if given:
            with open(sys.argv[2], encoding="utf-8") as stream:
                outputs = [stream.read()]
        else:
            outputs = [specimen(sys.argv[1], sys.argv[2], path, language) for language in ("en", "ja")]
        for output in outputs:
            for complaint in sorted(set(complaints(message, output, known))):
                print(f"{os.path.relpath(path)}: {complaint}")
                bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
