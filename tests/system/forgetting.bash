# SPDX-License-Identifier: Apache-2.0
#
# What the tests of forgetting share: a state with a forgery in its ledger, and what is left of one.

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" all.mbox 400 || exit 1
new_state one
kith one learn genuine.eml all.mbox >log || exit 1
kith one scan --record --json hijacked.eml >before.json

# in_state STATE TEXT: TEXT is in clear in some file.
in_state() {
	grep -rqaiF -- "$2" "$1"
}
# nowhere STATE TEXT: no file of the state says TEXT.
nowhere() {
	! in_state "$1" "$2" || { grep -rlaiF -- "$2" "$1"; return 1; }
}
# left MAIL STATE...: what each STATE says of MAIL and of the forgery, in STATE.json, and its ledger, in STATE.ledger.
left() {
	local mail=$1 state
	shift
	for state; do
		kith "$state" scan --json "$mail" genuine.eml hijacked.eml >"$state.json"
		kith "$state" ledger export | sed 's/"recorded":[^,]*//' >"$state.ledger"
	done
}
