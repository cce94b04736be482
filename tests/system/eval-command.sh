# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# kith eval on attacks and look-alikes made of the demo's mail, against a count of what kith scan
# says; broken labels; and that nothing is left behind.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$TOP/eval
cd "$TMPDIR" || exit 1
mkdir scratch made

# Past mail apart by direction, attacks and look-alikes of it, later mail that is honest.
python3 "$TOP/demo/make-sample.py" sample >/dev/null || exit 1
python3 - >made.log <<'PYTHON' || { cat made.log; exit 1; }
import glob, argparse
import archive, generate, lookalike

OWN = "hoshino-instruments.example"
archive.write_mbox("sent.mbox", (archive.read_bytes(path) for path in sorted(glob.glob("sample/sent/*"))))
mail = archive.Archive.load(["sample/archive.mbox", "sent.mbox"])
cut = mail.cut_at(0.7)
past, later = mail.messages[:cut], mail.messages[cut:]
for name, wanted, messages in (("own.mbox", True, past), ("in.mbox", False, past), ("later.mbox", False, later)):
    archive.write_mbox(name, (m.raw for m in messages if m.author[1].endswith("@" + OWN) == wanted))
forger = generate.Forger(mail, cut, 0.25, OWN)
generate.write(forger, argparse.Namespace(out="made/attacks", seed="3", eml=False, campaigns=False, count=6,
    profiles="E1,E2,E3,E4,E5,E6,E7,E8,E10,E12"))
lookalike.write(lookalike.Maker(mail, cut, 0, OWN), "made/alike", "3", 5)
PYTHON

kith state init --org hoshino-instruments.example --authserv mx1.hoshino-instruments.example >init.log
printf '[organisation]\ndomains=hoshino-instruments.example\nauthserv=mx1.hoshino-instruments.example\n' >kith.conf

# evaluate ARGUMENT...: kith eval with the configuration and a folder for temporary files of its own.
evaluate() {
	TMPDIR=$TMPDIR/scratch "$KITH" eval --config kith.conf "$@"
}
learned=(--outgoing own.mbox --learn in.mbox)

point "it measures" status 0 evaluate --json "${learned[@]}" --benign later.mbox --svg chart.svg \
	made/attacks made/alike
evaluate --json "${learned[@]}" --benign later.mbox made/attacks made/alike >measured.jsonl 2>complaints.log
point "without complaint" test ! -s complaints.log
point "nothing is left behind" test -z "$(ls -A scratch)"

# The same by kith scan: a state that learned the same mail, and an empty one.
kith state learn --outgoing own.mbox >learn.log && kith state learn in.mbox >>learn.log
new_state empty
count() {
	python3 - "$1" <<'PYTHON'
import json, os, subprocess, sys
import archive, kith, measure

FOUND = ("suspicious", "hijacked")
with open("measured.jsonl", encoding="utf-8") as stream:
    measured = [json.loads(line) for line in stream]

def truths():
    """{(file, group, is an attack): [truth]}; later.mbox has none."""
    found = {}
    for folder in ("made/attacks", "made/alike"):
        with open(folder + "/truth.jsonl", encoding="utf-8") as stream:
            for truth in map(json.loads, stream):
                name = truth.get("profile") or truth["class"]
                found.setdefault((f"{folder}/{name}.mbox", name, "profile" in truth), []).append(truth)
    return {**found, ("later.mbox", "later.mbox", False): None}

def scan(state, path):
    line = [os.environ["KITH"], "scan", "--json", "--config", "kith.conf", "--state", state,
            "--secret", "secret", path]
    done = subprocess.run(line, capture_output=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]

def same(value, hits, total):
    low, high = measure.wilson(hits, total)
    assert (value["hits"], value["total"]) == (hits, total), (value, hits, total)
    assert abs(value["low"] - low) < 2e-6 and abs(value["high"] - high) < 2e-6, (value, low, high)
    assert value["rate"] is None if not total else abs(value["rate"] - hits / total) < 2e-6

def share(value, records, wanted):
    same(value, sum(wanted(record) for record in records), len(records))

def check_attack(line, records, labels):
    pairs = [(r, t) for r, t in zip(records, labels) if r["verdict"] in FOUND]
    share(line["recall"], records, lambda r: r["verdict"] in FOUND)
    for name, places in (("victim_first", 1), ("victim_three", 3)):
        share(line[name], pairs, lambda p: p[1]["victim"]["address"] in
              [v["address"] for v in p[0]["victim"][:places]])
    share(line["side"], [p for p in pairs if p[1]["side"]],
          lambda p: bool(p[0]["victim"]) and p[0]["victim"][0]["side"] == p[1]["side"])

def check_honest(line, records):
    share(line["false_positives"], records, lambda r: r["verdict"] in FOUND)
    for verdict in ("suspicious", "unverified"):
        share(line[verdict], records, lambda r: r["verdict"] == verdict)

def area(attacks, honest):
    pairs = sum((a > h) + (a == h) / 2 for a in attacks for h in honest)
    return pairs / len(attacks) / len(honest)

def check_roc(line, attacks, honest):
    assert (line["attacks"], line["honest"]) == (len(attacks), len(honest)), line
    # kith scan rounds scores, so that there are more ties.
    assert abs(line["area"] - area(attacks, honest)) < 0.01, (line["area"], area(attacks, honest))
    points = [(p["false_positives"], p["recall"]) for p in line["points"]]
    assert points == sorted(points) and points[0] == (0, 0) and points[-1] == (1, 1), points

def one(kind, name, memory):
    found = [l for l in measured if l["kind"] == kind and l.get("name") == name and l.get("memory") == memory]
    assert len(found) == 1, (kind, name, memory, found)
    return found[0]

def check(state, memory):
    scores, lines = {True: [], False: []}, 0
    for (path, name, attack), labels in truths().items():
        records = scan(state, path)
        raws = list(archive.split_mbox(archive.read_bytes(path)))
        line = one("profile" if attack else "class", name, memory)
        lines += 1
        assert line["n"] == len(records) == len(raws) and line["unscannable"] == 0, line
        share(line["hijacked"], records, lambda r: r["verdict"] == "hijacked")
        share(line["fake_reply"], raws, lambda raw: measure.fake_reply(archive.Message(raw, 0)))
        check_attack(line, records, labels) if attack else check_honest(line, records)
        scores[attack] += [record["score"] for record in records]
    groups = [l for l in measured if l["kind"] in ("profile", "class") and l["memory"] == memory]
    assert len(groups) == lines, (len(groups), lines)
    check_roc(one("roc", None, memory), scores[True], scores[False])
    for kind, total in (("attacks", len(scores[True])), ("honest", len(scores[False]))):
        assert one(kind, None, memory)["n"] == total
    assert one("speed", None, memory)["n"] == len(scores[True]) + len(scores[False])

check({"warm": "state", "cold": "empty"}[sys.argv[1]], sys.argv[1])
PYTHON
}
point "warm it counts what kith scan says" count warm
point "cold it counts what kith scan says" count cold
point "it learned what kith learn learns" same \
	<(sed -n 's/.*"kind":"lesson".*"learned":\([0-9]*\).*/\1/p' measured.jsonl) \
	<(awk '{ sum += $4 } END { print sum }' learn.log)

# Whose state it is, and which passes there are
cp -a state before
TMPDIR=$TMPDIR/scratch kith state eval "${learned[@]}" made/attacks >/dev/null
point "the user's state is not touched" diff -r -x '*lock*' state before
passes() {
	evaluate --json "$@" made/attacks | sed -n 's/.*"kind":"roc","memory":"\([a-z]*\)".*/\1/p' | tr '\n' ' '
}
prints() {
	local wanted=$1
	shift
	[ "$("$@")" = "$wanted" ] || { echo "not '$wanted': $("$@")"; return 1; }
}
point "warm and cold" prints "warm cold " passes "${learned[@]}"
point "cold only, when nothing is to be learned" prints "cold " passes
point "cold only, when told so" prints "cold " passes "${learned[@]}" --cold
point "warm only, when told so" prints "warm " passes "${learned[@]}" --warm
point "warm without anything to learn" status 2 evaluate --warm made/attacks
point "warm and cold exclude each other" status 2 evaluate --warm --cold --learn in.mbox made/attacks
without_times() {
	evaluate --json --jobs "$1" "${learned[@]}" made/attacks made/alike |
		grep -v '"kind":"speed"' | sed 's/"seconds":[0-9.]*//'
}
point "the same for any number of workers" same <(without_times 1) <(without_times 3)

# For people
point "a table" says "Attacks: judged with what was learned" evaluate "${learned[@]}" made/attacks made/alike
point "with intervals" says "E5              6  100.0 (61.0-100.0)" evaluate "${learned[@]}" made/attacks
point "in Japanese" says "攻撃: 何も学習せずに判定" env LANGUAGE=ja LC_ALL=C.UTF-8 KITH_LOCALEDIR="$(dirname "$KITH")/po" \
	"$KITH" eval --config kith.conf made/attacks
svg_is_whole() {
	python3 - <<'PYTHON'
import xml.dom.minidom
document = xml.dom.minidom.parse("chart.svg")
texts = [node.firstChild.data for node in document.getElementsByTagName("text") if node.firstChild]
wanted = ["E1", "E12", "0.001 %", "FAKE_REPLY alone"]
assert all(text in texts for text in wanted), texts
PYTHON
}
point "the chart is XML with a place for each profile" svg_is_whole
point "a chart that cannot be written" status 2 evaluate --svg nowhere/chart.svg made/attacks

# Labels that are wrong
cp -r made/alike broken && sed -i '3s/"number"/"numbr"/' broken/truth.jsonl
point "a broken line is 2" status 2 evaluate --json broken made/attacks
point "and is named" says "broken/truth.jsonl:3: " evaluate --json broken made/attacks
point "and the rest goes on" says '"kind":"profile","name":"E1"' evaluate --json broken made/attacks
cp -r made/attacks fewer && printf 'From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b.example\n\nx\n' >>fewer/E1.mbox
point "a message too many is 2" status 2 evaluate --json fewer
point "and is said" says "fewer/E1.mbox: 7 messages, but 6 labels" evaluate --json fewer
rm fewer/E1.mbox
point "a file that is not there is 2" status 2 evaluate --json fewer
point "no labels at all" status 2 evaluate --json sample
mkdir outside && printf '{"class":"x","number":1,"file":"../kith.conf"}\n' >outside/truth.jsonl
point "no label leads out of its folder" says "leads elsewhere" evaluate outside
point "mail to learn that is not there is 2" status 2 evaluate --learn missing.mbox made/attacks
point "nothing is left behind by any of these" test -z "$(ls -A scratch)"

# Stopped: once, and by somebody who is impatient.
python3 "$TOP/bench/sample.py" long.mbox 6000 || exit 1
stop() {
	local signals=$1 signal pid ended=0
	TMPDIR=$TMPDIR/scratch "$KITH" eval --config kith.conf --learn long.mbox made/attacks >stop.log 2>&1 </dev/null &
	pid=$!
	for _ in $(seq 100); do
		compgen -G 'scratch/kith-eval-*/warm/*' >/dev/null && break
		sleep 0.05
	done
	compgen -G 'scratch/kith-eval-*' >/dev/null || { echo "it did not begin"; return 1; }
	for signal in $signals; do
		kill "-$signal" "$pid"
	done
	wait "$pid" || ended=$?
	[ "$ended" -eq 130 ] || { echo "status $ended"; cat stop.log; return 1; }
	[ -z "$(ls -A scratch)" ] || { ls -AR scratch; return 1; }
}
point "stopped, nothing is left behind" stop INT
point "nor when stopped twice" stop "INT INT TERM"
point "nor when the terminal is closed" stop HUP
finish
