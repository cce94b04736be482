# SPDX-License-Identifier: Apache-2.0
#
# victims, accounts, networks and lookup on the demo's mail: what they print, in which form, for which
# time, without persons, as it comes; and the alert when one of our own is robbed.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

"$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >"$TMPDIR/demo.log" 2>&1 || exit 1
inbox=$TMPDIR/demo/sample/inbox
cp -r "$TMPDIR/demo/state" "$TMPDIR/one"
cp "$TMPDIR/demo/secret" "$TMPDIR/secret"
new_state empty
kith one scan --record "$inbox" >/dev/null 2>&1

# has FILTER COMMAND...: FILTER, a Python expression over the rows, is true for what COMMAND prints.
has() {
	local filter=$1
	shift
	"$@" --json </dev/null 2>/dev/null | python3 -c "
import json, sys
rows = [json.loads(line) for line in sys.stdin]
sys.exit(0 if $filter else print(rows) or 1)"
}

# csv FILTER COMMAND...: the same for comma-separated values.
csv() {
	local filter=$1
	shift
	"$@" --csv </dev/null 2>/dev/null | python3 -c "
import csv, sys
rows = list(csv.DictReader(sys.stdin, strict=True))
sys.exit(0 if $filter else print(rows) or 1)"
}

silent() {
	local output
	output=$("$@" </dev/null 2>&1)
	[ -z "$output" ] || { echo "$output"; return 1; }
}

# no_person COMMAND...: no address in what COMMAND prints, which is not nothing.
no_person() {
	"$@" --share </dev/null >"$TMPDIR/shared.txt" 2>/dev/null
	[ -s "$TMPDIR/shared.txt" ] && ! grep '@\|Vogel\|Clarke' "$TMPDIR/shared.txt"
}

# The alert comes first: any report gives it.
hook() {
	printf '#!/bin/sh\necho "$# $1 $2 $KITH_ORGANISATION" >>%s/told.txt\n%s\n' "$TMPDIR" "$1" >"$TMPDIR/hook"
	chmod +x "$TMPDIR/hook"
}
printf '\n[alert]\ncommand=%s/hook "one word"\n' "$TMPDIR" >>"$TMPDIR/one/kith.conf"
hook 'exit 3'
point "an alert whose command fails is trouble" status 2 kith one victims
hook 'exit 0'
point "it is given again, and is something found" status 1 kith one victims
point "and then no more" status 0 kith one victims
printf '2 one word hoshino-instruments.example hoshino-instruments.example\n%.0s' 1 2 >"$TMPDIR/wanted.txt"
point "the command gets the organisation, no shell between" same "$TMPDIR/wanted.txt" "$TMPDIR/told.txt"

point "the robbed mailbox is named" has \
	'any(r["address"] == "k.vogel@brenner-optik.example" and r["organisation"] == "brenner-optik.example"
	and r["kind"] == "person" and r["side"] == "outside" and r["probability"] > 0.9 and r["messages"] == 2
	and r["first"] == "2025-09-16T07:00:08Z" and r["last"] == "2025-09-21T05:00:08Z" for r in rows)' kith one victims
point "one of our own is inside" has \
	'any(r["organisation"] == "hoshino-instruments.example" and r["side"] == "inside" for r in rows)' kith one victims
# Eleven letters to three people, who hold all that is quoted, out of ten mailboxes.
kith one scan --json "$inbox" 2>/dev/null | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
print(*sorted({r["victim"][0]["address"] for r in rows if r["verdict"] == "hijacked"}), sep="\n")' >"$TMPDIR/named.txt"
named() {
	kith one victims --json 2>/dev/null | python3 -c '
import json, sys
print(*sorted(json.loads(line)["address"] for line in sys.stdin), sep="\n")' | cmp - "$TMPDIR/named.txt"
}
point "whoever receives all of it is not taken for robbed" named
point "the newest comes first" has '[r["last"] for r in rows] == sorted((r["last"] for r in rows), reverse=True)' \
	kith one victims
point "relay accounts" has \
	'any(r == {"account": "contabilidad@clinica-verde.example", "host": "smtp.clinica-verde.example",
	"provider": "clinica-verde.example", "messages": 1, "victims": 1, "first": "2025-09-16T07:00:08Z",
	"last": "2025-09-16T07:00:08Z"} for r in rows)' kith one accounts
point "networks" has \
	'any(r["organisation"] == "hoshino-instruments.example" and r["robbed"] > 0 and r["relays"] == 0 for r in rows)' \
	kith one networks
point "recording again changes nothing" has 'len(rows) == 11' kith one accounts
point "since" has '[r["first"] >= "2025-09-20" for r in rows] == [True] * 5' kith one accounts --since 2025-09-20
point "until" has 'len(rows) == 1' kith one accounts --until 2025-09-17T00:00:00Z
point "a victim is counted by the messages of that time" has \
	'all(r["first"] >= "2025-09-20" and r["messages"] == 1 for r in rows) and len(rows) == 5' \
	kith one victims --since 2025-09-20
point "an age" has 'rows == []' kith one accounts --since 1w
point "a lookup finds" status 1 kith one lookup k.vogel@brenner-optik.example
point "and nothing in a run that was none" status 0 kith one lookup --tag nosuch k.vogel@brenner-optik.example
point "no Message-ID at all is none" status 2 kith one lookup '<>'
for what in '' nonsense 'two words' https://partner.example/ d41d8cd98f00b204e9800998ecf8427e @; do
	point "nothing is said of \"$what\"" says "kith lookup: \"$what\" is no address" kith one lookup "$what"
done
point "what cannot be looked up is trouble, whatever is found besides" status 2 kith one lookup nonsense k.vogel@brenner-optik.example
point "an address that no mail names is none" status 0 kith one lookup "info@[192.0.2.1]"
message=$(kith one ledger export | sed -n 's/.*"message_id":"\([^"]*\)".*/\1/p' | head -n 1)
point "a Message-ID is found as the tables show it" status 1 kith one lookup "$message"
point "no time" status 2 kith one accounts --since yesterday
point "one form only" status 2 kith one accounts --json --csv
point "a table" says "k.vogel@brenner-optik.example" kith one victims
point "a table in Japanese" env LANGUAGE=ja KITH_LOCALEDIR="$(dirname "$KITH")/po" bash -c \
	"'$KITH' victims --state '$TMPDIR/one' | grep -q 確度"
point "comma-separated values" csv 'any(r["address"] == "k.vogel@brenner-optik.example" for r in rows)' kith one victims
for report in victims accounts networks; do
	point "$report tells no person when shared" no_person kith one "$report"
	point "$report of an empty ledger is empty" silent kith empty "$report"
	point "$report of no state is trouble, not empty" status 2 kith missing "$report"
done

# Whoever may only read: a backup, a disk that is read only.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	cp -r "$TMPDIR/one" "$TMPDIR/still"; cp "$KITH" "$TMPDIR/kith-copy"
	chmod 755 "$TMPDIR" "$TMPDIR/kith-copy"; chmod -R a+rX "$TMPDIR/still"
	as_nobody() {
		setpriv --reuid=65534 --regid=65534 --clear-groups "$TMPDIR/kith-copy" "$@" --state "$TMPDIR/still"
	}
	point "a state that is read only can be read" has 'len(rows) == 11' as_nobody accounts
	chmod 700 "$TMPDIR/still/ledger"
	point "one that may not be read is trouble, not empty" status 2 as_nobody accounts
else
	skip "read only" "this is not root"
fi

point "an address in its roles" has \
	'rows[0]["roles"] == {"robbed": 2, "impersonated": 1, "relay": 0, "recipient": 0} and rows[0]["first"] == "2025-09-16T07:00:08Z"' \
	kith one lookup K.Vogel@Brenner-Optik.example
point "a domain in its roles" has 'rows[0]["roles"]["recipient"] == 11' kith one lookup hoshino-instruments.example
point "what was seen is a hit" status 1 kith one lookup brenner-optik.example
point "what was not is none" status 0 kith one lookup nobody.example
point "nor before the first of all times" status 0 kith one lookup --until 1970-01-01 brenner-optik.example
point "where nobody was robbed" silent kith one victims --until 1970-01-01
point "not in that time" status 0 kith one lookup --until 2020-01-01 brenner-optik.example
point "many from standard input" bash -c \
	"printf 'brenner-optik.example\n\nnobody.example\n' | '$KITH' lookup --state '$TMPDIR/one' --json - | wc -l | grep -qx 2"
point "a zero byte hides no other line" bash -c \
	"printf 'nobody.example\\0x\nbrenner-optik.example\n' | '$KITH' lookup --state '$TMPDIR/one' --json - | wc -l | grep -qx 2"
point "a line that is no address is trouble" bash -c \
	"head -c 5000 /dev/zero | tr '\\0' a | '$KITH' lookup --state '$TMPDIR/one' -; [ \$? -eq 2 ]"

# Following: what is there, what comes, and an end.
follows() {
	kith two scan --record "$inbox/hijack-01-classic-english.eml" >/dev/null 2>&1
	"$KITH" accounts --state "$TMPDIR/two" --json --follow >"$TMPDIR/followed.jsonl" 2>&1 &
	local follower=$! state=0
	waits_for contabilidad@ && kith two scan --record "$inbox/hijack-02-classic-japanese.eml" >/dev/null 2>&1
	waits_for info@pension-alpenblick.example
	kill -TERM "$follower"
	wait "$follower" || state=$?
	[ "$state" -eq 130 ] && [ "$(wc -l <"$TMPDIR/followed.jsonl")" -eq 2 ] || { cat "$TMPDIR/followed.jsonl"; return 1; }
}
waits_for() {
	for _ in $(seq 100); do
		grep -q "$1" "$TMPDIR/followed.jsonl" && return
		sleep 0.2
	done
	echo "$1 did not come"
	return 1
}
cp -r "$TMPDIR/demo/state" "$TMPDIR/two"
point "following prints new rows as they come" follows
# The reader goes after the first row; following ends though nothing new comes.
leaves() {
	timeout 5 bash -c "'$KITH' accounts --state '$TMPDIR/two' --json --follow 2>/dev/null | head -n 1 >/dev/null"
}
point "following ends when nobody reads" leaves
point "no workers are too few" status 2 kith two scan -j 0 "$TMPDIR"
finish
