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
head -c 8192 "$file" >cut && mv cut "$file"
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
finish
