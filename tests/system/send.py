# SPDX-License-Identifier: Apache-2.0
"""Sends one message file by SMTP: send.py PORT FILE --to A [--to B] [--from F] [--client ADDRESS]
[--login USER:PASSWORD] [--tls] [--source ADDRESS]. Prints the server's last answer; the status is 0 when it took the message,
1 when it refused, 2 when it put it off."""

import argparse
import smtplib
import ssl
import sys


def read(path):
    with open(path, "rb") as file:
        return file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def recipient(smtp, path):
    """As it stands where it is in angle brackets: smtplib would tidy it up."""
    return smtp.docmd("RCPT", "TO:" + path) if path.startswith("<") else smtp.rcpt(path)


def send(arguments):
    with smtplib.SMTP("127.0.0.1", arguments.port, local_hostname="client.example", timeout=60,
            source_address=(arguments.source, 0)) as smtp:
        if arguments.client:
            smtp.ehlo()
            smtp.docmd("XCLIENT", f"ADDR={arguments.client} NAME=client.elsewhere.example")
            smtp.ehlo()
        if arguments.tls:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            smtp.starttls(context=context)
        if arguments.login:
            smtp.login(*arguments.login.split(":", 1))
        smtp.ehlo_or_helo_if_needed()
        for code, text in [smtp.mail(arguments.sender)] + [recipient(smtp, to) for to in arguments.to]:
            if code >= 400:
                return code, text
        return smtp.data(read(arguments.file))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("file")
    parser.add_argument("--from", dest="sender", default="somebody@elsewhere.example")
    parser.add_argument("--to", action="append", required=True)
    parser.add_argument("--client")
    parser.add_argument("--login")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--source", default="127.0.0.1")
    try:
        code, text = send(parser.parse_args())
    except (smtplib.SMTPException, OSError) as error:
        code, text = 421, str(error).encode()
    print(code, text.decode("utf-8", "replace"))
    sys.exit(0 if code < 400 else 2 if code < 500 else 1)


if __name__ == "__main__":
    main()
