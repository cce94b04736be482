# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A sinkhole on the loopback, for the tests that source this after tap.sh.

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
port=$(free_port)
tls_port=$(free_port)
relay_port=$(free_port)

# sink_begin STATE OPTION...: a sinkhole at $port and $tls_port, its process in $sink.
sink_begin() {
	sink_state=$1
	shift
	"$KITH" sink --state "$TMPDIR/$sink_state" --secret "$TMPDIR/secret" --name mx.sink.example --timeout 120 --json \
		--listen "127.0.0.1:$port" --listen "127.0.0.1:$tls_port/tls" "$@" >>sink.json 2>sink.log &
	sink=$!
	for _ in $(seq 100); do
		swaks --server "127.0.0.1:$port" --quit-after HELO >/dev/null 2>&1 && return 0
		kill -0 "$sink" || break
		sleep 0.1
	done
	cat sink.log >&2
	return 1
}

# It stops, when all that it took is recorded; how is in $sink_status. Not for point, whose commands have
# no children.
sink_end() {
	sink_status=0
	kill -TERM "$sink"
	wait "$sink" || sink_status=$?
}

# It ended, and nothing was wrong.
sink_well() {
	[ "$sink_status" -le 1 ] || { echo "status $sink_status"; cat sink.log; return 1; }
}

# taken MARK [COUNT]: COUNT messages (one) were taken for MARK@taken.example.
taken() {
	local count
	for _ in $(seq 100); do
		count=$(grep -c "\"$1@taken.example\"" sink.json)
		[ "$count" -ge "${2:-1}" ] && break
		sleep 0.1
	done
	[ "$count" -eq "${2:-1}" ] || { echo "$count messages for $1"; return 1; }
}

# account MARK ACCOUNT [MECHANISM]: with this login.
account() {
	grep "\"$1@taken.example\"" sink.json | grep -F "\"account\":\"$2\"" | grep -q "\"mechanism\":\"${3:-}"
}

# hosted MARK HOST: it was meant for HOST.
hosted() {
	grep "\"$1@taken.example\"" sink.json | grep -qF "\"host\":\"$2\""
}
