# SPDX-License-Identifier: Apache-2.0
#
# The guard beside a real rspamd behind Postfix, in both orders: what each shows the other, what both
# write, and that neither breaks a DKIM signature. The rule and the set-ups are those of docs/guard.md.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
# shellcheck source=tests/system/dkim.bash
. "$TOP/tests/system/dkim.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null || ! command -v rspamd >/dev/null; then
	skip "the guard beside rspamd" "this needs root, Postfix and rspamd"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
cat >>state/kith.conf <<END
[actions]
clean=header
unverified=header
suspicious=warn
hijacked=warn
END
kith_port=$(free_port)
rspamd_port=$(free_port)
before=$(free_port)
after=$(free_port)

# rspamd refuses mail with the sign that all spam filters know, and scores what the guard found.
# The whole list of domains takes it long to compile.
printf "com\nexample\n" >tld.dat
mkdir rspamd
chmod 755 .
cat >rspamd.conf <<END
options { pidfile = "$TMPDIR/rspamd/pid"; filters = "regexp"; explicit_modules = ["multimap"]; gtube_patterns = "reject";
	hs_cache_dir = "$TMPDIR/rspamd/"; url_tld = "$TMPDIR/tld.dat";
	dns { nameserver = ["127.0.0.1:15999"]; timeout = 0.1s; retransmits = 1; } }
logging { type = "file"; filename = "$TMPDIR/rspamd/log"; level = "info"; }
worker "rspamd_proxy" { bind_socket = "127.0.0.1:$rspamd_port"; count = 1; milter = yes; timeout = 10s;
	upstream "local" { default = yes; self_scan = yes; } }
actions { reject = 15; add_header = 6; greylist = null; }
modules { path = "\$PLUGINSDIR/multimap.lua"; path = "\$PLUGINSDIR/milter_headers.lua"; }
multimap {
	$(sed -n '/^    kith = {/s/^    //p' "$TOP/docs/guard.md")
}
milter_headers { use = ["x-spamd-result", "spam-header"]; skip_local = false; skip_authenticated = false; }
lua = "\$RULESDIR/rspamd.lua";
END
chown _rspamd rspamd
rspamd -f -u _rspamd -g _rspamd -c rspamd.conf >rspamd.out 2>&1 &
rspamd_pid=$!
finally() {
	postfix_stop far
	postfix_stop mta
	kill "$guard_pid" "$rspamd_pid" "$signer_pid" 2>/dev/null
}
trap finally EXIT
kith=inet:127.0.0.1:$kith_port
rspamd=inet:127.0.0.1:$rspamd_port
postfix_make mta "$before" "$kith, $rspamd"
printf '127.0.0.1:%s inet n - n - - smtpd\n  -o smtpd_milters=%s,%s\n' "$after" "$rspamd" "$kith" >>mta/etc/master.cf
postfix_start mta
guard_start state "$kith_port"
await port_open "$rspamd_port"
point "rspamd runs" port_open "$rspamd_port"

outside=(--client 203.0.113.9)
# delivered PORT FILE: FILE as it arrived.
delivered() {
	deliver mta "$1" "$2" somebody "${outside[@]}" || { cat answer guard.log >&2; return 1; }
}
# both_in FILE VERDICT: the fields of both stand in it.
both_in() {
	grep -q "^X-Kith-Verdict: $2; score=" "$1" && grep -q '^X-Spamd-Result: ' "$1" || { sed '/^$/q' "$1"; return 1; }
}
both_headers() {
	local path
	path=$(delivered "$1" "$2") && both_in "$path" "$3"
}
warned() {
	local path
	path=$(delivered "$1" "$2") || return 1
	grep -q '^X-Spamd-Result: ' "$path" && python3 "$TOP/tests/system/warned.py" check "$2" "$path" en
}
symbol() {
	local path
	path=$(delivered "$1" "$2") || return 1
	sed -n '/^X-Spamd-Result/,/^[^ \t]/p' "$path"
}
lacks() {
	local output
	output=$("${@:2}") && [[ $output == *X-Spamd-Result* && $output != *"$1"* ]] || { echo "$output"; return 1; }
}
# The guard's score of FILE at PORT.
score() {
	local path
	path=$(delivered "$1" "$2") && sed -n 's/^X-Kith-Verdict: .*score=//p' "$path"
}
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml
for order in before after; do
	port=${!order}
	point "the guard $order rspamd: both write to clean mail" both_headers "$port" mail.eml clean
	point "the guard $order rspamd: and to hijacked mail" both_headers "$port" form-alternative.eml hijacked
	point "the guard $order rspamd: which is warned of" warned "$port" form-alternative.eml
done
point "what rspamd writes first changes no judgement" test "$(score "$before" form-utf8.eml)" = "$(score "$after" form-utf8.eml)"
point "in front, the guard tells rspamd" says "KITH_VERDICT(8" symbol "$before" form-utf8.eml
point "which believes no such word of the sender's" lacks "KITH_VERDICT(" symbol "$before" <(printf 'X-Kith-Verdict: hijacked\n'; cat mail.eml)
point "behind, it has nothing to tell" lacks "KITH_VERDICT(" symbol "$after" form-utf8.eml

# Spam
counted() {
	kith state status --json | sed 's/.*"clean":\([0-9]*\).*"hijacked":\([0-9]*\).*/\1 \2/'
}
{ sed 's/^Message-ID.*/Message-ID: <spam@partner.example>/' mail.eml; echo 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'; } >spam.eml
count=$(counted)
point "spam is refused by rspamd in front" status 1 send "$after" spam.eml --to a@ours.example "${outside[@]}"
point "and the guard never sees it" test "$(counted)" = "$count"
point "spam is refused by rspamd behind too" status 1 send "$before" spam.eml --to a@ours.example "${outside[@]}"
point "there the guard judged it first" test "$(counted)" != "$count"

# Signatures
if command -v opendkim >/dev/null; then
	dkim_start
	dkim_sign mail.eml signed.eml
	for order in before after; do
		cp "$(delivered "${!order}" signed.eml)" through.eml
		point "the guard $order rspamd: both saw signed mail" both_in through.eml clean
		point "the guard $order rspamd: its DKIM signature is valid" says "dkim=pass" dkim_verified through.eml
	done
	sed 's/foundry/laundry/' through.eml >altered.eml
	point "as it would not be, had a word changed" says "dkim=fail" dkim_verified altered.eml
else
	skip "a DKIM signature" "opendkim is not installed"
fi
finish
