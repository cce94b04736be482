# SPDX-License-Identifier: Apache-2.0
#
# What somebody says of a message holds: for scan, for learn, in the ledger; and can be taken back.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
new_state one
kith one learn genuine.eml >log || exit 1
kith one scan --record --json hijacked.eml >before.json
id=$(sed -n 's/.*"message_id":"\([^"]*\)".*/\1/p' before.json)

verdict() {
	kith "$1" scan --json "$2" | sed -n 's/.*"verdict":"\([a-z]*\)".*/\1/p'
}
ledger_verdict() {
	kith "$1" ledger export | sed -n 's/.*"verdict":"\([a-z]*\)".*/\1/p'
}
is() {
	[ "$1" = "$2" ] || { echo "$1, not $2"; return 1; }
}

point "an attack is found" is "$(verdict one hijacked.eml)" hijacked
point "marking it as benign" says "marked as benign" kith one mark benign hijacked.eml --reason "he called"
point "is what scan says then" is "$(verdict one hijacked.eml)" clean
sed 's/^Content-Disposition: attachment.*/&\n\n0M8R4KGxGuE=/' hijacked.eml >armed.eml
kith one scan --json armed.eml >armed.json
point "it is not said of a copy with another file" sh -c '! grep -q marked-benign armed.json'
point "and the ledger" is "$(ledger_verdict one)" clean
point "explain tells why" says "he called" kith one explain hijacked.eml
point "the reason is not in clear" sh -c '! grep -rqaF "he called" one'
kith one learn --json hijacked.eml >log
point "it was learned" grep -q '"known":1' log
kith one scan --record hijacked.eml >log
point "recording it again changes nothing" is "$(ledger_verdict one)" clean
point "the state is consistent" says "nothing is wrong" kith one state check
point "taking it back" says "no longer marked" kith one mark benign --undo hijacked.eml
point "gives the old verdict" is "$(verdict one hijacked.eml)" hijacked
point "in the ledger too" is "$(ledger_verdict one)" hijacked
point "once only" says "was not marked" kith one mark benign --undo hijacked.eml
point "by its Message-ID" says "marked as benign" kith one mark benign "$id"
point "it is the same" is "$(verdict one hijacked.eml)" clean
point "and undone so" says "no longer" kith one mark benign --undo "$id"
point "for scan" is "$(verdict one hijacked.eml)" hijacked
point "a message that nobody knows" status 2 kith one mark benign "<nobody@knows.example>"
point "a kind that is none" status 2 kith one mark fine hijacked.eml

point "marking good mail as hijacked" says "marked as hijacked" kith one mark hijacked genuine.eml
point "convicts it" is "$(verdict one genuine.eml)" hijacked
kith one learn --json --trust genuine.eml >log
point "it is not learned, whatever is said" grep -q '"skipped":1' log
point "and not known any more" says "nothing is wrong: 0 messages" kith one state check
point "it can be taken back" says "no longer" kith one mark hijacked --undo genuine.eml
kith one learn --json genuine.eml >log
point "and learned" grep -q '"learned":1' log
finish
