# SPDX-License-Identifier: Apache-2.0
#
# Two learners at once leave the memory that one after the other leaves.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" all.mbox 3000 || exit 1
# Cut between messages, in the middle.
cut=$(grep -n '^From bench@' all.mbox | sed -n '1500s/:.*//p')
head -n $((cut - 1)) all.mbox >first.mbox
tail -n "+$cut" all.mbox >second.mbox

judge() {
	kith "$1" scan --json all.mbox genuine.eml hijacked.eml >"$1.json"
}

new_state in-turn
kith in-turn learn first.mbox >log && kith in-turn learn second.mbox genuine.eml >log || exit 1
judge in-turn
new_state other-way
kith other-way learn second.mbox genuine.eml >log && kith other-way learn first.mbox >log || exit 1
judge other-way

# at_once STATE: both halves side by side; fails when one fails.
at_once() {
	kith "$1" learn --jobs 1 first.mbox >first.log 2>&1 </dev/null &
	local first=$!
	kith "$1" learn --jobs 1 second.mbox genuine.eml >second.log 2>&1 </dev/null || { cat second.log; return 1; }
	wait "$first" || { cat first.log; return 1; }
}

as_in_turn() {
	judge "$1"
	cmp -s "$1.json" in-turn.json || cmp -s "$1.json" other-way.json || diff in-turn.json "$1.json" | head -n 5 | cut -c 1-300
	cmp -s "$1.json" in-turn.json || cmp -s "$1.json" other-way.json
}

for round in 1 2 3; do
	new_state "both-$round"
	point "two learners both end well, round $round" at_once "both-$round"
	point "and leave one memory, round $round" as_in_turn "both-$round"
done

# The same mail twice at once counts once.
twice() {
	kith "$1" learn --json --jobs 1 first.mbox >first.log 2>&1 </dev/null &
	local first=$!
	kith "$1" learn --json --jobs 1 first.mbox >second.log 2>&1 </dev/null || { cat second.log; return 1; }
	wait "$first" || { cat first.log; return 1; }
}
new_state once
kith once learn first.mbox >log
judge once
new_state same
point "two learners of the same mail" twice same
judge same
point "learn it once" same once.json same.json
learned=$(cat first.log second.log | sed -n 's/.*"learned":\([0-9]*\).*/\1/p' | awk '{ sum += $1 } END { print sum }')
point "each message counts for one of them" test "$learned" -eq 1499

# A scan beside a learner sees a memory, not half a message.
new_state beside
kith beside learn --jobs 1 first.mbox >log 2>&1 </dev/null &
learner=$!
scans=0
while kill -0 $learner 2>/dev/null && [ $scans -lt 50 ]; do
	kith beside scan --json --jobs 1 genuine.eml hijacked.eml >scan.json 2>scan.log || [ $? -eq 1 ] || break
	scans=$((scans + 1))
done
wait $learner
point "scans beside a learner end well ($scans of them)" sh -c "[ ! -s scan.log ] || { cat scan.log; false; }"

# A learner that waits for its input holds nobody up, and goes on when it comes.
new_state patient
mkfifo slow
kith patient learn --json - <slow >slow.json 2>slow.log &
slow=$!
exec 4>slow
cat first.mbox >&4
point "a learner beside one that waits" says "1502 learned" timeout 40 "$KITH" learn --state patient --secret secret second.mbox genuine.eml
point "which has learned what it had, but for the last message" says "nothing is wrong: 3000 messages" kith patient state check
exec 4>&-
wait "$slow"
point "and ends well" test $? -eq 0
judge patient
point "they leave one memory" as_in_turn patient

# Two containers, in each of which kith is process 1.
alone() { unshare --pid --fork --mount-proc "$KITH" scan --state in-turn --secret secret --jobs 1 "$@"; }
if [ "$(id -u)" -eq 0 ] && unshare --pid --fork --mount-proc true 2>/dev/null; then
	mkfifo silent
	alone - <silent >first.log 2>&1 &
	first=$!
	exec 3>silent
	sleep 1
	point "another process of our number is named" says "another container" alone genuine.eml
	(sleep 3 && cat genuine.eml) >&3 &
	exec 3>&-
	point "and waited for" status 0 alone genuine.eml
	wait "$first"
	point "which was not disturbed" test $? -eq 0
else
	skip "another process of our number" "needs root and namespaces"
fi
finish
