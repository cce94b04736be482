# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What every test of an exported format sources, besides tap.sh: states with given indicators, engines
# that run until the test ends, and harmless mail.
export PYTHONDONTWRITEBYTECODE=1

# knows STATE KIND=VALUE...: a new state whose ledger holds these indicators.
knows() {
	local state=$1
	shift
	new_state "$state"
	python3 "$TOP/tests/system/coverage.py" "$@" >"$TMPDIR/ledger.jsonl"
	"$KITH" ledger import --state "$TMPDIR/$state" "$TMPDIR/ledger.jsonl" >/dev/null
}

# exports STATE FORMAT FILE [OPTION...]
exports() {
	local state=$1 format=$2 file=$3
	shift 3
	"$KITH" export "$format" --state "$TMPDIR/$state" --out "$file" "$@"
}

# needs PROGRAM...: without them there is nothing to test with.
needs() {
	local program
	for program; do
		command -v "$program" >/dev/null && continue
		skip "$program" "it is not installed"
		finish
	done
}

# free_port: a port of loopback that nobody listens on.
free_port() {
	python3 -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

engines=()
# Ends only what engine started.
trap '[ ${#engines[@]} -eq 0 ] || kill "${engines[@]}" 2>/dev/null' EXIT

# engine COMMAND...: runs in the background until the test ends.
engine() {
	"$@" >"$TMPDIR/engine.log" 2>&1 </dev/null &
	engines+=($!)
}

# ready COMMAND...: waits until COMMAND succeeds.
ready() {
	for _ in $(seq 150); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.1
	done
	echo "not ready: $*"
	tail -n 20 "$TMPDIR/engine.log"
	return 1
}

# mail FILE TEXT [SENDER]: a message with TEXT in it.
mail() {
	printf 'From: %s\r\nTo: e.clarke@ours.example\r\nSubject: Re: order\r\nMessage-ID: <1@mail.example>\r\nDate: Thu, 30 Jan 2020 02:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n' \
		"${3:-someone@friends.example}" "$2" >"$1"
}

# harmless: files of harmless mail, one a line: what is honest in the demo, and real mail where it is.
harmless() {
	[ -d "$TMPDIR/demo" ] || "$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >/dev/null 2>&1
	find "$TMPDIR/demo/sample/inbox" -name 'honest-*.eml'
	[ -z "${KITH_DATA:-}" ] || find "$KITH_DATA/japanese" -name '*.eml' 2>/dev/null
}

# demo_state: the demo's ledger as the state "demo/state".
demo_state() {
	[ -d "$TMPDIR/demo" ] || "$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >/dev/null 2>&1
	"$KITH" scan --state "$TMPDIR/demo/state" --secret "$TMPDIR/demo/secret" --record \
		"$TMPDIR/demo/sample/inbox" >/dev/null 2>&1
	[ $? -eq 1 ]
}
