# SPDX-License-Identifier: Apache-2.0
#
# A state is backed up while it is written to, checked, restored; what is damaged or of a newer
# program is refused.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" all.mbox 6000 || exit 1
new_state one
kith one learn genuine.eml >log || exit 1
kith one scan --record --json hijacked.eml >before.json

point "backing up" says "the secret is not in it" kith one state backup "$TMPDIR/copy"
point "makes a state" says "nothing is wrong: 1 messages" kith copy state check
point "that judges the same" sh -c '"$0" scan --state copy --secret secret --json hijacked.eml | cmp - before.json' "$KITH"
point "with the same ledger" test "$(kith copy ledger export)" = "$(kith one ledger export)"
point "private" test "$(stat -c %a copy)" = 700
point "a state is not overwritten" says "holds a state already" kith one state backup "$TMPDIR/copy"
point "unless that is said" status 0 kith one state backup --replace "$TMPDIR/copy"

# A backup within the state would keep what is forgotten; over the state it would be none.
mkdir -p deep aside && new_state deep/two && ln -s ../one aside/link && ln -s .. aside/up
for place in one one/ ./aside/../one one/backup one/new/deep aside/link aside/link/backup missing/../one/backup deep . aside/up; do
	state=one
	[ "$place" = deep ] && state=deep/two
	point "no backup to $place" status 2 kith "$state" state backup --replace "$place"
	point "nor a restore from it" status 2 kith "$state" state restore --replace "$place"
done
point "that is said" says "is the state itself, lies in it or holds it" kith one state backup one/backup
point "of a restore too" says "is the state itself, lies in it or holds it" kith one state restore --replace aside/link
point "nothing was made there" test -z "$(find . -name backup -o -name new -o -name missing)"
point "and the state is whole" says "nothing is wrong: 1 messages" kith one state check
point "a place whose name only begins so is another" says "backed up" kith one state backup one-backup
point "and so is one beside it" says "backed up" kith one state backup aside/link/../other

# Beside a writer.
kith one learn --jobs 1 all.mbox >log 2>&1 </dev/null &
learner=$!
copies=0 bad=0
while kill -0 $learner 2>/dev/null && [ $copies -lt 20 ]; do
	kith one state backup --replace "$TMPDIR/hot" >hot.log 2>&1 && kith hot state check >>hot.log 2>&1 || bad=$((bad + 1))
	copies=$((copies + 1))
done
wait $learner
point "hot copies are consistent ($copies of them)" sh -c "[ $copies -gt 0 ] && [ $bad -eq 0 ] || { cat hot.log; false; }"
point "the learner was not disturbed" grep -q "6,000 learned\|6000 learned" log

point "restoring does not overwrite" status 2 kith one state restore "$TMPDIR/copy"
point "unless that is said" says "restored" kith one state restore --replace "$TMPDIR/copy"
point "it is as it was" says "nothing is wrong: 1 messages" kith one state check
point "restoring into nothing" says "restored" kith fresh state restore "$TMPDIR/copy"
point "gives the state" sh -c '"$0" scan --state fresh --secret secret --json hijacked.eml | cmp - before.json' "$KITH"
point "nothing is no backup" status 2 kith fresh state restore --replace "$TMPDIR/nothing"

# A damaged copy is found and not restored.
cp -r copy damaged
file=$(echo damaged/memory.*.mdb)
head -c 8192 "$file" >short && mv short "$file"
chmod 600 "$file"
point "a file cut short is found" status 2 kith damaged state check
point "and not restored" status 2 kith one state restore --replace "$TMPDIR/damaged"
point "the state is untouched" says "nothing is wrong: 1 messages" kith one state check
cp -r copy damaged-ledger
python3 - <<'PYTHON'
import sqlite3
database = sqlite3.connect("damaged-ledger/ledger/ledger.db")
database.execute("DELETE FROM sighting")
database.commit()
PYTHON
point "rows that do not fit are found" status 1 kith damaged-ledger state check
point "and not restored" says "nothing was restored" kith one state restore --replace "$TMPDIR/damaged-ledger"

# What stands in the way is damaged: a restore needs nothing of it.
break_ledger() { head -c 5000 /dev/urandom >"$1/ledger/ledger.db"; }
cp -r copy broken && break_ledger broken
file=$(echo broken/memory.*.mdb)
head -c 8192 "$file" >short && cat short >"$file"
point "a damaged state is told" status 2 kith broken state check
point "and restored" says "restored" kith broken state restore --replace "$TMPDIR/copy"
point "whole" says "nothing is wrong: 1 messages" kith broken state check
point "with its ledger" test "$(kith broken ledger export)" = "$(kith copy ledger export)"
point "and nothing left behind" test -z "$(find broken -name 'restore*')"

# A part that one of the two lacks.
cp -r copy no-ledger && rm -r no-ledger/ledger
cp -r copy to-lose
point "a backup without a ledger says so" says "there is none now" kith to-lose state restore --replace "$TMPDIR/no-ledger"
point "and takes the old one away" test "$(kith to-lose ledger export | wc -l)" = 1
mkdir -m 700 only-ledger && cp -r copy/ledger only-ledger/
point "a state of a ledger alone is backed up" says "backed up" kith only-ledger state backup "$TMPDIR/ledger-copy"
point "and restored over a whole one" says "restored" kith to-lose state restore --replace "$TMPDIR/ledger-copy"
point "with what it holds" test "$(kith to-lose ledger export)" = "$(kith copy ledger export)"
point "and no more" says "nothing is wrong: 0 messages" kith to-lose state check
printf '[kith]\n# of the backup\n' >>copy/kith.conf
point "the configuration comes too" sh -c '"$0" state restore --replace --state to-lose --secret secret copy && cmp copy/kith.conf to-lose/kith.conf' "$KITH"

# Somebody else has the ledger open: it goes on with the one that was restored.
python3 "$TOP/tests/system/relayed.py" attacks.mbox 200 || exit 1
cp -r copy shared
kith shared scan --record --json attacks.mbox >recorded.log 2>&1 </dev/null &
recorder=$!
sleep 0.3
point "a restore beside a writer" says "restored" kith shared state restore --replace "$TMPDIR/copy"
wait $recorder
point "that goes on" test $? -le 1
point "leaves a whole state" says "nothing is wrong" kith shared state check

# A name written wrong is not to pass for an empty memory.
for command in "state check" "forget a@b.example" "expire 10d" "mark benign hijacked.eml"; do
	# shellcheck disable=SC2086
	point "no state: $command" status 2 kith nowhere $command
done
point "and none was made" test ! -e nowhere
point "a scan says that it judged cold" says "nothing was learned before" kith nowhere scan hijacked.eml
if [ "$(id -u)" -eq 0 ]; then
	new_state given
	chown -R nobody given
	kith given scan --record hijacked.eml >log 2>&1
	point "what root makes is the owner's" test -z "$(find given ! -user nobody)"
fi
finish
