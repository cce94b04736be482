# SPDX-License-Identifier: Apache-2.0
#
# A person that is forgotten is in no file of the state and does not come back; what is old goes the
# same way, and the state stays consistent.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" all.mbox 400 || exit 1
new_state one
kith one learn genuine.eml all.mbox >log || exit 1
kith one scan --record --json hijacked.eml >before.json
victim=$(sed -n 's/.*"claimed":{[^}]*"address":"\([^"]*\)".*/\1/p' before.json)
recipient=$(sed -n 's/.*"recipient":"\([^"]*\)".*/\1/p' before.json | head -n 1)

# in_state STATE TEXT: TEXT is in clear in some file.
in_state() {
	grep -rqaiF -- "$2" "$1"
}
nowhere() {
	! in_state "$1" "$2" || { grep -rlaiF -- "$2" "$1"; return 1; }
}

point "the message claims somebody" test -n "$victim"
point "whom the ledger has in clear" in_state one "$victim"
point "a new state is consistent" says "nothing is wrong" kith one state check
point "forgetting says what went" says "forgotten with 38 messages; 2 persons" kith one forget "$victim"
point "the address is in no file" nowhere one "$victim"
point "nor is its recipient's, once forgotten" says ", and in the ledger" kith one forget "$recipient"
point "as bytes" nowhere one "$recipient"
point "the state is consistent" says "nothing is wrong" kith one state check
point "learning the old mail again" says "its author was forgotten" kith one learn genuine.eml
point "does not bring it back" says '"messages":0' kith one forget --json "$victim"
point "the ledger knows nobody of that address" status 0 kith one lookup "$victim"
point "the sighting is still there" says '"identity"' kith one ledger export
point "lifting" says "may be learned again" kith one forget --undo "$victim"
point "lets it be learned" says "1 learned" kith one learn genuine.eml
point "an address must be one" status 2 kith one forget somebody

new_state old
kith old learn genuine.eml all.mbox >log
kith old scan --record hijacked.eml >log
point "expiring takes an age" status 2 kith old expire soon
point "nothing is so old" says "0 messages" kith old expire 1990-01-01
point "everything is older" says "401 messages" kith old expire 2038-01-01
point "what is left is consistent" says "nothing is wrong: 0 messages" kith old state check
point "and knows nothing" says '"known":false' kith old scan --json hijacked.eml
kith old ledger export >exported
point "the ledger is empty" sh -c '! grep -q identity exported'
kith old learn --json genuine.eml all.mbox >log
point "what went can be learned again" grep -q '"learned":401' log
finish
