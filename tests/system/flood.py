# SPDX-License-Identifier: Apache-2.0
"""Sends many messages at a time: flood.py PORT MESSAGES SESSIONS FILE... Each has a number of its own
(X-Number) and is sent again until the server takes it or refuses it for good. Prints how many were taken
and how often one was put off."""

import queue
import random
import smtplib
import sys
import threading
import time

OUTSIDE = "ADDR=203.0.113.9 NAME=client.elsewhere.example"


def connect(port):
    smtp = smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", timeout=60)
    smtp.ehlo()
    smtp.docmd("XCLIENT", OUTSIDE)
    smtp.ehlo()
    return smtp


def send(smtp, message, number):
    unlike = message.replace(b"Message-ID: <", b"Message-ID: <%d." % number)
    smtp.sendmail("somebody@elsewhere.example", [f"u{number % 7}@ours.example"], b"X-Number: %d\r\n" % number + unlike)


def work(port, numbers, messages, counts):
    smtp = None
    while True:
        try:
            number = numbers.get_nowait()
        except queue.Empty:
            break
        for _ in range(300):
            try:
                smtp = smtp or connect(port)
                send(smtp, messages[number % len(messages)], number)
                counts.append("taken")
                break
            except (smtplib.SMTPException, OSError) as error:
                counts.append("put off")
                print(number, error, file=sys.stderr)
                smtp = None
                time.sleep(random.uniform(0.05, 0.3))
    if smtp is not None:
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            pass


def main():
    port, count, sessions = map(int, sys.argv[1:4])
    messages = []
    for path in sys.argv[4:]:
        with open(path, "rb") as file:
            messages.append(file.read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    numbers, counts = queue.Queue(), []
    for number in range(count):
        numbers.put(number)
    begun = time.monotonic()
    threads = [threading.Thread(target=work, args=(port, numbers, messages, counts)) for _ in range(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"taken {counts.count('taken')} put off {counts.count('put off')} seconds {time.monotonic() - begun:.1f}")


if __name__ == "__main__":
    main()
