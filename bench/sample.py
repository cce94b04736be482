# SPDX-License-Identifier: Apache-2.0
"""A made-up archive where no real mail is at hand: people of three organisations who answer each
other, with quotes, signatures and a few attachments. The same on every run.

    sample.py FILE COUNT: an mbox of COUNT messages"""

import base64
import email.utils
import random
import sys

PEOPLE = [(name, f"{name.split()[0].lower()}.{name.split()[1].lower()}@{domain}")
    for domain in ("example.com", "partner.example", "supplier.example")
    for name in ("Anna Berg", "Ben Carter", "Chie Doi", "David Ek", "Emi Fujita", "Frank Gross", "Gita Hari")]
WORDS = """the a of to we you our this next last week month order invoice delivery meeting project plan
report figures budget contract draft version comments changes agreed shipped received waiting customer
factory office train early late please thank regards tomorrow monday friday two three seventeen forty
pallets samples drawings measurements pump valve sensor bracket housing paint steel quality tests passed
failed again before after because however also still only price offer discount answer question number""".split()


def sentence(dice):
    words = dice.choices(WORDS, k=dice.randint(6, 16))
    return " ".join(words).capitalize() + dice.choice(".....?!")


def paragraphs(dice):
    return "\n\n".join("\n".join(sentence(dice) for _ in range(dice.randint(2, 5))) for _ in range(dice.randint(1, 4)))


def attachment(dice, boundary):
    data = base64.encodebytes(b"%PDF-1.4\n" + dice.randbytes(dice.randint(2000, 40000))).decode()
    return (f"--{boundary}\nContent-Type: application/pdf; name=\"drawing.pdf\"\n"
        f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"drawing.pdf\"\n\n{data}--{boundary}--\n")


def message(dice, number, thread):
    """One message that goes on with THREAD, a list of earlier ones."""
    writer, reader = dice.sample(PEOPLE, 2) if not thread else thread[-1]["pair"][::-1]
    own = paragraphs(dice)
    date = 1577836800 + number * 977
    headers = [f"Received: from mail.{writer[1].split('@')[1]} (mail.{writer[1].split('@')[1]} [192.0.2.{number % 250 + 1}])",
        f"\tby mx.{reader[1].split('@')[1]} with ESMTPS; {email.utils.formatdate(date)}",
        f"From: {writer[0]} <{writer[1]}>", f"To: {reader[0]} <{reader[1]}>", f"Date: {email.utils.formatdate(date)}",
        f"Message-ID: <{number}.bench@{writer[1].split('@')[1]}>"]
    text = f"Dear {reader[0].split()[0]},\n\n{own}\n\nBest regards,\n{writer[0]}\n"
    if thread:
        last = thread[-1]
        headers += [f"Subject: Re: {thread[0]['subject']}", f"In-Reply-To: {last['id']}",
            "References: " + " ".join(each["id"] for each in thread[-5:])]
        quoted = "\n".join("> " + line for line in last["text"].splitlines()[:60])
        text += f"\nOn {email.utils.formatdate(last['date'])}, {last['pair'][0][0]} wrote:\n{quoted}\n"
    else:
        headers.append("Subject: " + " ".join(dice.choices(WORDS, k=4)))
    subject = headers[-1].removeprefix("Subject: ")
    return {"pair": (writer, reader), "id": f"<{number}.bench@{writer[1].split('@')[1]}>", "text": text, "date": date,
        "subject": subject if not thread else thread[0]["subject"], "headers": headers}


def encode(dice, made):
    """As bytes with headers, some with an attachment."""
    headers, text = list(made["headers"]), made["text"]
    headers.append("MIME-Version: 1.0")
    if dice.random() < 0.1:
        boundary = f"part-{dice.getrandbits(64):x}"
        headers.append(f'Content-Type: multipart/mixed; boundary="{boundary}"')
        text = f"--{boundary}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n{attachment(dice, boundary)}"
    else:
        headers.append("Content-Type: text/plain; charset=utf-8")
    return ("\n".join(headers) + "\n\n" + text).encode()


def write(path, count):
    """Write COUNT messages to the mbox PATH."""
    dice = random.Random(20200130)
    threads = []
    with open(path, "wb") as file:
        for number in range(count):
            if not threads or dice.random() < 0.3:
                threads.append([])
            thread = dice.choice(threads[-40:])
            made = message(dice, number, thread)
            thread.append(made)
            lines = encode(dice, made).split(b"\n")
            body = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
            file.write(b"From bench@example.com Wed Jan  1 00:00:00 2020\n" + body + b"\n")


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
