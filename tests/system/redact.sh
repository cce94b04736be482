# SPDX-License-Identifier: Apache-2.0
#
# Specimens: nothing personal of a message survives, in whatever language it is told.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1
catalogues=$(dirname "$KITH")/po
[ ! -d "$catalogues" ] || export KITH_LOCALEDIR=$catalogues

"$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >"$TMPDIR/demo.log" 2>&1 || exit 1
new_state empty

redacted=$TOP/tests/system/redacted.py
mail=$TMPDIR/demo/sample/inbox/hijack-01-classic-english.eml
"$KITH" explain --redact --state "$TMPDIR/demo/state" --secret "$TMPDIR/demo/secret" "$mail" >"$TMPDIR/specimen.txt"

# What the check is worth: it finds what was put back.
notices() {
	sed "$1" "$TMPDIR/specimen.txt" >"$TMPDIR/leaky.txt"
	! python3 "$redacted" --given "$TMPDIR/leaky.txt" "$mail"
}

structure() {
	grep -q '^  From: "Person A" <person-c@org-3.example>$' "$TMPDIR/specimen.txt" &&
		grep -q 'From: "Person A" <person-a@org-1.example>$' "$TMPDIR/specimen.txt" &&
		grep -q '^  Robbed mailbox  person-a@org-1.example' "$TMPDIR/specimen.txt"
}

in_json() {
	"$KITH" explain --redact --json --state "$TMPDIR/demo/state" --secret "$TMPDIR/demo/secret" "$mail" \
		>"$TMPDIR/specimen.json"
	grep -q '"sender":"person-c@org-3.example"' "$TMPDIR/specimen.json" &&
		! grep -qi 'vogel\|brenner\|clarke\|hoshino\|hijack-01' "$TMPDIR/specimen.json"
}

point "nothing is left of the demo's mail" python3 "$redacted" "$TMPDIR/demo/state" "$TMPDIR/demo/secret" \
	"$TMPDIR"/demo/sample/inbox/*.eml
point "nothing is left of the cases' mail" python3 "$redacted" "$TMPDIR/empty" "$TMPDIR/secret" \
	"$TOP"/tests/cases/*/*/message.eml
point "a name put back is noticed" notices 's/Person B/Emily Clarke/'
point "an address put back is noticed" notices 's/person-c@org-3.example/contabilidad@clinica-verde.example/'
point "a passage put back is noticed" notices '$ a The spare has serial 40-0007 and leaves us tomorrow'
point "who equals whom is kept" structure
point "JSON is redacted too" in_json
point "a message that cannot be read gives none" status 2 kith empty explain --redact missing.eml
finish
