# SPDX-License-Identifier: Apache-2.0
#
# The two processes of a sinkhole: who they are, that neither outlives the other, one sinkhole for a state;
# and a disk that is full for either.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/sinkhole.bash
. "$TOP/tests/system/sinkhole.bash"
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
new_state one || exit 1

answers() {
	swaks --server "127.0.0.1:$port" --from bot@client.example --to "$1@taken.example" >swaks.log 2>&1
	grep -q "^<.*  *$2 " swaks.log || { tail -n 5 swaks.log; return 1; }
}
receiver() {
	python3 -c "import sys; sys.path.insert(0, '$TOP/tests/system'); import sink; print(sink.receiver_of($sink))"
}
gone() {
	for _ in $(seq 50); do
		kill -0 "$1" 2>/dev/null || return 0
		sleep 0.1
	done
	echo "process $1 is there still"
	return 1
}

sink_begin one || exit 1
point "a second sinkhole on the same state" says "another process" kith one sink --listen "127.0.0.1:$relay_port"
point "its status is 2" status 2 kith one sink --listen "127.0.0.1:$relay_port"
point "the first one serves on" answers served 250
point "and records" taken served
receiving=$(receiver)
kill -KILL "$sink"
wait "$sink" 2>/dev/null
point "a receiver ends with its recorder" gone "$receiving"
sink_begin one || exit 1
receiving=$(receiver)
kill -KILL "$receiving"
sink_status=0
wait "$sink" || sink_status=$?
point "a recorder ends with its receiver, with status 2" test "$sink_status" -eq 2

refuses_link() {
	mkdir elsewhere && ln -s ../elsewhere linked/spool
	status 2 kith linked sink --listen "127.0.0.1:$port" && [ "$(stat -c %u elsewhere)" -eq 0 ]
}
if [ "$(id -u)" -eq 0 ]; then
	new_state owned || exit 1
	chown -R daemon owned
	point "a receiver whose spool the owner cannot read" status 2 kith owned sink --listen "127.0.0.1:$port" --user nobody
	new_state linked || exit 1
	point "a link for a spool is not given away" refuses_link
fi

mkdir disk
if ! mount -t tmpfs -o size=300m,mode=755 kith-test disk 2>/dev/null; then
	skip "a small disk" "no permission to mount one"
	finish
fi
trap 'umount -l "$TMPDIR/disk"' EXIT
new_state disk/state || exit 1
sink_begin disk/state || exit 1
fill() {
	head -c "${1:-400m}" /dev/zero >disk/filler 2>/dev/null
	return 0
}
point "with room on the disk" answers roomy 250
kill -STOP "$sink"
point "a recorder that is slow" answers slow 250
fill 250m
point "little room is no room" answers little 452
fill
point "a full disk" answers full 452
kill -CONT "$sink"
complains() {
	for _ in $(seq 100); do
		grep -Eq 'ledger|raw' sink.log && return 0
		sleep 0.1
	done
	cat sink.log
	return 1
}
point "the recorder says that it has no room" complains
rm disk/filler
point "with room again, messages are taken" answers again 250
recorded() {
	for _ in $(seq 200); do
		grep -q '"slow@taken.example"' sink.json && break
		sleep 0.1
	done
	taken slow && taken again
}
point "and recorded, those before too" recorded
sink_end
point "it ends" sink_well
kith disk/state ledger export export >/dev/null 2>&1
exactly() {
	[ "$(grep -o "[a-z]*@taken.example" export | sort | uniq -c | tr -s ' \n' ' ')" = " 1 again@taken.example 1 roomy@taken.example 1 slow@taken.example " ] ||
		{ grep -o "[a-z]*@taken.example" export | sort | uniq -c; return 1; }
}
point "the ledger has what was answered, once" exactly
umount disk
trap - EXIT
finish
