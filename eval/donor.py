# SPDX-License-Identifier: Apache-2.0
"""Dress a forged reply in the transport headers, marks and shapes of a real message.

The donor's header fields are kept in their order; what names the donor (addresses, hosts, network
addresses, times) is replaced. Fields that are not known to be harmless are dropped.
"""

import collections
import email.utils
import ipaddress
import re

import archive

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MOMENT = re.compile(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?(\d{1,2})\s+(" + "|".join(MONTHS)
                    + r")\s+((?:19|20)\d\d)\s+(\d\d):(\d\d):(\d\d)(?:\s+([+-]\d{4}))?")
STAMP = re.compile(r"\b([tx]=)(1\d{9})\b")
HOST = re.compile(r"\b(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}\b(?![\w-]*=)")
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}")
IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
IPV6 = re.compile(r"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{1,4}:){3,7}:?[0-9A-Fa-f]{0,4}"
                  r"(?::[0-9A-Fa-f]{1,4})*")
PROVIDERS = set("""
    google.com outlook.com yahoo.com gmx.net mail.ru qq.com 163.com hotmail.com 1e100.net
    office365.com exchangelabs.com amazonses.com sendgrid.net ppe-hosted.com pphosted.com
    mimecast.com messagelabs.com messagingengine.com protonmail.ch mailgun.net kundenserver.de
    secureserver.net ovh.net gandi.net yandex.net gmail.com googlemail.com aol.com comcast.net
    web.de icloud.com me.com zoho.com hostedemail.com
""".split())
PSEUDO = {"local", "lan", "localdomain", "internal", "intra", "localhost", "home", "corp"}
HEADERS_KEPT = re.compile("^(" + "|".join(r"""
    received received-spf authentication-results dkim-signature dkim-filter arc-.*
    domainkey-signature user-agent importance priority accept-language content-language
    spamdiagnostic.* mime-version msip_labels ironport-.* x-.*
""".split()) + ")$")
# What says who the donor is or belongs to one message only.
PERSONAL = re.compile("^(" + "|".join(r"""
    x-face x-url x-home-?page x-pgp.* x-gpg.* x-attribution x-organi[sz]ation x-original-from
    x-gmail-original-message-id x-message-id x-github.* x-patchwork.* x-keywords x-status
    x-mozilla.* x-url x-image-url x-yahoo-profile x-.*-to
""".split()) + ")$")
LIST_FIELDS = re.compile("^(" + "|".join(r"""
    list-.* precedence x-beenthere x-mailman-.* x-mailing-list mailing-list errors-to sender
    x-message-id-hash message-id-hash archived-at x-mailfrom x-original-date x-antiabuse
    x-get-message-sender-via x-source.* x-spam-.* x-ham-report x-egroups-.* x-loop
    x-apparently-to
""".split()) + ")$")
CLIENT_FIELDS = set("""
    x-mailer user-agent x-mimeole x-priority x-msmail-priority importance mime-version
    accept-language content-language x-accept-language
""".split())
DELIVERY = {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"}
OWN_FIELDS = set("""
    from to cc bcc subject date message-id in-reply-to references reply-to content-type
    content-disposition content-transfer-encoding thread-index thread-topic return-path
""".split())
CONTENT_FIELDS = set("""
    content-type content-transfer-encoding content-disposition content-description content-id
    content-length content-class content-return content-md5
""".split())
RESERVED = [ipaddress.ip_network(net) for net in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3")]


def is_public(text):
    """Whether TEXT is an IPv4 address out in the world."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return not any(address in net for net in RESERVED)


def public_ip(rng):
    """A random IPv4 address out in the world."""
    while True:
        text = ".".join(str(rng.randint(1, 223)) for _ in range(4))
        if is_public(text):
            return text


def scrambled(rng, text):
    """TEXT with every token that holds a digit replaced by another of the same look."""
    def token(match):
        word = match.group()
        if not any(c.isdigit() for c in word) or len(word) < 2:
            return word
        letters = "abcdef" if re.fullmatch(r"[0-9a-fA-F]+", word) else "abcdefghijklmnopqrstuvwxyz"
        return "".join(scrambled_character(rng, c, letters) for c in word)
    return re.sub(r"[A-Za-z0-9]+", token, text)


def scrambled_character(rng, character, letters):
    """Another character of the same class; zeros stay."""
    if character.isdigit() and character != "0":
        return rng.choice("123456789")
    if character.isalpha():
        other = rng.choice(letters)
        return other.upper() if character.isupper() else other
    return character


def shift_times(text, delta):
    """TEXT with every RFC 5322 date, and DKIM's t= and x=, moved by DELTA seconds."""
    def moved(match):
        day, month, year, hour, minute, second = match.group(2, 3, 4, 5, 6, 7)
        zone = match.group(8) or "+0000"
        moment = archive.when(f"{day} {month} {year} {hour}:{minute}:{second} {zone}")
        if moment is None:
            return match.group()
        return date_text(moment + delta, zone_seconds(zone), bool(match.group(1)),
                         bool(match.group(8)))
    text = MOMENT.sub(moved, text)
    return STAMP.sub(lambda m: m.group(1) + str(int(m.group(2)) + int(delta)), text)


def zone_seconds(zone):
    """Seconds east of UTC of "+0930"."""
    value = int(zone[1:3]) * 3600 + int(zone[3:5]) * 60
    return -value if zone[0] == "-" else value


def date_text(moment, offset, weekday=True, zone=True):
    """A date as RFC 5322 writes it, in the zone OFFSET seconds east."""
    text = email.utils.formatdate(moment + offset, usegmt=False).rpartition(" ")[0]
    if not weekday:
        text = text.partition(", ")[2]
    sign = "-" if offset < 0 else "+"
    mark = f" {sign}{abs(offset) // 3600:02d}{abs(offset) % 3600 // 60:02d}"
    return text + (mark if zone else "")


class Disguise:
    """Consistent replacements of one donor's names by those of a relay account."""

    def __init__(self, rng, donor, relay, keep=False):
        self.rng, self.keep = rng, keep
        self.relay, self.domain = relay, relay.rpartition("@")[2]
        self.donor = donor.author[1]
        self.donor_domain = archive.registrable(self.donor.rpartition("@")[2])
        self.networks = {}

    def text(self, text):
        """TEXT of a field with the donor's address, hosts and networks replaced."""
        if self.keep:
            return text
        text = ADDRESS.sub(self._address, text)
        text = HOST.sub(self._host, text)
        text = IPV4.sub(self._network, text)
        return IPV6.sub(lambda m: self.networks.setdefault(
            m.group(), scrambled(self.rng, m.group())), text)

    def _address(self, match):
        found = match.group()
        if found.lower() == self.donor:
            return self.relay
        return found if self._is_kept(found.rpartition("@")[2]) else self.relay

    def _is_kept(self, host):
        domain = archive.registrable(host)
        return domain in PROVIDERS and domain != self.donor_domain or (
            host.lower().rpartition(".")[2] in PSEUDO)

    def _host(self, match):
        host = match.group()
        if self.domain in host.lower() or host.lower().endswith(self.domain):
            return host
        domain = archive.registrable(host)
        provider = domain in PROVIDERS and host.lower() != self.donor_domain
        if provider or host.rpartition(".")[2].lower() in PSEUDO or "@" in host:
            return host
        labels = host[:len(host) - len(domain)].lower()
        return labels + self.domain

    def _network(self, match):
        found = match.group()
        if not is_public(found):
            return found
        return self.networks.setdefault(found, public_ip(self.rng))


class Courier:
    """Knows an archive's own servers; makes of letters messages as they would arrive there."""

    def __init__(self, mail):
        self.archive = mail
        counts = collections.Counter()
        for message in mail.messages:
            hosts = {self._by(value.decode("utf-8",
                                           "replace")) for value in message.all("received")}
            counts.update({archive.registrable(host) for host in hosts if host})
        bound = len(mail.messages) // 10
        self.servers = {domain for domain, count in counts.items() if count > bound} - PROVIDERS
        own = self.servers | {archive.registrable(address.rpartition("@")[2])
                              for address in mail.lists}
        self.domains = own - PROVIDERS - archive.FREE_MAIL
        delivered = [m for m in mail.messages if m.first("received")]
        self.zones = [zone for m in delivered or mail.messages for zone in re.findall(
            r"([+-](?:0\d|1[0-4])[0-5]\d)\b", m.get("date")[-20:])[:1]] or ["+0000"]

    @staticmethod
    def _by(value):
        """The server that wrote a Received field."""
        match = re.search(r"\bby\s+([A-Za-z0-9._-]+)", value)
        return match.group(1).lower() if match else ""

    def _is_inside(self, host):
        """Whether a hop was written by the archive's own or its lists' servers."""
        return not host or archive.registrable(host) in self.servers

    def zone(self, rng):
        """A time zone as somebody in the archive has it, seconds east."""
        return zone_seconds(rng.choice(self.zones))

    def is_listed(self, message):
        """Whether a mailing list took part in delivering MESSAGE."""
        return any(message.first(name) for name in
                   ("list-id", "list-post", "x-mailing-list", "x-beenthere", "mailing-list"))

    def hops(self, rng, donor, letter, disguise):
        """The Received fields of LETTER, top first, out of the donor's."""
        values = [v.decode("utf-8", "replace") for v in donor.all("received")]
        inside = 0
        while inside < len(values) and self._is_inside(self._by(values[inside])):
            inside += 1
        delta = letter.time - (archive.when(donor.get("date")) or donor.time)
        if letter.listed:
            tail = [disguise.text(value) for value in values[inside:]]
            fields = [self._envelope(value, donor, disguise) for value in values[:inside]] + tail
            return [shift_times(value, delta) for value in fields]
        result = [disguise.text(re.sub(r"for\s+<[^>]+>", f"for <{letter.recipient}>", value))
                  .replace(disguise.text(letter.recipient), letter.recipient)
                  for value in values[inside:]]
        if inside:
            boundary = disguise.text(values[inside - 1].partition(" by ")[0])
            result.insert(0, self._delivery(rng, values[0], boundary, letter, disguise))
        return [shift_times(value, delta) for value in result]

    @staticmethod
    def _envelope(value, donor, disguise):
        """A list server's hop with the donor's envelope sender replaced."""
        pattern = re.compile(re.escape(donor.author[1] or "\0"), re.IGNORECASE)
        return pattern.sub(disguise.relay, value)

    @staticmethod
    def _delivery(rng, top, boundary, letter, disguise):
        """The last hop: from the relay's server straight to the recipient's."""
        names = [host for host in HOST.findall(boundary) if "." in host]
        networks = IPV4.findall(boundary) or [public_ip(rng)]
        host = names[0] if names else "mail." + disguise.domain
        rest = re.search(r"\bby\s.*", top, re.DOTALL)
        rest = rest.group() if rest else f"by mx; {date_text(letter.time, 0)}"
        rest = re.sub(r"for\s+<[^>]+>", f"for <{letter.recipient}>", rest)
        return f" from {host} ({host} [{networks[-1]}])\n\t{scrambled_id(rng, rest)}"

    def dress(self, rng, letter, donor):
        """LETTER as bytes of a message with the donor's looks."""
        disguise = Disguise(rng, donor, letter.relay, keep=letter.own_account)
        hops = iter(self.hops(rng, donor, letter, disguise))
        own = letter.fields(rng, donor, disguise)
        lines, content_done, seen = [], False, set()
        for name, value in donor.fields:
            key = name.lower()
            if key in DELIVERY and key in seen:
                continue
            seen.add(key)
            if key in own:
                lines += [f"{name}:{content}" for content in own.pop(key)]
            elif key == "received":
                lines.append(f"{name}:{next(hops, '')}".rstrip())
            elif key in CONTENT_FIELDS:
                lines += [] if content_done else letter.content_fields()
                content_done = True
            elif self._is_kept(key, value, letter):
                lines.append(f"{name}:{self._kept(key, value, donor, letter, disguise)}")
        lines = [line for line in lines if line.lower() not in ("received:", "received: ")]
        lines += [f"{name.title()}:{content}"
                  for name, contents in own.items() for content in contents]
        lines += [] if content_done else letter.content_fields()
        return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + letter.body

    def _is_kept(self, key, value, letter):
        """Whether a field of the donor may stay; list servers' marks do not fit direct mail."""
        if key in OWN_FIELDS or PERSONAL.match(key) and key not in DELIVERY:
            return False
        if key in DELIVERY:
            return True
        if LIST_FIELDS.match(key):
            return letter.listed
        if HEADERS_KEPT.match(key):
            text = value.decode("utf-8", "replace").lower()
            return letter.listed or not ("list-id" in text or any(d in text for d in self.domains))
        return False

    @staticmethod
    def _kept(key, value, donor, letter, disguise):
        """A kept field's value."""
        text = value.decode("utf-8", "replace")
        delta = letter.time - (archive.when(donor.get("date")) or donor.time)
        if key in DELIVERY:
            return text if letter.listed else f" {letter.recipient}"
        if letter.listed and LIST_FIELDS.match(key):
            return shift_times(text.replace(donor.author[1] or "\0", letter.relay), delta)
        return text if key in CLIENT_FIELDS else shift_times(disguise.text(text), delta)


def scrambled_id(rng, text):
    """TEXT of a hop with its queue number replaced."""
    return re.sub(r"\bid\s+([A-Za-z0-9.-]+)", lambda m: "id " + scrambled(rng, m.group(1)), text)
