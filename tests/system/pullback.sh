# SPDX-License-Identifier: Apache-2.0
#
# pullback: a message that was let through is convicted by what came later, and the commands that it
# gives rise to do nothing but what they say, whatever its Message-ID holds.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

"$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >"$TMPDIR/demo.log" 2>&1 || exit 1
cp -r "$TMPDIR/demo/state" "$TMPDIR/one"
cp "$TMPDIR/demo/secret" "$TMPDIR/secret"
mkdir "$TMPDIR/mail" "$TMPDIR/bin"
inbox=$TMPDIR/demo/sample/inbox
python3 "$TOP/tests/system/delivered.py" "$TMPDIR/mail/m" "$inbox/hijack-01-classic-english.eml" \
	"$inbox/hijack-03-name-and-address.eml" "$inbox/hijack-05-thread-headers-restored.eml" || exit 1
cd "$TMPDIR" || exit 1

# doveadm that writes down its arguments, one a line.
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>%s/called.txt\n' "$TMPDIR" >bin/doveadm
chmod +x bin/doveadm
evil="<x'\$(touch\${IFS}pwned)\`id\`;\"&|@kunde.example>"

verdict() {
	kith one scan --json --record "$1" 2>/dev/null | sed 's/.*"verdict":"\([a-z]*\)".*/\1/'
}
is() {
	[ "$1" = "$2" ] || { echo "'$2', not '$1'"; return 1; }
}

# calls WANTED SHELL-COMMAND: what doveadm is called with.
calls() {
	rm -f called.txt
	PATH=$TMPDIR/bin:$PATH sh -c "$2" >said.txt 2>&1
	printf '%b' "$1" >wanted.txt
	same wanted.txt called.txt && [ ! -e pwned ]
}

point "it is let through when it comes" is unverified "$(verdict mail/m.eml)"
point "nothing is pulled back before its campaign is known" status 0 kith one pullback
for number in 1 2 3; do
	verdict "mail/m-$number.eml" >/dev/null
done
point "afterwards it is convicted" status 1 kith one pullback
kith one pullback --json >found.jsonl
point "mailbox, Message-ID and verdicts" python3 - found.jsonl <<'PYTHON'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert len(rows) == 1, rows
row = rows[0]
assert row["mailbox"] == "e.clarke@hoshino-instruments.example" and "pwned" in row["message_id"], row
assert (row["verdict_then"], row["verdict"], row["reason"], row["path"]) == ("unverified", "hijacked", "same file", None), row
PYTHON
point "not outside its time" status 0 kith one pullback --since 2025-09-20

# A judgement by somebody who knows stands, whatever the message shares with others.
cp -r one two
point "what is marked as benign" status 0 kith two mark benign mail/m.eml
point "stays where it is" status 0 kith two pullback
create="mailbox\ncreate\n-u\ne.clarke@hoshino-instruments.example\nQuarantine\n"
search="mailbox\n*\nNOT\nmailbox\nQuarantine\nheader\nmessage-id\n"
move="move\n-u\ne.clarke@hoshino-instruments.example\nQuarantine\n$search"
kith one pullback --doveadm >commands.sh
printf '%s\n' "$evil" >evil.txt
point "doveadm moves that one and nothing else" calls "$create$move$(sed 's/\\/\\\\/g' evil.txt)\n" ". ./commands.sh"
kith one pullback --script >script.sh
point "the script counts" calls "search\n-u\ne.clarke@hoshino-instruments.example\n$search$evil\n" \
	"sh script.sh"
point "and moves when it is asked to" calls \
	"$create$move$evil\n" "sh script.sh --move"
point "nothing deletes" bash -c "! grep -qw 'expunge\|delete\|rm' commands.sh script.sh"
printf '[organisation]\ndomains=elsewhere.example\n' >one/kith.conf
point "mailboxes that are not ours are left out, and that is said" says "own mailbox: 1;" kith one pullback --doveadm
point "mail lying there is judged again" bash -c \
	"'$KITH' pullback --state one --secret secret --json mail | grep -c '\"path\":\"mail/m' | grep -qx 4"
point "a path that is not there is trouble" status 2 kith one pullback missing
point "there is nothing to share in it, and that is said" says "no --share" kith one pullback --share
point "commands are not for paths" status 2 kith one pullback --doveadm mail
finish
