# SPDX-License-Identifier: Apache-2.0
"""Read mail archives: mbox files, plain or compressed, as dated messages and conversations.

Assumes that an archive fits into memory. Everything in it is hostile: headers that cannot be
read count as absent, nothing is opened or run. Never writes except through write_mbox.
"""

import collections
import email
import email.header
import email.policy
import email.utils
import gzip
import re
import subprocess
import sys
import time

SEPARATOR = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:.*)(?:\n[ \t].*)*)", re.MULTILINE)
OBFUSCATED = re.compile(r"^\s*([\w.+=-]+) at ([\w.-]+\.\w+)\s*(?:\((.*)\))?\s*$", re.DOTALL)
PLAIN_ADDRESS = re.compile(r"^[a-z0-9._%+=/'!#$&*?^{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$")
IDENTIFIER = re.compile(r"<([^<>\s]+)>")
VIA = re.compile(r"\s+via\s+\S.*$", re.IGNORECASE)
# Robots, roles and lists: nobody's mailbox is robbed there.
ROLE = re.compile(
    r"^(no-?reply|do-?not-?reply|mailer-?daemon|postmaster|root|www|apache|nobody|daemon|lkp|"
    r"bugs?|bugzilla.*|robot|bot|.*-bot|patchwork.*|git|github|notifications?|newsletter|"
    r"list-?.*|majordomo|.*-(request|bounces|owner|admin|users|devel|announce)|syzbot.*|"
    r"abuse|hostmaster|webmaster|cron|rssfeeds|support|info|sales|news|.*reply.*)([+=-].*)?$")
SECOND_LEVEL = {"co", "com", "org", "net", "ac", "edu", "gov", "or", "ne", "go", "ad", "gr", "lg",
                "gob", "gen", "mil", "oz"}
FREE_MAIL = set("""
    gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.co.jp ymail.com hotmail.com
    hotmail.co.uk outlook.com live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net
    gmx.com gmx.at web.de mail.ru yandex.ru qq.com 163.com 126.com sina.com protonmail.com
    proton.me pm.me t-online.de free.fr orange.fr wanadoo.fr laposte.net libero.it comcast.net
    verizon.net att.net sbcglobal.net earthlink.net fastmail.com fastmail.fm mail.com zoho.com
    bigpond.com btinternet.com naver.com hanmail.net rediffmail.com yahoo.fr yahoo.de yahoo.in
    yahoo.co.in hotmail.fr freenet.de posteo.de hushmail.com excite.com rocketmail.com arcor.de
    mailbox.org nifty.com ybb.ne.jp foxmail.com bellsouth.net cox.net charter.net shaw.ca
    rogers.com users.noreply.github.com
""".split())
LATEST = time.time() + 86400


def registrable(domain):
    """The organisation's part of DOMAIN, by rule of thumb: no public suffix list here."""
    labels = domain.lower().strip(".").split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if country else labels[-2:])


def organisation(address):
    """The organisation of ADDRESS; at a free-mail provider each mailbox is its own."""
    domain = registrable(address.rpartition("@")[2])
    return address.lower() if domain in FREE_MAIL else domain


def decoded(value):
    """A header's bytes as text: RFC 2047 words decoded, line folds removed, never an exception."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    text = re.sub(r"\n[ \t]*", " ", text).strip()
    if "=?" not in text:
        return text
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except (LookupError, ValueError, email.errors.HeaderParseError, UnicodeError):
        return text


def addresses(text):
    """[(name, address)] out of a header's text; also `user at host (Name)` of list archives."""
    obfuscated = OBFUSCATED.match(text)
    if obfuscated:
        user, host, name = obfuscated.groups()
        return [((name or "").strip(), f"{user}@{host}".lower())]
    result = []
    for name, address in email.utils.getaddresses([text]):
        address = address.lower().strip()
        if PLAIN_ADDRESS.match(address):
            result.append((tidy_name(name), address))
    return result


def tidy_name(name):
    """A display name without quotes and repeated spaces."""
    return re.sub(r"\s+", " ", name.replace('"', "")).strip().strip("'").strip()


def when(text):
    """Unix time of an RFC 5322 date, or None when it cannot be true."""
    try:
        parts = email.utils.parsedate_tz(text)
        moment = email.utils.mktime_tz(parts) if parts else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment and 631152000 < moment < LATEST else None


class Message:
    """One message of an archive; headers are read once, the body only when asked for."""

    def __init__(self, raw, index):
        self.raw = raw
        self.index = index
        head = raw.partition(b"\n\n")[0]
        self.fields = [(name.decode("ascii"), value) for name, value in FIELD.findall(head)]
        self.message_id = (IDENTIFIER.findall(self.get("message-id")) or [""])[-1]
        self.parents = IDENTIFIER.findall(self.get("in-reply-to"))[:1]
        self.parents += reversed(IDENTIFIER.findall(self.get("references")))
        self.subject = decoded(self.first("subject"))
        self.time = self._time()
        self.author = ("", "")
        self.thread = index

    def first(self, name):
        """Raw value of the first field of this name, b"" when absent."""
        for key, value in self.fields:
            if key.lower() == name:
                return value
        return b""

    def all(self, name):
        """Raw values of all fields of this name."""
        return [value for key, value in self.fields if key.lower() == name]

    def get(self, name):
        """The first field of this name as text without decoding of words."""
        return re.sub(r"\n[ \t]*", " ", self.first(name).decode("utf-8", "replace")).strip()

    def people(self, *names):
        """[(name, address)] of these address fields."""
        return [pair for name in names for value in self.all(name)
                for pair in addresses(decoded(value))]

    def _time(self):
        """Time of the topmost Received, else of Date; some Dates are false, hops are not."""
        for value in self.all("received")[:3]:
            moment = when(value.decode("utf-8", "replace").rpartition(";")[2])
            if moment:
                return moment
        return when(self.get("date"))

    def parsed(self):
        """The whole message through Python's parser."""
        return email.message_from_bytes(self.raw, policy=email.policy.compat32)


def read_bytes(path):
    """The bytes of a file, unpacked by its name's ending."""
    name = str(path)
    if name.endswith(".gz"):
        with gzip.open(name, "rb") as stream:
            return stream.read()
    tools = {".zst": ["zstd", "-dcq"], ".xz": ["xz", "-dcq"]}
    for ending, command in tools.items():
        if name.endswith(ending):
            return subprocess.run(command + ["--", name], check=True, stdout=subprocess.PIPE).stdout
    with open(name, "rb") as stream:
        return stream.read()


def split_mbox(data):
    """The messages of an mbox as bytes; a separator stands at the start or after an empty line."""
    data = data.replace(b"\r\n", b"\n")
    starts = [m for m in SEPARATOR.finditer(data)
              if m.start() == 0 or data[m.start() - 2:m.start()] == b"\n\n"]
    ends = [m.start() for m in starts[1:]] + [len(data)]
    for mark, end in zip(starts, ends):
        body = data[mark.end():end]
        yield re.sub(rb"^>(>*From )", rb"\1", body, flags=re.MULTILINE)


def write_mbox(path, raws):
    """Write messages (bytes) as mboxrd."""
    with open(path, "wb") as stream:
        for raw in raws:
            stream.write(b"From mboxrd@z Thu Jan  1 00:00:00 1970\n")
            stream.write(re.sub(rb"^(>*From )", rb">\1", raw, flags=re.MULTILINE))
            stream.write(b"\n" if raw.endswith(b"\n") else b"\n\n")


class Archive:
    """Messages of one or more mboxes in order of time, with lists, people and conversations.

    LISTS are the addresses of its mailing lists; they are found out when not given.
    """

    def __init__(self, raws, lists=None):
        self.messages = [m for m in (Message(raw, 0) for raw in raws) if m.fields]
        self._date_the_undated()
        self.messages.sort(key=lambda message: message.time)
        for index, message in enumerate(self.messages):
            message.index = index
        self.lists = self._find_lists() if lists is None else lists
        for message in self.messages:
            message.author = self._author(message)
        self._join_threads()
        self.addresses = self._all_addresses()

    @classmethod
    def load(cls, paths):
        """Read and merge the archives at PATHS."""
        return cls(raw for path in paths for raw in split_mbox(read_bytes(path)))

    def _date_the_undated(self):
        """A message without a believable date gets its predecessor's in the file."""
        last = next((m.time for m in self.messages if m.time), 0)
        for message in self.messages:
            message.time = last = message.time or last

    def _find_lists(self):
        """Addresses that are mailing lists: named by list fields, or much written to and mute."""
        named, receives, writes = (collections.Counter() for _ in range(3))
        for message in self.messages:
            for name in ("list-post", "x-mailing-list", "x-beenthere"):
                text = message.get(name).replace("mailto:", "").lower()
                named.update(set(re.findall(r"[\w.+-]+@[\w.-]+", text)))
            receives.update({address for _, address in message.people("to", "cc")})
            rewritten = any(VIA.search(name) for name, _ in message.people("from"))
            senders = message.people("reply-to" if rewritten else "from")
            writes.update(address for _, address in senders)
        bound = max(20, len(self.messages) // 50)
        mute = {address for address, count in receives.items()
                if count > bound and not writes[address]}
        return mute | {address for address, count in named.items()
                       if count > 2 and writes[address] <= count // 10}

    def _author(self, message):
        """(name, address) of who wrote MESSAGE, also behind a From that a list rewrote."""
        senders = message.people("from")
        if not senders:
            return ("", "")
        name, address = senders[0]
        if address not in self.lists and not VIA.search(name):
            return (name, address)
        for reply_name, reply_address in message.people("reply-to"):
            if reply_address not in self.lists:
                return (VIA.sub("", reply_name or name), reply_address)
        return (VIA.sub("", name), "")

    def _join_threads(self):
        """Give messages that refer to each other one thread number, by union-find."""
        root = {}

        def find(key):
            while root.setdefault(key, key) != key:
                root[key] = root[root[key]]
                key = root[key]
            return key

        for message in self.messages:
            own = find(message.message_id or f"#{message.index}")
            for parent in message.parents:
                root[find(parent)] = own
        self.threads = collections.defaultdict(list)
        for message in self.messages:
            message.thread = find(message.message_id or f"#{message.index}")
            self.threads[message.thread].append(message)

    def _all_addresses(self):
        """Every address that any header of the archive names, to stay away from."""
        found = set(self.lists)
        for message in self.messages:
            found.update(address for _, address in message.people(
                "from", "to", "cc", "reply-to", "sender", "return-path"))
        return found

    def is_person(self, name, address):
        """Whether this is somebody with a name and a mailbox: no list, role or robot."""
        local = address.partition("@")[0]
        words = [word for word in re.split(r"[\s.,]+", name) if word]
        return (address and address not in self.lists and not ROLE.match(local)
                and len(words) >= 2 and "@" not in name and len(name) <= 60)

    def cut_at(self, share):
        """Number of messages in the first SHARE by date."""
        return int(len(self.messages) * share)


def main():
    """Split an archive by date: archive.py SHARE LEARN.mbox JUDGE.mbox ARCHIVE…"""
    if len(sys.argv) < 5:
        sys.exit("usage: archive.py SHARE LEARN.mbox JUDGE.mbox ARCHIVE...")
    archive = Archive.load(sys.argv[4:])
    cut = archive.cut_at(float(sys.argv[1]))
    write_mbox(sys.argv[2], (m.raw for m in archive.messages[:cut]))
    write_mbox(sys.argv[3], (m.raw for m in archive.messages[cut:]))


if __name__ == "__main__":
    main()
