# SPDX-License-Identifier: Apache-2.0
"""folder.py PORT USER FOLDER: the Message-IDs of the mail in FOLDER, sorted, over IMAP on loopback."""

import email
import email.policy
import imaplib
import sys


def main():
    port, user, folder = sys.argv[1:]
    server = imaplib.IMAP4("127.0.0.1", int(port))
    server.login(user, "pw")
    status, answer = server.select(folder, readonly=True)
    if status != "OK":
        raise SystemExit(f"{folder}: {answer}")
    identifiers = []
    for number in server.search(None, "ALL")[1][0].split():
        header = server.fetch(number, "(BODY.PEEK[HEADER])")[1][0][1]
        identifiers.append(str(email.message_from_bytes(header, policy=email.policy.compat32)["Message-ID"]))
    for identifier in sorted(" ".join(name.split()) for name in identifiers):
        print(identifier)
    server.logout()


if __name__ == "__main__":
    main()
