# SPDX-License-Identifier: Apache-2.0
"""Is nothing of a message left in the handout that was made of it? One complaint a line.

    handout_check.py HANDOUT MESSAGE

No address, domain, word of a name or of the subject, and no passage of the message, as for specimens
(redacted.py)."""

import email
import email.policy
import re
import sys

from redacted import pieces, private_words, runs, own_words, texts


def complaints(message, page, known):
    lower = page.lower()
    for word in private_words(message):
        if "@" in word or "." in word:
            if word in lower:
                yield f"{word!r} is left"
        elif word not in known and re.search(rf"\b{re.escape(word)}\b", lower):
            yield f"{word!r} is left"
    for text in texts(message):
        for left in runs(text) & runs(page) | pieces(text) & pieces(page):
            yield f"the passage {left!r} is left"


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        page = stream.read()
    with open(sys.argv[2], "rb") as stream:
        message = email.message_from_binary_file(stream, policy=email.policy.default)
    found = sorted(set(complaints(message, page, own_words())))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
