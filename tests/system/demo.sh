# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo: its mail is the same every time, and every verdict is as demo/expected.json says.

. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

sample() {
	python3 "$TOP/demo/make-sample.py" "$TMPDIR/$1"
}

same_sample() {
	sample one && sample two && diff -r "$TMPDIR/one" "$TMPDIR/two"
}

well_formed() {
	python3 - "$TMPDIR/one/inbox" <<'PYTHON'
import email, os, sys
folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), "rb") as stream:
        message = email.message_from_binary_file(stream)
    for part in message.walk():
        assert not part.defects, f"{name}: {part.defects}"
    for field in ("From", "To", "Subject", "Date", "Message-ID"):
        assert message[field], f"{name}: no {field}"
PYTHON
}

# A harmless message called hijacked must be noticed: the check itself can fail.
check_can_fail() {
	local results=$TMPDIR/wrong.jsonl
	printf '{"path":"honest-01-reply-english.eml","verdict":"hijacked"}\n' >"$results"
	! python3 "$TOP/demo/check.py" "$results" >"$TMPDIR/wrong.txt" &&
		grep -q '^  honest-01-reply-english.eml: hijacked, wanted harmless$' "$TMPDIR/wrong.txt"
}

point "the sample is the same every time" same_sample
point "every new message is well-formed" well_formed
point "the comparison notices a wrong verdict" check_can_fail
point "every verdict is as expected" "$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo"
point "the demo keeps its folder when one is named" test -d "$TMPDIR/demo/sample/inbox"
finish
