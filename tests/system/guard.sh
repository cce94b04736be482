# SPDX-License-Identifier: Apache-2.0
#
# The guard behind a real Postfix: what passes untouched, what is learned, and that the forged answer
# is known for what it is.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard behind Postfix" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
new_state state
cat >>state/kith.conf <<END

[guard]
networks=10.0.0.0/8
END
smtp=$(free_port)
milter=$(free_port)
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
trap 'postfix_stop mta; guard_stop' EXIT

point "root is refused without a user" status 2 kith state guard --listen inet:1@127.0.0.1
point "a place to listen is needed" status 2 kith state guard --user nobody
postfix_start mta
# As systemd waits for a service: says "ready" when told, and the filter then answers.
python3 - "$milter" >told 2>&1 <<'END' &
import os, socket, sys
starter = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
starter.bind(f"\0kith-test-{os.getppid()}")
starter.settimeout(30)
message = starter.recv(100)
socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
print("ready" if message == b"READY=1" else message)
END
starter=$!
await grep -q "@kith-test-$$" /proc/net/unix
NOTIFY_SOCKET=@kith-test-$$ guard_start state "$milter"
wait "$starter"
point "who starts it is told when it listens" grep -qx ready told
second() {
	says "another guard runs on this state: it holds $TMPDIR/state/guard/lock" \
		kith state guard --user nobody --listen "inet:$(free_port)@127.0.0.1"
}
point "a second guard on one state is refused" second
point "with the status of what cannot start" status 2 kith state guard --user nobody --listen "inet:$(free_port)@127.0.0.1"
point "and the first one still answers" says '"clean":0' kith state status --json

# What stands below the fields that Postfix wrote on the way: the message as it was sent.
content() {
	sed -n '/^Received: from client/,$p' "$1" | sed -n '/^\(From\|X-Test\)/,$p'
}

untouched() {
	local path
	path=$(deliver mta "$smtp" "$1" emi.fujita "${@:2}") || { cat answer guard.log; return 1; }
	cmp <(content "$path") <(sed -n '/^\(From\|X-Test\)/,$p' "$1")
}

knows() {
	says '"learned":0,"known":1' kith state learn --json "$1"
}

outside=(--client 203.0.113.9)
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
{ printf 'X-Test:   led by spaces\nX-Kith-Test: theirs\n'; cat mail.eml; printf '.dotted\n..\n \n'; } >odd.eml
point "it observes unless told otherwise: mail passes byte by byte" untouched mail.eml "${outside[@]}"
point "the log tells the verdict" await grep -q '"verdict":"clean","action":"observe"' guard.log
point "and it is learned" await knows genuine.eml
point "nothing is left to be learned" await nothing_to_learn state
sed 's/^Received.*//; /^\tby/d; /^$/{1d}' hijacked.eml | sed '/./,$!d' >forged.eml
point "a forged answer passes too, observed" untouched forged.eml "${outside[@]}"
point "and is known for what it is" await grep -q '"verdict":"hijacked","action":"observe"' guard.log
watched() {
	says "only watches so far: 1." kith state digest --language en --since 1h
}
point "a digest says that it was only watched" await watched
point "it is in the ledger" await says 'chie.doi@partner.example' kith state victims --json
sed 's/^Message-ID.*/Message-ID: <own@ours.example>/; s/^From:.*/From: Emi Fujita <emi.fujita@ours.example>/' mail.eml >own.eml
point "our own network's mail goes out untouched" untouched own.eml --client 10.1.2.3
point "and is learned as ours" await knows own.eml

# Settings
cat >>state/kith.conf <<END
[actions]
suspicious=header
hijacked=header
clean=header
END
guard_stop
guard_start state "$milter"
headed() {
	local path
	path=$(deliver mta "$smtp" "$1" emi.fujita "${outside[@]}") || { cat answer; return 1; }
	grep "^X-Kith-" "$path" | tr '\n' ' '
}
point "a header tells the verdict" says 'X-Kith-Verdict: hijacked; score=' headed forged.eml
sed '1iX-Kith-Verdict: clean\nx-kith-verdict: clean\nX-KITH-Other: x' forged.eml >posing.eml
point "and a forged one is taken out" bash -c '[ "$1" = "X-Kith-Verdict: hijacked" ]' - "$(headed posing.eml | cut -d';' -f1)"

# The one public pair: a genuine mail and the reply that Emotet made of it.
if [ -n "${KITH_DATA-}" ] && [ -d "$KITH_DATA/emotet" ]; then
	guard_stop
	new_state pair
	printf '[guard]\nnetworks=10.0.0.0/8\n[actions]\nhijacked=warn\nsuspicious=warn\n' >>pair/kith.conf
	guard_start pair "$milter"
	cp "$KITH_DATA"/emotet/*-legitimate.eml pair-genuine.eml
	cp "$KITH_DATA"/emotet/*-hijacked.eml pair-forged.eml
	pair_knows() {
		says '"known":1' kith pair learn --json pair-genuine.eml
	}
	point "the genuine mail goes out" status 0 send "$smtp" pair-genuine.eml --to k@partner.example --client 10.1.2.3
	await nothing_to_learn pair
	point "and is learned" pair_knows
	pair_warned() {
		local path
		path=$(deliver mta "$smtp" pair-forged.eml emi.fujita "${outside[@]}") || { cat answer; return 1; }
		grep '^X-Kith-Verdict' "$path"
		python3 "$TOP/tests/system/warned.py" texts "$path"
	}
	point "the forged reply is warned of by the name it pretends" \
		says 'gives "K********* R*******" as its sender, but it was sent from relay.account@clinic.example' pair_warned
	point "as hijacked" says 'X-Kith-Verdict: hijacked' pair_warned
else
	skip "the public pair, live" "KITH_DATA names no real mail"
fi
finish
