#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""locked.py FILE NAME SIZE [open]: a message with a zip that holds SIZE bytes as NAME, marked as locked
unless it is to be open. Prints the size of the zip."""

import email.message
import io
import random
import sys
import zipfile


def archive(name, size, locked):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(zipfile.ZipInfo(name, (2020, 1, 30, 0, 0, 0)), random.Random(1).randbytes(size))
    content = bytearray(stream.getvalue())
    if locked:
        content[6] |= 1
        content[content.rindex(b"PK\1\2") + 8] |= 1
    return bytes(content)


def main(path, name, size, *how):
    content = archive(name, int(size), not how)
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@friends.example", "e.clarke@ours.example", "order"
    message.set_content("see the archive")
    message.add_attachment(content, maintype="application", subtype="zip", filename="order.zip")
    with open(path, "wb") as file:
        file.write(message.as_bytes())
    print(len(content))


if __name__ == "__main__":
    main(*sys.argv[1:])
