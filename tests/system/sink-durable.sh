# SPDX-License-Identifier: Apache-2.0
#
# What a sinkhole answered with 250 is in the ledger, exactly once: whenever it is killed, and when the disk
# is full.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/sinkhole.bash
. "$TOP/tests/system/sinkhole.bash"
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
new_state one || exit 1

durable() {
	python3 "$TOP/tests/system/sink_durable.py" "$@"
}

sink_begin one || exit 1
if strace -o /dev/null true 2>/dev/null; then
	point "written, synced, answered" durable order "$port" "$sink"
else
	skip "written, synced, answered" "strace may not trace here"
fi
sink_end
point "it ends" sink_well

point "killed 20 times while clients send" durable kill "$port" 20 "$KITH" sink --state "$TMPDIR/one" \
	--secret "$TMPDIR/secret" --json --listen "127.0.0.1:$port"
sink_begin one || exit 1
sink_end
point "it begins again and ends" sink_well
kith one ledger export >exported 2>/dev/null
point "every message answered is in the ledger, once" durable missing exported
finish
