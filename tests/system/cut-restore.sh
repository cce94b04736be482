# SPDX-License-Identifier: Apache-2.0
#
# Cut off at each call that writes, a restore leaves the old state or, once that is opened, the new one,
# without whom the old one was told to forget.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

if ! command -v cc >/dev/null; then
	skip "a restore is all or nothing" "there is no compiler for the preload"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/relayed.py" few.mbox 3 || exit 1
cc -shared -fPIC -O1 -o faults.so "$TOP/tests/tools/faults.c" -ldl -pthread || exit 1
new_state one
kith one learn genuine.eml >log || exit 1
kith one scan --record hijacked.eml >log
kith one state backup copy >log || exit 1
printf '[kith]\n# of the backup\n' >>copy/kith.conf
python3 "$TOP/tests/system/cut_restore.py" "$KITH" "$TMPDIR" >cut.log 2>&1
status=$?
point "a restore is all or nothing ($(grep -c '^cut' cut.log) cut off)" sh -c "[ $status -eq 0 ] || { tail -n 15 cut.log; false; }"
finish
