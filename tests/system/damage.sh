# SPDX-License-Identifier: Apache-2.0
#
# Whatever is damaged in the file of a memory, no command crashes, hangs or takes it for whole without a word.
# KITH_DAMAGES says how many times.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" all.mbox 250 || exit 1
new_state whole
kith whole learn genuine.eml all.mbox >log 2>&1 || exit 1
python3 "$TOP/tests/system/damage.py" "$KITH" "$TMPDIR" "${KITH_DAMAGES:-120}" >damage.log 2>&1
status=$?
tail -n 1 damage.log >&2
point "no command crashes on $(grep -c '^damage' damage.log) damages" sh -c "[ $status -eq 0 ] || { tail -n 5 damage.log; false; }"
point "more than half of them are found" test "$(sed -n 's/^found \([0-9]*\) of.*/\1/p' damage.log)" -gt $((${KITH_DAMAGES:-120} / 2))

# What is gone is told, and no writer takes its place without a word.
cp -r whole gone && rm gone/memory.*.mdb
for command in "state check" "scan genuine.eml" "learn genuine.eml" "forget a@b.example" "expire 10d"; do
	# shellcheck disable=SC2086
	point "a memory that is gone: $command" says "is gone or empty" kith gone $command
done
point "a restore brings it back" says "restored" kith gone state restore --replace "$TMPDIR/whole"
point "whole" says "nothing is wrong: 251 messages" kith gone state check
finish
