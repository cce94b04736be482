# SPDX-License-Identifier: Apache-2.0
#
# Mail that the guard cannot read, behind a real Postfix: whatever ends the workers that try, the
# message is dealt with as the settings have it for "unscannable", and no other is touched by it. And
# mail that would take too much to read in full, which is judged by the rest.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard and what cannot be read" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
python3 "$TOP/tests/system/bombs.py" . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
smtp=$(free_port)
milter=$(free_port)
cat >>state/kith.conf <<END
[guard]
fail=tempfail
sendmail=/usr/sbin/sendmail -C $TMPDIR/mta/etc
[actions]
suspicious=hold
hijacked=hold
[actions warn@ours.example]
unscannable=warn
[actions hold@ours.example]
unscannable=hold
[actions reject@ours.example]
unscannable=reject
[actions plain@ours.example]
unscannable=observe
END
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
main_cf mta "non_smtpd_milters = inet:127.0.0.1:$milter"
trap 'postfix_stop mta; kill "$guard_pid" $stopper 2>/dev/null' EXIT
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
# let_have BYTES: what the workers of the filter may have besides what they have now. Only their own
# user may say so where root is not allowed everything.
let_have() {
	local most process
	most=$(($(awk '/^VmData/ { print $2 }' "/proc/$(zygote)/status") * 1024 + $1))
	for process in $(zygote) $(worker); do
		setpriv --reuid=65534 --regid=65534 --clear-groups prlimit --pid "$process" --data="$most"
	done
}
count() {
	kith state status --json | sed "s/.*\"$1\":\([0-9]*\).*/\1/"
}
counts() {
	[ "$(count "$1")" -eq "$2" ] || kith state status --json | grep -v .
}
last() {
	[ "$(grep '"event":"judged"' guard.log | tail -n 1 | grep -c "$1")" -eq 1 ] || { tail -n 3 guard.log; return 1; }
}

# Too little memory for a message: the worker aborts, and so does the second one.
{ cat form-utf8.eml; yes "$(head -c 900 /dev/zero | tr '\0' x) and so on" | head -n 8000; } >long.eml
let_have $((4 << 20))
tagged() {
	local path
	path=$(deliver mta "$smtp" long.eml warn "${outside[@]}") || { cat answer; tail -n 3 guard.log; return 1; }
	grep -q '^X-Kith-Verdict: unscannable' "$path" && grep -q '^Subject: \[Caution\]' "$path"
}
point "what cannot be read is warned of" tagged
point "the log tells why" last '"verdict":"unscannable","action":"tag".*"problem":"a worker died on it twice'
point "kith status counts it" counts unscannable 1
untouched() {
	local path
	path=$(deliver mta "$smtp" long.eml plain "${outside[@]}") || { cat answer; return 1; }
	python3 "$TOP/tests/system/warned.py" bodies long.eml "$path" && ! grep -q '^X-Kith' "$path"
}
point "or let through" untouched
point "or refused" status 1 send "$smtp" long.eml --to reject@ours.example "${outside[@]}"
touch mark
point "or held" status 0 send "$smtp" long.eml --to hold@ours.example "${outside[@]}"
point "in quarantine with its reason" says '"verdict":"unscannable","reason":"a worker died on it twice' kith state quarantine list --json
point "a smaller one is read" status 0 send "$smtp" form-utf8.eml --to warn@ours.example "${outside[@]}"
point "and judged" last '"verdict":"hijacked","action":"hold"'
id=$(kith state quarantine list --json | grep unscannable | sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')
kith state quarantine show "$id" | tr -d '\r' >shown.eml
point "what was held is whole" same long.eml shown.eml
point "and can be released, though it still cannot be read" status 0 kith state quarantine release "$id"
released() {
	local path
	path=$(mailbox mta hold) && [ -n "$path" ] && python3 "$TOP/tests/system/warned.py" bodies long.eml "$path"
}
point "to whom it was for" await released
send "$smtp" long.eml --to other@ours.example "${outside[@]}" >answer
point "where nothing is said it is suspicious" says '"rcpt_to":["<other@ours.example>"]' kith state quarantine list --json

# Workers that do not come to an end; the next one, which puts the banner in, does.
guard_stop
sed -i 's/^fail=.*/&\ntimeout=12/' state/kith.conf
guard_start state "$milter" -j 1
send "$smtp" form-utf8.eml --to warn@ours.example "${outside[@]}" >answer
slow() {
	python3 "$TOP/tests/system/bombs.py" stop "$(zygote)" 2 >stopped.log &
	stopper=$!
	await grep -q ready stopped.log
	"$@"
	slow=$?
	kill "$stopper" 2>/dev/null
	return "$slow"
}
point "what takes too long is held" slow status 0 send "$smtp" long.eml --to hold@ours.example "${outside[@]}"
point "for that reason" last '"verdict":"unscannable","action":"hold".*"problem":"took longer than 3 s twice"'
point "the next is read" status 0 send "$smtp" form-html.eml --to warn@ours.example "${outside[@]}"
point "and judged" last '"verdict":"hijacked"'
warned() {
	local path
	path=$(deliver mta "$smtp" long.eml warn "${outside[@]}") || { cat answer; tail -n 3 guard.log; return 1; }
	grep -q '^X-Kith-Verdict: unscannable' "$path" && grep -q '^Subject: \[Caution\]' "$path" &&
		python3 "$TOP/tests/system/warned.py" texts "$path" | grep -q "This message could not be checked"
}
point "or warned of, with a banner" slow warned

# Archives that hold more than is looked at
sed -i '/^timeout=/d' state/kith.conf
point "reload" status 0 kith state guard --reload
for bomb in bomb-*.eml; do
	point "$bomb" status 0 send "$smtp" "$bomb" --to warn@ours.example "${outside[@]}"
	point "is judged by the rest" last '"verdict":"hijacked","action":"hold"'
done
point "nobody got them" test -z "$(grep -l confirmation mta/mail/x/new/* | xargs grep -l 'bomb')"
point "the guard had no fault" counts faults 0
guard_stop
point "a stop is a good end" test $? -eq 0
finish
