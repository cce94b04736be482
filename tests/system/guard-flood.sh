# SPDX-License-Identifier: Apache-2.0
#
# Many messages in 50 sessions behind a real Postfix, while workers and processes of the guard are
# killed, it is restarted and reloaded twice, and the disk with its state and the queue and mailboxes of
# Postfix is full for a while: each message is to arrive once. KITH_GUARD_MESSAGES says how many, 2000
# by default.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard in a flood" "this needs root and Postfix"
	finish
fi
messages=${KITH_GUARD_MESSAGES:-2000}
mkdir disk
chmod 755 .
# A message lies there once in the Maildir; 300 MB more are for what is under way and the state.
if ! mount -t tmpfs -o "size=$((300 + messages / 100))m,mode=755" kith-test disk 2>/dev/null; then
	skip "the guard in a flood" "no permission to mount a disk"
	finish
fi
trap 'umount -l "$TMPDIR/disk"' EXIT
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
new_state disk/state
kith disk/state learn genuine.eml >learn.log || exit 1
cat >>disk/state/kith.conf <<END
[guard]
fail=tempfail
[actions]
hijacked=warn
[actions u3@ours.example]
hijacked=hold
END
smtp=$(free_port)
milter=$(free_port)
postfix_make disk/mta "$smtp" "inet:127.0.0.1:$milter"
# Postfix's own log daemon and its master wait for each other for ever once the daemon cannot write or falls
# behind: here it is not used.
main_cf disk/mta "maillog_file =" "transport_retry_time = 2s" "minimal_backoff_time = 1s" "maximal_backoff_time = 2s" "queue_run_delay = 1s"
finally() {
	postfix_stop disk/mta
	guard_stop
	umount -l "$TMPDIR/disk"
}
trap finally EXIT
postfix_start disk/mta
guard_start disk/state "$milter"

# The workers of our guard alone: children of the zygotes of its two processes.
workers() {
	local child zygote
	for child in $(pgrep -P "$guard_pid"); do
		for zygote in $(pgrep -P "$child"); do
			pgrep -P "$zygote"
		done
	done
}
# What happens at a step, besides that workers are killed all the time.
trouble() {
	case $1 in
	2 | 7) kith disk/state guard --reload >>reload.log 2>&1 ;;
	3) pgrep -P "$guard_pid" -o | xargs kill -KILL ;;
	4)
		dd if=/dev/zero of=disk/fill bs=64k 2>fill.log
		sleep 2
		rm disk/fill
		;;
	5 | 8) guard_stop; guard_start disk/state "$milter" ;;
	6) pgrep -P "$guard_pid" -n | xargs kill -KILL ;;
	esac
}
python3 "$TOP/tests/system/flood.py" "$smtp" "$messages" 50 form-utf8.eml mail.eml 2>flood.log >flood.out &
flood=$!
# The troubles are spread over the messages, however fast those are.
step=0
while kill -0 "$flood" 2>/dev/null; do
	sleep 0.3
	workers | shuf -n 1 | xargs -r kill -KILL
	[ "$(grep -c '"judged"' guard.log)" -gt $((step * messages / 10)) ] && trouble $((++step))
done
point "all troubles came while it lasted" test "$step" -ge 8
wait "$flood"
point "every one of $messages messages was taken in the end" grep -q "^taken $messages" flood.out
point "the disk was full" grep -q "No space left" fill.log

# Delivered, or held for the one whose mail is to be.
numbers() {
	grep -rhi '^X-Number:' "$@" 2>/dev/null | tr -d '\r' | sort
}
arrived() {
	[ -z "$(find disk/mta/queue/{incoming,active,deferred} -type f 2>/dev/null)" ] || return 1
	numbers disk/mta/mail/x/new >delivered.txt
	numbers disk/state/guard/quarantine >held.txt
	[ "$(sort -u delivered.txt held.txt | wc -l)" -eq "$messages" ]
}
# What delivers mail may rest for a minute after a full disk.
for i in 1 2 3 4 5; do arrived && break; await arrived; done
point "none is lost" arrived
point "none is delivered twice" test -z "$(uniq -d delivered.txt)"
point "some are held" test -s held.txt
# Whoever dies between holding a message and saying so gets it again.
point "next to none is held twice" test "$(uniq -d held.txt | wc -l)" -le 5
point "or held and delivered" test "$(sort -u held.txt | comm -12 - delivered.txt | wc -l)" -le 5
echo "# $(cat flood.out); delivered $(wc -l <delivered.txt), held $(wc -l <held.txt), held twice $(uniq -d held.txt | wc -l)"
echo "# not learned from: $(grep -c 'backlog.*No space left\|backlog is full' guard.log)"
for i in 1 2 3 4 5 6 7 8 9; do nothing_to_learn disk/state && break; await nothing_to_learn disk/state; done >/dev/null
point "all that was kept was learned from" nothing_to_learn disk/state
sed 's/^Message-ID.*/Message-ID: <last@partner.example>/' mail.eml >last.eml
known() {
	says '"known":1' kith disk/state learn --json last.eml
}
point "and the guard goes on" status 0 send "$smtp" last.eml --to a@ours.example --client 203.0.113.9
point "learning" await known
finish
