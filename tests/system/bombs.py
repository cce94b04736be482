# SPDX-License-Identifier: Apache-2.0
"""Mail that would take too much to read.
bombs.py FOLDER: the forged answer of letters.py with archives beyond every bound, as FOLDER/bomb-NAME.eml.
bombs.py stop PID COUNT: stops the first COUNT workers that the zygote PID has or makes."""

import base64
import bz2
import io
import os
import signal
import sys
import tarfile
import time
import zipfile

from letters import HIJACKED, LETTER


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def inside(depth):
    """A file in a zip in a zip in a zip ..."""
    content = b"MZ"
    for level in range(depth):
        content = zipped([(f"{level}.zip" if level else "run.exe", content)])
    return content


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for number in range(members):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"))
    return out.getvalue()


def bombs():
    """Names and bytes of the archives."""
    yield "large.zip", zipped([("zeros", bytes(200 << 20))])
    yield "many.zip", zipped([(f"{number}.txt", b"") for number in range(12000)], zipfile.ZIP_STORED)
    yield "deep.zip", inside(60)
    yield "many.tar.gz", tarred(12000)
    yield "large.bz2", bz2.compress(bytes(200 << 20))


def make(folder):
    quote = "".join("> " + line + "\n" for line in LETTER.splitlines())
    for name, content in bombs():
        message = HIJACKED.format(quote=quote).split("\n", 2)[2]
        message = message.replace("confirmation.doc", f"bomb-{name}").replace("application/msword", "application/zip")
        message = message.replace("b41f@", f"{name}@").replace("\n--=_cut--", base64.encodebytes(content).decode() + "\n--=_cut--")
        with open(os.path.join(folder, f"bomb-{name}.eml"), "w", encoding="utf-8") as file:
            file.write(message)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return file.read().split()


def is_made(pid):
    """It is in its sandbox: before, its zygote waits for it."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return "Seccomp:\t2" in file.read()


def stop(zygote, count):
    stopped = set()
    print("ready", flush=True)
    while len(stopped) < count:
        try:
            for worker in children(zygote):
                if len(stopped) < count and worker not in stopped and is_made(worker):
                    os.kill(int(worker), signal.SIGSTOP)
                    stopped.add(worker)
        except OSError:
            pass
        time.sleep(0.001)


if __name__ == "__main__":
    stop(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "stop" else make(sys.argv[1])
