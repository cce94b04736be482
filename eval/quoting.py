# SPDX-License-Identifier: Apache-2.0
"""The text of a mail, and the ways in which replies quote it, plain and as HTML.

Assumes text of any language; never interprets what it quotes.
"""

import html
import html.parser
import re
import textwrap
import time

import wording

ATTRIBUTION = re.compile(r"(wrote|writes|schrieb|écrit|escribió|scritto|said)\s*:?\s*$|^On .*[,:]$")
BLOCK_START = re.compile(
    r"^\s*(-{3,}.*(Original|Forwarded|Ursprüngliche).*-{2,}|From: .*@|_{8,}$|-- $)")
CODE = re.compile(r"^([-+@ \t|]|diff |index |Signed-off|[A-Z][a-z-]+-by:|.*[;{}\\]$)")
WEEKDAYS = "月火水木金土日"
NESTED_HEAD = """<pre><!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">




<TITLE>{subject}</TITLE>


<!-- Converted from text/plain format -->

<P><FONT SIZE=2>"""


class TextOfHtml(html.parser.HTMLParser):
    """The visible text of an HTML document, roughly."""

    SILENT = {"script", "style", "head", "title"}
    BREAKS = {"br", "p", "div", "tr", "li", "blockquote", "h1", "h2", "h3", "pre"}

    def __init__(self):
        super().__init__()
        self.pieces, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in self.SILENT and tag != "head":
            self.silent += 1
        elif tag in self.BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag):
        if tag in self.SILENT and tag != "head":
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data):
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(markup):
    """MARKUP as plain text with at most one empty line in a row."""
    parser = TextOfHtml()
    try:
        parser.feed(markup)
        parser.close()
    except (AssertionError, ValueError):
        return ""
    lines = "".join(parser.pieces).replace("\xa0", " ").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def part_text(part):
    """A text part decoded, replacing what cannot be read."""
    data = part.get_payload(decode=True) or b""
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8", "latin-1"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return ""


def text_of(message):
    """The text that a reader of MESSAGE (archive.Message) sees first."""
    plain, rich = "", ""
    for part in message.parsed().walk():
        kind = part.get_content_type()
        if part.is_multipart() or part.get_filename() or not kind.startswith("text/"):
            continue
        if kind == "text/plain" and not plain:
            plain = part_text(part)
        elif kind == "text/html" and not rich:
            rich = text_of_html(part_text(part))
    text = plain if len(plain.strip()) > 20 else rich or plain
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]", "", text.replace("\r\n", "\n"))
    return text.strip("\n")


def own_text(text):
    """What the author of TEXT wrote: no quoted lines, attributions, signature or footer."""
    kept = []
    for line in text.split("\n"):
        if BLOCK_START.match(line):
            break
        if not re.match(r"^\s*[>|]", line) and not ATTRIBUTION.search(line):
            kept.append(line)
    return "\n".join(kept).strip()


def fragment(rng, own):
    """A run of 100 to 200 characters out of OWN, from word to word."""
    prose = [line for line in own.split("\n") if not CODE.match(line)]
    words = " ".join(prose).split()
    if len(" ".join(words)) < 160:
        words = own.split()
    length = rng.randint(105, 195)
    start = rng.randrange(max(1, len(words) * 2 // 3))
    chosen = " ".join(words[start:])[:length]
    if len(chosen) < 100:
        chosen = " ".join(words)[-length:]
    return chosen.rpartition(" ")[0] if len(chosen.rpartition(" ")[0]) >= 100 else chosen


def altered(rng, text):
    """TEXT with every twelfth word or so replaced or swapped, and a footer added."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        words = line.split(" ")
        for place, word in enumerate(words):
            swap = wording.SWAPS.get(word.lower())
            if swap and rng.random() < 0.4:
                words[place] = swap
            elif place and rng.random() < 0.03:
                words[place - 1], words[place] = words[place], words[place - 1]
        lines[index] = " ".join(words)
    number = "".join(rng.choice("0123456789abcdef") for _ in range(12))
    return "\n".join(lines) + rng.choice(wording.TRACKING).format(number)


def rewrapped(rng, text):
    """TEXT broken into lines of another width."""
    return "\n".join(textwrap.wrap(text, rng.choice([34, 48, 60, 100, 180]))) or text


def times(moment):
    """Parts of a local time for attribution lines."""
    parts = time.gmtime(moment)
    return {"Y": parts.tm_year, "m": parts.tm_mon, "d": parts.tm_mday, "H": f"{parts.tm_hour:02d}",
            "M": f"{parts.tm_min:02d}",
            "a": time.strftime("%a", parts), "b": time.strftime("%b", parts),
            "w": WEEKDAYS[parts.tm_wday]}


def attribution(rng, stolen, language):
    """The line that introduces a quotation of STOLEN (name, address, time)."""
    pattern = wording.pick(rng, wording.ATTRIBUTIONS, language)
    zone = rng.randint(-11, 11) * 3600
    return pattern.format(name=stolen["name"], address=stolen["address"],
                          **times(stolen["time"] + zone))


def header_block(rng, stolen, language):
    """Lines of an Outlook-like header block: [(label, value)] and a separator."""
    labels = wording.BLOCKS.get(language, wording.BLOCKS["en"])
    sent = time.strftime(rng.choice(["%A, %B %d, %Y %I:%M %p", "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M",
                                     "%a %d/%m/%Y %H:%M"]), time.gmtime(stolen["time"]))
    address = rng.choice([" <{address}>", " [mailto:{address}]", ""]).format(**stolen)
    values = [stolen["name"] + address, sent, stolen["to"], stolen["subject"]]
    return list(zip(labels, values)), labels[4]


def to_html(text):
    """Plain text as HTML, line by line."""
    escaped = html.escape(text, quote=False)
    return re.sub(r"(?m)^ +", lambda m: "&nbsp;" * len(m.group()), escaped).replace("\n", "<BR>\n")


class Quote:
    """One stolen mail quoted in STYLE: nested, angle, outlook or bare; plain and HTML agree.

    STOLEN holds name, address, time, to, subject and text.
    """

    def __init__(self, rng, style, stolen, language):
        self.style, self.stolen = style, stolen
        self.mark = rng.choice(["> ", "> ", ">", "| "])
        self.line = attribution(rng, stolen, language)
        self.rows, separator = header_block(rng, stolen, language)
        self.head = rng.choice([separator, "_" * 32, ""])
        self.gmail = rng.random() < 0.5

    def plain(self):
        """The quotation as plain text; nested and bare have no introduction."""
        text = self.stolen["text"]
        if self.style == "angle":
            lines = ((self.mark + line).rstrip() for line in text.split("\n"))
            return self.line + "\n" + "\n".join(lines)
        if self.style == "outlook":
            rows = [f"{label}: {value}" for label, value in self.rows]
            return "\n".join([self.head] + rows + ["", text])
        return text

    def html(self):
        """The quotation as HTML."""
        text = to_html(self.stolen["text"])
        if self.style == "nested":
            head = NESTED_HEAD.format(subject=html.escape(self.stolen["subject"], quote=False))
            return head + text + "\n</FONT>\n</P>\n\n\n</pre>"
        if self.style == "angle":
            opening = '<div class="gmail_quote">' if self.gmail else "<div>"
            return (opening + to_html(self.line) + '<br>\n<blockquote style="margin:0 0 0 .8ex;'
                    'border-left:1px #ccc solid;padding-left:1ex">' + text + "</blockquote></div>")
        if self.style == "outlook":
            return self._block() + f"\n<p>{text}</p>"
        return f"<p>{text}</p>"

    def _block(self):
        """Outlook's header block as HTML."""
        rows = "<br>\n".join(f"<b>{label}:</b> {html.escape(value, quote=False)}"
                             for label, value in self.rows)
        return ('<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
                f'<p class="MsoNormal">{rows}</p></div>')
