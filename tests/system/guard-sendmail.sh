# SPDX-License-Identifier: Apache-2.0
#
# The guard behind a real Sendmail, which Debian does not install beside Postfix: it is unpacked into
# a folder. A mailer of our own keeps each message as Sendmail hands it over.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null || ! command -v m4 >/dev/null; then
	skip "the guard behind Sendmail" "this needs root, apt-get and m4"
	finish
fi
if ! "$TOP/tools/unpack-packages" root sendmail >unpack.log 2>&1; then
	sed 's/^/# /' unpack.log
	skip "the guard behind Sendmail" "its packages cannot be had"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
{
	printf '[guard]\nnetworks=127.0.0.2\n'
	for action in tag warn hold reject; do
		printf '[actions %s@ours.example]\nhijacked=%s\nsuspicious=%s\n' $action $action $action
	done
	printf '[actions clean@ours.example]\nclean=header\n'
} >>state/kith.conf
smtp=$(free_port)
milter=$(free_port)

# What deliver in postfix.bash looks for: a Maildir, and whom each message is for.
mkdir -p mta/mail/x/new
chmod 755 .
chmod 777 mta/mail/x mta/mail/x/new
cat >keep <<END
#!/bin/sh
file=\$(mktemp -p $TMPDIR/mta/mail/x .XXXXXXXX) || exit 75
{ echo "Delivered-To: \$1"; cat; } >"\$file" || exit 75
mv "\$file" "$TMPDIR/mta/mail/x/new/\${file##*/.}"
END
chmod 755 keep

# configure FLAGS: F=T, puts mail off while the filter is down; without it mail passes.
configure() {
	cat >sendmail/s.mc <<END
include(\`$TMPDIR/root/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(\`linux')dnl
FEATURE(\`nocanonify')dnl
FEATURE(\`accept_unresolvable_domains')dnl
FEATURE(\`promiscuous_relay')dnl
FEATURE(\`no_default_msa')dnl
define(\`confDOMAIN_NAME', \`mx.ours.example')dnl
define(\`QUEUE_DIR', \`$TMPDIR/sendmail/queue')dnl
define(\`STATUS_FILE', \`$TMPDIR/sendmail/statistics')dnl
define(\`confPID_FILE', \`$TMPDIR/sendmail/pid')dnl
define(\`confCONTROL_SOCKET_NAME', \`')dnl
define(\`ALIAS_FILE', \`')dnl
define(\`confCW_FILE', \`-o $TMPDIR/sendmail/names')dnl
define(\`confSERVICE_SWITCH_FILE', \`$TMPDIR/sendmail/switch')dnl
define(\`confHOSTS_FILE', \`$TMPDIR/sendmail/hosts')dnl
define(\`confTRUSTED_USER', \`root')dnl
define(\`confTO_IDENT', \`0')dnl
DAEMON_OPTIONS(\`Port=$smtp, Addr=127.0.0.1, Name=MTA')dnl
define(\`confMILTER_MACROS_ENVFROM', \`i, {auth_type}, {auth_authen}, {auth_ssf}, {auth_author}, {mail_mailer}, {mail_host}, {mail_addr}')dnl
INPUT_MAIL_FILTER(\`kith', \`S=inet:$milter@127.0.0.1, $1 T=S:30s;R:60s;E:5m')dnl
MAILER(\`smtp')dnl
MAILER_DEFINITIONS
Mkeep, P=$TMPDIR/keep, F=DFMlnqu8, T=X-Unix/X-Unix/X-Unix, A=keep \$u
LOCAL_RULE_0
R\$+ < @ \$+ . >	\$#keep \$: \$1@\$2
R\$+ < @ \$+ >	\$#keep \$: \$1@\$2
END
	m4 -D_CF_DIR_="$TMPDIR/root/usr/share/sendmail/cf/" sendmail/s.mc >sendmail/s.cf 2>sendmail/m4.log
}

# Sendmail waits for minutes when the host has no full name: it gets one of its own.
# shellcheck disable=SC2016 # the inner shell's own arguments
sendmail_start() {
	configure "$1"
	unshare -m -u sh -c 'hostname mx.ours.example && mount --bind "$1/hosts" /etc/hosts && exec "$2" -C "$1/s.cf" -bD -q1s' - \
		"$TMPDIR/sendmail" "$TMPDIR/root/usr/libexec/sendmail/sendmail" >>sendmail/out 2>&1 &
	server=$!
	await port_open "$smtp"
}
sendmail_stop() {
	kill "$server"
	wait "$server"
}
mkdir -p sendmail/queue
chmod 700 sendmail/queue
echo "hosts files" >sendmail/switch
echo "127.0.0.1 localhost mx.ours.example" >sendmail/hosts
trap 'kill $server $guard_pid 2>/dev/null' EXIT
guard_start state "$milter"
sendmail_start "F=T,"
point "Sendmail runs" port_open "$smtp"

# From the first field that the sender wrote: Sendmail writes its own above.
content() {
	sed -n '/^\(From:\|X-Test:\)/,$p' "$1"
}
untouched() {
	local path
	path=$(deliver mta "$smtp" "$1" "${2:-plain}" "${@:3}") || { cat answer sendmail/out; return 1; }
	cmp <(content "$path") <(content "$1")
}
headed() {
	local path
	path=$(deliver mta "$smtp" "$1" "$2") || { cat answer sendmail/out; return 1; }
	grep '^X-Kith-' "$path"
	cmp <(content "$path" | grep -v '^X-Kith-Verdict: ') <(content "$1")
}
warned() {
	local path
	path=$(deliver mta "$smtp" "form-$1.eml" warn) || { cat answer guard.log; return 1; }
	grep -q '^X-Kith-Verdict: hijacked; score=' "$path" &&
		python3 "$TOP/tests/system/warned.py" check "form-$1.eml" "$path" "$2"
}
subject() {
	local path
	path=$(deliver mta "$smtp" "$1" "$2") || { cat answer; return 1; }
	grep '^Subject:' "$path"
}
bodies() {
	local path
	path=$(mailbox mta "$1") && [ "$(wc -l <<<"$path")" -eq 1 ] &&
		python3 "$TOP/tests/system/warned.py" bodies "$2" "$path"
}
knows() {
	says '"known":1' kith state learn --json "$1"
}
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
{ printf 'X-Test:   led by spaces\n'; cat mail.eml; printf '.dotted\n..\n \n'; } >odd.eml
point "mail passes byte by byte" untouched mail.eml
point "and is learned" await knows genuine.eml
point "so does a forged answer that is only observed" untouched form-utf8.eml
point "clean mail has our header and no other change" says "X-Kith-Verdict: clean" headed mail.eml clean
point "odd spaces stay when something is changed" status 0 headed odd.eml clean
for form in utf8 html alternative; do
	point "a banner in $form" warned $form en
done
for form in iso2022jp shiftjis eucjp htmljp; do
	point "a Japanese banner in $form" warned $form ja
done
point "the subject is tagged" says "Subject: [Caution] Re: Second pump housing" subject form-utf8.eml tag
point "a rejected message is refused for good" status 1 send "$smtp" form-utf8.eml --to reject@ours.example
point "in our words" grep -q "550 5.7.1" <(send "$smtp" form-utf8.eml --to reject@ours.example)

touch mark
point "a held message is taken" status 0 send "$smtp" form-utf8.eml --to hold@ours.example
point "and is in quarantine" says '"rcpt_to":["<hold@ours.example>"]' kith state quarantine list --json
touch mark
point "several recipients" status 0 send "$smtp" form-html.eml --to plain@ours.example --to hold@ours.example \
	--to reject@ours.example
point "the mildest action is for all" await bodies plain form-html.eml
point "the stricter are taken out" says '["<hold@ours.example>","<reject@ours.example>"]' kith state quarantine list --json
point "and get nothing" test -z "$(mailbox mta hold)$(mailbox mta reject)"

sed 's/^Message-ID.*/Message-ID: <own@ours.example>/; s/^From:.*/From: Emi Fujita <emi.fujita@ours.example>/' mail.eml >own.eml
point "our own network's mail goes out untouched" untouched own.eml chie.doi --source 127.0.0.2
point "and is learned as ours" await knows own.eml
point "nothing is left to be learned" await nothing_to_learn state

guard_stop
point "a dead guard with F=T: mail is put off" status 2 send "$smtp" mail.eml --to plain@ours.example
guard_start state "$milter"
point "and taken once it is there" untouched mail.eml
guard_stop
sendmail_stop
sendmail_start ""
point "a dead guard without F=T: mail passes" untouched form-utf8.eml warn
guard_start state "$milter"
point "and is warned of once it is there" warned utf8 en
finish
