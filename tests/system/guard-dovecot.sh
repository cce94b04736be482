# SPDX-License-Identifier: Apache-2.0
#
# Dovecot's delivery files what the guard warned of by the Sieve rule of docs/guard.md, behind a real
# Postfix; a word in a field that the sender wrote files nothing.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

lda=/usr/lib/dovecot/dovecot-lda
if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null || ! command -v sievec >/dev/null || [ ! -x $lda ]; then
	skip "warned mail in Dovecot" "this needs root, Postfix, dovecot-core and dovecot-sieve"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
new_state state
kith state learn genuine.eml >learn.log || exit 1
printf '[actions]\nclean=header\nsuspicious=warn\nhijacked=warn\n' >>state/kith.conf
smtp=$(free_port)
milter=$(free_port)
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
mkdir -p dovecot/run dovecot/mail
sed -n '/^## Dovecot/,/^## [^D]/s/^    //p' "$TOP/docs/guard.md" >dovecot/kith.sieve
cat >dovecot/dovecot.conf <<END
base_dir = $TMPDIR/dovecot/run
log_path = $TMPDIR/dovecot/log
mail_location = maildir:$TMPDIR/dovecot/mail
mail_home = $TMPDIR/dovecot
postmaster_address = postmaster@ours.example
protocols =
ssl = no
protocol lda {
  mail_plugins = sieve
}
plugin {
  sieve = file:$TMPDIR/dovecot/kith.sieve
}
END
cat >keep <<END
#!/bin/sh
exec $lda -c $TMPDIR/dovecot/dovecot.conf -f "\$1" -e
END
chmod 755 keep .
chown -R nobody dovecot
printf 'dovecot unix - n n - - pipe\n  flags=DRhu user=nobody:nogroup argv=%s/keep ${sender}\n' "$TMPDIR" >>mta/etc/master.cf
main_cf mta "virtual_transport = dovecot"
trap 'postfix_stop mta; guard_stop' EXIT
postfix_start mta
guard_start state "$milter"

point "the documented rule compiles" sievec -c dovecot/dovecot.conf dovecot/kith.sieve dovecot/kith.svbin
# files FOLDER FILE: FILE, sent, comes into that folder and no other.
files() {
	local folder=$1
	find dovecot/mail -path '*/new/*' -delete
	send "$smtp" "$2" --to emi.fujita@ours.example --client 203.0.113.9 >answer || { cat answer; return 1; }
	await eval '[ -n "$(find dovecot/mail -path "*/new/*")" ]'
	find dovecot/mail -path '*/new/*' -printf '%P\n' | grep -v "^$folder"'new/' && return 1
	[ "$(find "dovecot/mail/$folder" -path '*/new/*' | wc -l)" -eq 1 ] || { find dovecot/mail; cat dovecot/log; return 1; }
}
point "clean mail stays in the inbox" files "" mail.eml
point "hijacked mail is filed apart" files .Warned/ form-utf8.eml
point "in Japanese too" files .Warned/ form-iso2022jp.eml
warned() {
	local path
	path=$(find dovecot/mail/.Warned -path '*/new/*')
	grep -q '^X-Kith-Verdict: hijacked' "$path" && python3 "$TOP/tests/system/warned.py" check form-iso2022jp.eml "$path" ja
}
point "with its banner" warned
{ echo 'X-Kith-Verdict: hijacked; score=9.0'; sed 's/^Message-ID.*/Message-ID: <posing@partner.example>/' mail.eml; } >posing.eml
point "a field that the sender wrote files nothing" files "" posing.eml
finish
