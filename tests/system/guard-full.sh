# SPDX-License-Identifier: Apache-2.0
#
# A quarantine that holds all it may, behind a real Postfix: what should be held is put off or warned
# of, as the settings say, and nothing of it is lost; the log and the numbers tell, and there is room
# again once something is deleted.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard with a full quarantine" "this needs root and Postfix"
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
fail=tempfail
[actions]
suspicious=hold
hijacked=hold
[actions plain@ours.example]
suspicious=observe
hijacked=observe
END
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
postfix_make away "$(free_port)" ""
trap 'postfix_stop mta; postfix_stop away; kill "$guard_pid" 2>/dev/null' EXIT
postfix_start mta
guard_start state "$milter"
outside=(--client 203.0.113.9)

# status_says NAME NUMBER
status_says() {
	kith state status --json >status.json && grep -q "\"$1\":$2[,}]" status.json || { cat status.json; return 1; }
}
held() {
	kith state quarantine list --json | grep -c '"state":"held"'
}
log_says() {
	tail -n 4 guard.log | grep -q "$1" || { tail -n 4 guard.log; return 1; }
}
# As a message of so many bytes would stand there; its hole takes none of the disk.
fill() {
	local path=state/guard/quarantine/00066000000000000000000$1.held
	printf 'time: 1580000000\nverdict: hijacked\nreason: large\nsender: a@elsewhere.example\nsubject: Large\nfrom: <a@elsewhere.example>\nto: <b@ours.example>\n\n' >"$path"
	truncate -s "$2" "$path"
	chown nobody "$path"
}

point "while there is room a message is held" status 0 send "$smtp" form-utf8.eml --to a@ours.example "${outside[@]}"
point "it is there" status_says held 1
if ! fill 1 $((8192 << 20)); then
	skip "a full quarantine" "the disk keeps no files with holes"
	finish
fi

# The room is reckoned with for the guard's next start.
guard_stop
guard_start state "$milter"
touch mark
point "a full one puts the message off" status 2 send "$smtp" form-html.eml --to a@ours.example "${outside[@]}"
point "the log says so" log_says '"event":"fault","problem":".*the quarantine is full"'
point "and what became of the message" log_says '"verdict":"hijacked","action":"tempfail"'
point "kith status says so" status_says unheld 1
point "in words" says "could not be held" kith state status
point "and counts no message as held" status_says hold 0
point "what is held stays" test "$(held)" -eq 2
point "to several recipients too" status 2 send "$smtp" form-html.eml --to plain@ours.example --to a@ours.example "${outside[@]}"
point "and nobody has got it meanwhile" test -z "$(mailbox mta plain)$(mailbox mta a)"
point "other mail comes in" status 0 send "$smtp" form-html.eml --to plain@ours.example "${outside[@]}"
arrived() {
	[ -n "$(mailbox mta "$1")" ]
}
point "and arrives" await arrived plain

# A server that takes mail for us tries again what was put off.
main_cf away "virtual_mailbox_domains =" "relay_domains = ours.example" "relay_transport = smtp:[127.0.0.1]:$smtp" \
	"minimal_backoff_time = 1s" "maximal_backoff_time = 2s" "queue_run_delay = 1s" "smtp_send_xforward_command = no"
sed -i "s/^smtpd_milters = .*/smtpd_milters =/" away/etc/main.cf
postfix_start away
away=$(sed -n 's/^127.0.0.1:\([0-9]*\) inet.*/\1/p' away/etc/master.cf)
point "a server that tries again" status 0 send "$away" form-alternative.eml --to later@ours.example
put_off() {
	grep -q 'status=deferred' away/log/mail.log
}
point "is told to" await put_off
point "delete makes room" status 0 kith state quarantine delete 000660000000000000000001
sleep 2
taken() {
	grep -q 'status=sent.*' away/log/mail.log
}
point "and the message is taken then" await taken
point "and held" says '"rcpt_to":["<later@ours.example>"]' kith state quarantine list --json
point "which is counted" status_says hold 1
point "as is the next" status 0 send "$smtp" form-html.eml --to a@ours.example "${outside[@]}"
point "of which there are three now" test "$(held)" -eq 3

# The other way: nothing is put off
fill 2 $((8192 << 20))
sed -i 's/^fail=.*/fail=accept/' state/kith.conf
guard_stop
guard_start state "$milter"
warned() {
	local path
	path=$(deliver mta "$smtp" form-html.eml "$@" "${outside[@]}") || { cat answer; tail -n 3 guard.log; return 1; }
	grep -q '^X-Kith-Verdict: hijacked' "$path" && grep -q '^Subject: \[Caution\]' "$path" &&
		python3 "$TOP/tests/system/warned.py" check form-html.eml "$path" en
}
point "or it is delivered with a warning" warned b
point "the log says that" log_says '"verdict":"hijacked","action":"warn"'
point "and why" log_says "the quarantine is full"
point "kith status too" status_says warn 1
point "and that it should have been held" status_says unheld 1
point "what is held still stays" test "$(held)" -eq 4
rm state/guard/quarantine/000660000000000000000002.held
sleep 2
point "with room again it holds" status 0 send "$smtp" form-html.eml --to a@ours.example "${outside[@]}"
point "the next one" status_says hold 1
finish
