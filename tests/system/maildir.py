# SPDX-License-Identifier: Apache-2.0
"""A mail server at work on Maildirs: maildir.py FOLDER MESSAGES puts MESSAGES letters of sample.py into
the Maildirs FOLDER/anna, FOLDER/ben and FOLDER/ben/.Sent, says "made", and then delivers further ones by
way of tmp, marks letters as read, and deletes further ones, until SIGTERM; then it says what it did. In
tmp of each lies one letter that is never whole."""

import os
import random
import signal
import sys

sys.path.insert(0, os.path.join(os.environ["TOP"], "bench"))
import sample

FOLDERS = "anna", "ben", "ben/.Sent"


def letters():
    """As sample.write has them, one after another."""
    dice, threads, number = random.Random(1), [], 0
    while True:
        if not threads or dice.random() < 0.3:
            threads.append([])
        thread = dice.choice(threads[-40:])
        thread.append(sample.message(dice, number, thread))
        yield sample.encode(dice, thread[-1])
        number += 1


def put(folder, part, name, data):
    unfinished = os.path.join(folder, "tmp", name)
    with open(unfinished, "wb") as file:
        file.write(data)
    os.rename(unfinished, os.path.join(folder, part, name))


class Server:
    def __init__(self, top):
        self.folders = [os.path.join(top, name) for name in FOLDERS]
        self.dice = random.Random(2)
        self.letters = letters()
        self.count = {"delivered": 0, "read": 0, "deleted": 0}
        for folder in self.folders:
            for part in "cur", "new", "tmp":
                os.makedirs(os.path.join(folder, part))
            with open(os.path.join(folder, "tmp", "0.half"), "wb") as file:
                file.write(b"Message-ID: <half@ours.example>\nFrom: half@partner.example\n\nhalf a")

    def deliver(self, kind, number):
        folder = self.folders[number % len(self.folders)]
        if self.dice.random() < 0.5:
            put(folder, "cur", f"{number:06}.{kind}:2,", next(self.letters))
        else:
            put(folder, "new", f"{number:06}.{kind}", next(self.letters))

    def read(self, folder):
        """What is new, or a letter that gets another flag."""
        part = self.dice.choice(("new", "cur"))
        names = os.listdir(os.path.join(folder, part))
        if names:
            name = self.dice.choice(names)
            flags = "".join(self.dice.sample("FRS", self.dice.randint(1, 3)))
            os.rename(os.path.join(folder, part, name), os.path.join(folder, "cur", f"{name.split(':')[0]}:2,{flags}"))
            self.count["read"] += 1

    def delete(self, folder):
        part = self.dice.choice(("new", "cur"))
        names = [name for name in os.listdir(os.path.join(folder, part)) if ".more" in name]
        if names:
            os.unlink(os.path.join(folder, part, self.dice.choice(names)))
            self.count["deleted"] += 1


def main():
    server, stopped = Server(sys.argv[1]), []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    for number in range(int(sys.argv[2])):
        server.deliver("kept", number)
        server.deliver("more", number)
    print("made", flush=True)
    number = int(sys.argv[2])
    while not stopped:
        folder = server.dice.choice(server.folders)
        server.deliver("more", number)
        server.count["delivered"] += 1
        server.read(folder)
        server.delete(folder)
        number += 1
    print(server.count)


if __name__ == "__main__":
    main()
