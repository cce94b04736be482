# SPDX-License-Identifier: Apache-2.0
#
# Every byte of the state after learning: nothing of anybody's mail can be read in it. With
# KITH_DATA real archives are learned too.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

# private STATE MAIL...: learn MAIL and look for it.
private() {
	local state=$1
	shift
	new_state "$state" || return 1
	kith "$state" learn --trust "$@" >"$state.log" 2>&1 || { cat "$state.log"; return 1; }
	kith "$state" mark benign --reason "the words of this reason are not to be read" genuine.eml || return 1
	python3 "$TOP/tests/system/privacy.py" "$state" genuine.eml "$@"
}

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/demo/make-sample.py" demo >log || exit 1
point "the state of the demo's mail tells nothing of it" private demo-state demo

# What finds nothing must be able to find something.
mkdir leaky
cp -r demo-state/memory.*.mdb leaky
printf 'zq emi.fujita@ours.example qz' >>"$(echo leaky/memory.*.mdb)"
point "an address in it would be found" says "emi.fujita@ours.example" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml
printf 'the drawings for the second pump' >"$(echo leaky/memory.*.mdb)"
point "and so would five words" says "drawings" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml
printf 'thedrawingsforthesecondpump' >"$(echo leaky/memory.*.mdb)"
point "or their letters alone" says "thedrawings" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml

archive=$(ls -S "${KITH_DATA:-/nowhere}"/lists/*.mbox.zst 2>/dev/null | tail -n 1)
if [ -z "$archive" ]; then
	skip "the state of a real archive" "KITH_DATA names none"
else
	# The first thousands of its messages.
	zstd -dcq "$archive" 2>/dev/null | head -c 10000000 >real.mbox
	point "the state of a real archive tells nothing of it" private real-state real.mbox
fi
finish
