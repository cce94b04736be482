# SPDX-License-Identifier: Apache-2.0
#
# Postfix's own look-up of our tables: each value is found, its likes are not, and a hostile value
# became no line.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
PATH=$PATH:/usr/sbin
needs postmap
mkdir "$TMPDIR/etc"
printf 'compatibility_level = 3.6\nmeta_directory = /etc/postfix\nsmtputf8_enable = no\n' >"$TMPDIR/etc/main.cf"

# finds ACTION QUERY TABLE, silent_none QUERY TABLE
finds() {
	postmap -c "$TMPDIR/etc" -q "$2" "$3" 2>&1 | grep -q "^$1"
}
none() {
	local output
	output=$(postmap -c "$TMPDIR/etc" -q "$1" "$2" 2>&1)
	[ -z "$output" ] || { echo "$output"; return 1; }
}

# shellcheck disable=SC2016 # the URL is not for the shell
knows one host=evil-shop.com 'url=http://friends-shop.com/a$(b);c.php?x=@y' 'url=http://friends-shop.com/.*' \
	account=robbed+x@relay-shop.com ip=203.0.113.9 ip=2001:db8::9 'ip=0.0.0.0/0' $'account=a@b.com\nx@friends-shop.com' \
	$'host=a.com\n/./ DISCARD'
exports one postfix-access "$TMPDIR/access"
exports one postfix-client "$TMPDIR/client"
exports one postfix-headers "$TMPDIR/headers"
exports one postfix-body "$TMPDIR/body"
postmap -c "$TMPDIR/etc" "hash:$TMPDIR/access"
for type in texthash hash; do
	point "$type: an account" finds HOLD robbed+x@relay-shop.com "$type:$TMPDIR/access"
	point "$type: no other" none x@friends-shop.com "$type:$TMPDIR/access"
done
point "a client" finds 450 203.0.113.9 "cidr:$TMPDIR/client"
point "a client by IPv6" finds 450 2001:db8::9 "cidr:$TMPDIR/client"
point "no other client" none 203.0.113.10 "cidr:$TMPDIR/client"
point "a From field" finds HOLD 'From: "R, X" <Robbed+X@Relay-Shop.com>' "regexp:$TMPDIR/headers"
point "a bare address" finds HOLD 'Reply-To: robbed+x@relay-shop.com' "regexp:$TMPDIR/headers"
point "not another's that ends alike" none 'From: <nobody.robbed+x@relay-shop.com>' "regexp:$TMPDIR/headers"
point "not one that begins alike" none 'From: robbed+x@relay-shop.com.example' "regexp:$TMPDIR/headers"
point "not in the recipients" none 'To: robbed+x@relay-shop.com' "regexp:$TMPDIR/headers"
point "a host" finds HOLD 'see https://www.Evil-Shop.com' "regexp:$TMPDIR/body"
point "not a host that is like it" none 'https://evil-shop.com.example/ https://notevil-shop.com/' "regexp:$TMPDIR/body"
# shellcheck disable=SC2016
point "a URL with all kinds of signs" finds HOLD 'go <http://friends-shop.com/a$(b);c.php?x=@y>' "regexp:$TMPDIR/body"
point "its signs mean nothing" none 'http://friends-shop.com/index' "regexp:$TMPDIR/body"

demo_state || exit 1
exports demo/state postfix-headers "$TMPDIR/headers"
exports demo/state postfix-body "$TMPDIR/body"
# harmless_clean TABLE LINE: of harmless mail and LINE nothing but LINE is found.
harmless_clean() {
	{ harmless | xargs -d '\n' cat | tr -d '\0' | LC_ALL=C grep -a .; echo "$2"; } >"$TMPDIR/all.txt"
	[ "$(wc -l <"$TMPDIR/all.txt")" -gt 500 ] || return 1
	postmap -c "$TMPDIR/etc" -q - "$1" <"$TMPDIR/all.txt" >"$TMPDIR/answers" 2>&1
	[ "$(wc -l <"$TMPDIR/answers")" -eq 1 ] && grep -qF "$2" "$TMPDIR/answers" || { head "$TMPDIR/answers"; return 1; }
}
point "the demo's: an account" finds HOLD 'From: contabilidad@clinica-verde.example' "regexp:$TMPDIR/headers"
point "a planted link, nothing in harmless mail" harmless_clean "regexp:$TMPDIR/body" 'http://ferreteria-ramos.example/'
point "a planted field, nothing in harmless mail" harmless_clean "regexp:$TMPDIR/headers" 'From: contabilidad@clinica-verde.example'
finish
