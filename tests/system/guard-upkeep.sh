# SPDX-License-Identifier: Apache-2.0
#
# What docs/guard.md has an administrator do while mail comes in: learn from the Maildirs of a running
# server, back the state up and go back to it, install a new program, take an older state along.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

# Maildirs
python3 "$TOP/tests/system/maildir.py" Maildirs 1500 >server.out &
server=$!
trap 'kill $server $guard_pid $flood 2>/dev/null' EXIT
await grep -q made server.out
new_state live
learns() {
	kith live learn --json "Maildirs/anna" "Maildirs/ben" >learned.json 2>learn.err </dev/null || { cat learn.err; return 1; }
	[ ! -s learn.err ] || { cat learn.err; return 1; }
}
point "learning from Maildirs that a server works on" learns
point "twice" learns
kill "$server"
wait "$server"
learned() {
	sed 's/.*"learned":\([0-9]*\),"known":\([0-9]*\).*/\1 \2/' learned.json
}
point "and once more when it rests" learns
there=$(find Maildirs -path '*/cur/*' -o -path '*/new/*' | wc -l)
read -r new known < <(learned)
point "everything that is there is known" test "$((new + known))" -eq "$there"
point "most of it was learned while the server worked" test "$known" -gt "$((there / 2))"
point "what lies in tmp is not learned" says '"learned":1' kith live learn --json Maildirs/ben/tmp/0.half
echo "# $(tail -n 1 server.out), known $known, new $new"

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the upkeep of a running guard" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
new_state state
smtp=$(free_port)
milter=$(free_port)
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
finally() {
	postfix_stop mta
	kill "$server" "$guard_pid" "$flood" 2>/dev/null
}
trap finally EXIT
postfix_start mta
cp "$KITH" program
KITH=$TMPDIR/program
guard_start state "$milter"
verdict() {
	send "$smtp" form-utf8.eml --to emi.fujita@ours.example --client 203.0.113.9 >answer || { cat answer; return 1; }
	tail -n 3 guard.log | grep -o '"verdict":"[a-z]*"' | tail -n 1
}
send "$smtp" mail.eml --to emi.fujita@ours.example --client 203.0.113.9 >answer
known() {
	says '"known":1' kith "$1" learn --json "$2"
}
await nothing_to_learn state

# A backup beside a guard that is at work
python3 "$TOP/tests/system/flood.py" "$smtp" 600 10 form-html.eml form-eucjp.eml >flood.out 2>flood.log &
flood=$!
sleep 1
point "a backup while mail comes in" status 0 kith state state backup "$TMPDIR/copy"
point "mail did come in" kill -0 "$flood"
point "the copy is whole" says "nothing is wrong" kith copy state check
wait "$flood"
point "no mail was put off for it" grep -q "^taken 600 put off 0 " flood.out
await nothing_to_learn state
point "the copy knows what came before" known copy mail.eml
guard_stop
rm -rf state
point "the copy is put back when all is lost" says "restored" kith state state restore "$TMPDIR/copy"
guard_start state "$milter"
point "and the guard judges by it" says hijacked verdict

# A new program
python3 "$TOP/tests/system/flood.py" "$smtp" 600 10 form-html.eml form-eucjp.eml >flood.out 2>flood.log &
flood=$!
sleep 1
cp program newer
mv newer program
guard_stop
guard_start state "$milter"
point "a new program beside the mail that comes in" kill -0 "$flood"
wait "$flood"
point "all of that mail was taken" grep -q "^taken 600 " flood.out
echo "# $(cat flood.out)"
delivered() {
	[ "$(grep -rhi '^X-Number:' mta/mail/x/new | wc -l)" -eq 1200 ]
}
point "and came once" await delivered
for i in 1 2 3 4 5 6; do nothing_to_learn state && break; await nothing_to_learn state; done >/dev/null
point "and was learned from" nothing_to_learn state

# States of other programs: nothing but this number tells the guard.
give_format() {
	guard_stop
	python3 - "$1" state/memory.*.mdb <<'PYTHON'
import re, sys
number = int(sys.argv[1]).to_bytes(4, "big")
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(re.sub(rb"version\0\0\0.", b"version" + number, data, flags=re.DOTALL))
PYTHON
}
give_format 2
guard_start state "$milter"
point "an older state is judged by at once" says hijacked verdict
sed 's/^Message-ID.*/Message-ID: <older@partner.example>/' mail.eml >older.eml
send "$smtp" older.eml --to emi.fujita@ours.example --client 203.0.113.9 >answer
knows_older() {
	known state older.eml
}
point "learned into" await knows_older
point "and whole" says "nothing is wrong" kith state state check
give_format 99
newer() {
	timeout 20 "$KITH" guard --state state --secret secret --user nobody --listen "inet:$milter@127.0.0.1"
}
point "a newer one is refused" status 2 newer
point "for that reason" says "has format 99" newer
finish
