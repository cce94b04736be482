# SPDX-License-Identifier: Apache-2.0
#
# A disk without room under the guard's state, behind a real Postfix with room: the guard starts and
# judges all the same, only learning waits, and what waited is learned once there is room.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard on a full disk" "this needs root and Postfix"
	finish
fi
mkdir disk
if ! mount -t tmpfs -o size=40m,mode=755 kith-test disk 2>/dev/null; then
	skip "the guard on a full disk" "no permission to mount a disk"
	finish
fi
trap 'umount -l "$TMPDIR/disk"' EXIT
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state disk/state
kith disk/state learn genuine.eml >learn.log || exit 1
printf '[actions]\nhijacked=header\n' >>disk/state/kith.conf
smtp=$(free_port)
milter=$(free_port)
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
finally() {
	postfix_stop mta
	kill "$guard_pid"
	umount -l "$TMPDIR/disk"
}
trap finally EXIT
postfix_start mta
outside=(--client 203.0.113.9)

warned() {
	local path
	path=$(deliver mta "$smtp" form-utf8.eml "$1" "${outside[@]}") || { cat answer; return 1; }
	grep -q '^X-Kith-Verdict: hijacked' "$path" || head -n 20 "$path"
}
counted() {
	local number
	number=$(kith disk/state status --json | sed "s/.*\"$1\":\([0-9]*\).*/\1/")
	[ "$number" -gt 0 ] || { echo "$1: $number"; return 1; }
}
alive() {
	kill -0 "$guard_pid"
}

guard_start disk/state "$milter"
point "with room" warned a
await nothing_to_learn disk/state
guard_stop
dd if=/dev/zero of=disk/fill bs=4k 2>fill.log
point "the disk is full" grep -q "No space left" fill.log
guard_start disk/state "$milter"
point "the guard starts all the same" port_open "$milter"
point "and judges" warned b
point "by what it remembers" says '"cold":false' tail -n 20 guard.log
point "it counts that it cannot learn" await counted unlearnable
sleep 3
pgrep -P "$guard_pid" -n | xargs kill -KILL
sleep 3
point "it outlives its learner" alive
pgrep -P "$guard_pid" -o | xargs kill -KILL
await port_open "$milter"
sleep 1
point "and its filter" warned c
rm disk/fill
known() {
	says '"known":1' kith disk/state learn --json later.eml
}
sed '/^Received/,/^\tby/d; s/^Message-ID.*/Message-ID: <later@partner.example>/' genuine.eml >later.eml
point "with room again" status 0 send "$smtp" later.eml --to a@ours.example "${outside[@]}"
point "it learns" await known
finish
