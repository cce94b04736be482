# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What every end-to-end test sources: TAP points, and a state directory with a secret in TMPDIR.

points=0
failures=0

# point NAME COMMAND...: passed when COMMAND succeeds; what it says is shown when it does not.
point() {
	local name=$1 output
	shift
	points=$((points + 1))
	if output=$("$@" 2>&1); then
		echo "ok $points - $name"
	else
		echo "not ok $points - $name"
		printf '%s\n' "$output" | head -n 20 | sed 's/^/# /'
		failures=$((failures + 1))
	fi
}

skip() {
	points=$((points + 1))
	echo "ok $points - $1 # SKIP $2"
}

# The last line of every test: the plan, and the status.
finish() {
	echo "1..$points"
	exit 0
}

# status WANTED COMMAND...: COMMAND ends with the status WANTED.
status() {
	local wanted=$1 got=0
	shift
	"$@" </dev/null || got=$?
	[ "$got" -eq "$wanted" ] || { echo "status $got, not $wanted: $*"; return 1; }
}

# says TEXT COMMAND...: COMMAND prints TEXT on either stream.
says() {
	local text=$1 output
	shift
	output=$("$@" 2>&1 </dev/null)
	[[ $output == *"$text"* ]] || { echo "does not say '$text':"; echo "$output"; return 1; }
}

same() {
	cmp "$1" "$2" || { diff -u "$1" "$2" | head -n 10; return 1; }
}

# kith STATE COMMAND...: the program on TMPDIR/STATE and the one secret of this test.
kith() {
	local state=$1 command=$2
	shift 2
	"$KITH" "$command" --state "$TMPDIR/$state" --secret "$TMPDIR/secret" "$@"
}

# new_state NAME: an empty memory of the organisation ours.example.
new_state() {
	kith "$1" init --org ours.example >"$TMPDIR/init.log" 2>&1 || { cat "$TMPDIR/init.log" >&2; return 1; }
}
