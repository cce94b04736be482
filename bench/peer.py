# SPDX-License-Identifier: Apache-2.0
"""The peers: rspamd and SpamAssassin as private instances on the loopback, Debian's rules, and nothing
that asks the network (no DNS answers, no maps from URLs, no Redis)."""

import mailbox
import os
import re
import shutil
import signal
import socket
import subprocess
import time

CONFIG = """
options {{ pidfile = "{dir}/rspamd.pid"; filters = "chartable,dkim,regexp,fuzzy_check"; explicit_modules = [];
  dns {{ nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; }}
  hs_cache_dir = "{dir}"; url_tld = "/usr/share/rspamd/effective_tld_names.dat"; }}
logging {{ type = "file"; filename = "{dir}/rspamd.log"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
actions {{ reject = 15; add_header = 6; greylist = null; }}
modules {{ path = "/usr/share/rspamd/plugins/"; }}
lua = "/usr/share/rspamd/rules/rspamd.lua";
"""


class Measured:
    def __init__(self, wall, cpu, peak):
        self.wall, self.cpu, self.peak = wall, cpu, peak


def share(process):
    """A process's proportional share of memory."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def wait_for(port, process, seconds):
    """Wait until somebody listens on PORT; OSError when PROCESS ends before or SECONDS are over."""
    for _ in range(10 * seconds):
        if process.poll() is not None:
            raise OSError("it ended")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise OSError("it does not answer")


class Rspamd:
    def __init__(self, folder, messages, port):
        self.folder, self.port = folder, port
        self.messages = messages
        config = os.path.join(folder, "rspamd.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(dir=folder, port=port))
        shutil.chown(folder, "_rspamd", "_rspamd")
        self.process = subprocess.Popen(["rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", config],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(port, self.process, 120)  # the first start compiles its patterns

    def usage(self):
        """CPU seconds and memory (bytes, shared pages counted once) of all processes of the instance."""
        ticks, size = 0, 0
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:  # the session
                ticks += int(fields[11]) + int(fields[12])
                size += share(name)
        return ticks / os.sysconf("SC_CLK_TCK"), size

    def scan(self):
        """All messages through rspamc: (what it cost, how many results)."""
        before, _ = self.usage()
        begun = time.monotonic()
        done = subprocess.run(["rspamc", "-h", f"127.0.0.1:{self.port}", "-n", "8", "-t", "60", self.messages],
            stdin=subprocess.DEVNULL, capture_output=True, check=False)
        wall = time.monotonic() - begun
        after, resident = self.usage()
        return Measured(wall, after - before, resident), done.stdout.count(b"\nAction: ")

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.process.wait()


class Spamd:
    """SpamAssassin's daemon with its local tests only."""

    def __init__(self, folder):
        self.port = free_port()
        self.process = subprocess.Popen(["spamd", "-L", "-i", "127.0.0.1", "-p", str(self.port), "-m", "2", "-x",
            "-s", "null", "-r", os.path.join(folder, "spamd.pid")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(self.port, self.process, 60)

    def report(self, message):
        """(score, [(score of a rule, its name)]) of a message's bytes."""
        done = subprocess.run(["spamc", "-d", "127.0.0.1", "-p", str(self.port), "-R", "-s", "5000000"],
            input=message, capture_output=True, check=False)
        text = done.stdout.decode("utf-8", "replace")
        rules = re.findall(r"^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]+)", text, re.MULTILINE)
        return float(text.partition("/")[0].split()[-1]), [(float(score), name) for score, name in rules]

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def split(paths, folder):
    """The messages of mboxes (or files) as one file each: what rspamc takes."""
    os.mkdir(folder, 0o755)
    number = 0
    for path in paths:
        plain = path
        if path.endswith(".zst"):
            plain = os.path.join(os.path.dirname(folder), "plain.mbox")
            with open(plain, "wb") as file:
                subprocess.run(["zstd", "-dc", path], stdout=file, check=True)
        box = mailbox.mbox(plain, create=False)
        for key in box.keys():
            number += 1
            with open(os.path.join(folder, f"{number:07}.eml"), "wb") as file:
                file.write(box.get_bytes(key).replace(b"\n>From ", b"\nFrom "))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(scratch, paths):
    """A running peer, or None with the reason said."""
    if not shutil.which("rspamd") or not shutil.which("rspamc") or os.getuid() != 0:
        print("rspamd is not compared: it is not installed (tools/install-packages peers) or this is not root")
        return None
    folder = os.path.join(scratch, "rspamd")
    os.mkdir(folder, 0o755)
    messages = os.path.join(scratch, "messages")
    split(paths, messages)
    try:
        return Rspamd(folder, messages, free_port())
    except OSError as error:
        print(f"rspamd is not compared: {error}")
        return None
