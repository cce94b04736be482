# SPDX-License-Identifier: Apache-2.0
"""What was written in the year before: reads told.txt and everyday.txt, which lie beside.

A line "== …" begins a conversation, a line "-- …" a turn, "#" lines before the first are comments.
"""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
THINGS = {
    "en": ["height gauges", "micrometers", "dial indicators", "probe heads", "granite plates",
           "thread gauges", "bore gauges", "surface testers"],
    "ja": ["ハイトゲージ", "マイクロメータ", "ダイヤルゲージ", "測定子", "精密定盤", "ねじゲージ", "シリンダゲージ"]}
PLACES = {
    "en": ["Augsburg", "Regensburg", "Grenoble", "Villeurbanne", "Portland", "Eugene", "Leeds"],
    "ja": ["川崎", "浜松", "岡谷", "東大阪", "北上", "福山"]}
DATES = {"en": ["the {0}th of October", "{0} November", "week {0}", "March {0}", "the {0}th"],
         "ja": ["十月{0}日", "{0}日", "来月{0}日", "三月{0}日"]}
PAIRS = {
    "en": [("emily", "katrin"), ("emily", "susan"), ("sho", "jonas"), ("sho", "daniel"),
           ("emily", "claire"), ("sho", "julien"), ("megumi", "anton"), ("emily", "grace"),
           ("emily", "daniel2")],
    "ja": [("megumi", "sato"), ("megumi", "misaki"), ("naoki", "suzuki"), ("naoki", "mori"),
           ("naoki", "sato"), ("sho", "ota")]}


def read(name):
    """[(words of the "==" line, [(words of the "--" line, text)])] of a file beside this one."""
    result = []
    with open(os.path.join(HERE, name), encoding="utf-8") as stream:
        for line in stream.read().splitlines():
            if line.startswith("== "):
                result.append((line[3:], []))
            elif line.startswith("--") and result and (line == "--" or line[2] == " "):
                result[-1][1].append((line[2:].strip(), []))
            elif result:
                result[-1][1][-1][1].append(line)
    return [(head, [(words, "\n".join(lines).strip()) for words, lines in turns])
            for head, turns in result]


def told():
    """{key: (days before the end of the year, subject, [(writer, [reader], hours, text)])}."""
    result = {}
    for head, turns in read("told.txt"):
        key, days, subject = head.split(" ", 2)
        parsed = []
        for words, text in turns:
            writer, readers, hours = words.split()
            parsed.append((writer, readers.split(","), int(hours), text))
        result[key] = (int(days), subject, parsed)
    return result


def everyday():
    """[(language, subject pattern, [text pattern])]."""
    return [(*head.split(" ", 1), [text for _, text in turns])
            for head, turns in read("everyday.txt")]
