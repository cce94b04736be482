# SPDX-License-Identifier: Apache-2.0
#
# Whatever ends a command that writes, and whenever, the state stays whole: learn, record, expire,
# forget, both marks and both undone, a backup, making memory compact and the migration of an old ledger
# and an old memory are killed at random moments and at every kind of call that writes, and such calls fail.
# KITH_CRASHES says how many times.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

if ! command -v cc >/dev/null; then
	skip "crashes" "there is no compiler for the preload"
	finish
fi
cc -shared -fPIC -O1 -o faults.so "$TOP/tests/tools/faults.c" -ldl -pthread || exit 1
cc -O1 -o memory-format "$TOP/tests/tools/memory-format.c" -llmdb || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/relayed.py" attacks.mbox 60 || exit 1
python3 "$TOP/bench/sample.py" all.mbox 1400 || exit 1
mapfile -t cuts < <(grep -n "^From bench@" all.mbox | sed -n "451s/:.*//p; 901s/:.*//p")
csplit --quiet --prefix part all.mbox "${cuts[@]}"
mv part00 first.mbox && mv part01 second.mbox && mv part02 third.mbox || exit 1
python3 "$TOP/tests/system/crash.py" "$KITH" "$TMPDIR" "${KITH_CRASHES:-39}" >crash.log 2>&1
status=$?
grep '^round' crash.log >&2
point "the state survives $(grep -c '^crash' crash.log) crashes" sh -c "[ $status -eq 0 ] || { tail -n 15 crash.log; false; }"
point "some of them hit it at work" test "$(grep -c '^crash.*ended early' crash.log)" -gt $((${KITH_CRASHES:-39} / 4))
point "some beside another writer" grep -q '^crash beside.*ended early' crash.log
point "some while memory was made compact" grep -q '^crash compact.*writing memory anew' crash.log
finish
