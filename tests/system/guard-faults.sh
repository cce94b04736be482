# SPDX-License-Identifier: Apache-2.0
#
# The guard's own faults behind a real Postfix: it ends while messages are at hand, has more of them
# than it can read, or loses its memory. None of it decides over mail but as the settings say.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the faults of the guard" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
smtp=$(free_port)
milter=$(free_port)
cat >>state/kith.conf <<END
[guard]
timeout=12
fail=tempfail
[actions]
hijacked=header
clean=header
suspicious=tag
[actions observe@ours.example]
suspicious=observe
[actions hold@ours.example]
hijacked=hold
END
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
trap 'postfix_stop mta; kill "$guard_pid" $hanging 2>/dev/null' EXIT
postfix_start mta
guard_start state "$milter" -j 1
outside=(--client 203.0.113.9)

# The filter is the older child; its workers are its zygote's children.
zygote() {
	pgrep -P "$(pgrep -o -P "$guard_pid")"
}
worker() {
	pgrep -P "$(zygote)"
}
# send_some N: N messages at a time, their statuses in the files status.N.
send_some() {
	local i
	for ((i = 0; i < $1; i++)); do
		{ send "$smtp" form-utf8.eml --to "c@ours.example" "${outside[@]}" >"answer.$i"; echo $? >"status.$i"; } &
		sending+=($!)
	done
}
# at_hand N: the mail server has handed over N messages since it started.
at_hand() {
	[ "$(grep -c 'message-id=' mta/log/mail.log)" -ge "$1" ]
}
log_says() {
	grep -q "$1" guard.log
}

point "a message makes a worker" status 0 send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}"
point "no folder is no empty quarantine" status 2 kith elsewhere quarantine list

# The end, with a message that is being read
sending=()
xargs kill -STOP < <(worker)
send_some 1
await at_hand 2
began=$SECONDS
guard_stop
point "a stop is a good end" test $? -eq 0
wait "${sending[@]}"
point "and waits for the answer to the message at hand" grep -q ^250 answer.0
point "for the time of one message at most" test $((SECONDS - began)) -le 15
guard_start state "$milter" -j 1
python3 - "$smtp" >hanging.log 2>&1 <<'END' &
import smtplib, sys, time
smtp = smtplib.SMTP("127.0.0.1", int(sys.argv[1]))
smtp.ehlo()
smtp.mail("a@elsewhere.example")
print("there", flush=True)
time.sleep(60)
END
hanging=$!
await grep -q there hanging.log
began=$SECONDS
guard_stop
point "a session that hangs holds it up no longer" test $((SECONDS - began)) -le 15
kill $hanging
guard_start state "$milter" -j 1

# Back-pressure: the one seat is taken, and no worker comes in its place.
crowd() {
	local seen
	seen=$(grep -c 'message-id=' mta/log/mail.log)
	sending=()
	xargs kill -STOP < <(worker; zygote)
	send_some 4
	await at_hand $((seen + 4))
	sleep 4
	xargs kill -CONT < <(zygote)
	wait "${sending[@]}"
}
send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}" >answer
crowd
point "more messages than it can read are a fault" log_says "too many messages at a time"
point "and put off when the settings say so" grep -q 2 status.[0-3]
sed -i 's/^fail=.*/fail=accept/' state/kith.conf
point "reload" status 0 kith state guard --reload
send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}" >answer
crowd
point "or passed" bash -c '! grep -v 0 status.[0-3]'
unjudged() {
	grep -l '^X-Kith-Verdict: unjudged' mta/mail/x/new/* | xargs grep -lF 'Subject: [Caution]' | grep -q .
}
point "with a mark that nobody judged them" await unjudged
point "which is counted" says '"unjudged":' kith state status --json
point "and logged" log_says '"event":"unjudged","action":"tag"'

# A memory that cannot be read any more
judged_cold() {
	local before
	before=$(grep -c "\"cold\":$1" guard.log)
	deliver mta "$smtp" form-utf8.eml c "${outside[@]}" >path && [ "$(grep -c "\"cold\":$1" guard.log)" -gt "$before" ]
}
point "judged with memory" judged_cold false
head -c 20000 /dev/urandom >state/memory.2.mdb
chown nobody state/memory.2.mdb
point "without one mail is judged by itself" judged_cold true
point "and still delivered" grep -q '^X-Kith-Verdict' "$(cat path)"
rm -f state/memory.2.mdb*
sleep 5
point "and with it when it is there again" judged_cold false

# A log that nobody reads: a pipe that holds a page
guard_stop
mkfifo log.pipe
exec 7<>log.pipe
python3 -c 'import fcntl; fcntl.fcntl(7, 1031, 4096)'
"$KITH" guard --state state --secret secret --user nobody --listen "inet:$milter@127.0.0.1" 2>log.pipe 7>&- &
guard_pid=$!
await port_open "$milter"
all_taken() {
	local i
	for ((i = 0; i < 30; i++)); do
		send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}" || return 1
	done
}
began=$SECONDS
point "a log that nobody reads holds up no mail" all_taken
point "nor its end" test $((SECONDS - began)) -le 30
not_logged() {
	kith state status --json | grep -q '"unlogged":[1-9]'
}
point "the lines are counted" not_logged
cat <&7 >read.log &
reader=$!
sleep 0.5
point "and once it is read again" status 0 send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}"
point "it tells of them" await grep -q '"event":"lost","lines":[1-9]' read.log
kill "$reader"
guard_stop
exec 7>&-
guard_start state "$milter" -j 1
point "each line of the log is an object" python3 -c '
import json
for name in ("guard.log", "read.log"):
    for line in open(name): json.loads(line)'

# The service's own user finds what root set up: in a file system of their own.
as_user() {
	unshare -m bash -c '
		mount -t tmpfs none /var/lib && mkdir /var/lib/kith && mount --bind state /var/lib/kith &&
		HOME=/nonexistent exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"' - "$KITH" "$@"
}
point "a message is held" status 0 send "$smtp" form-utf8.eml --to hold@ours.example "${outside[@]}"
if unshare -m true 2>/dev/null; then
	point "the service's user needs not say where the quarantine is" says '"verdict":"hijacked"' as_user quarantine list --json
	point "nor where the guard is" says '"held":1' as_user status --json
else
	skip "the service's user" "no mount namespaces"
fi
finish
