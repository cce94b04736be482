# SPDX-License-Identifier: Apache-2.0
#
# Pigeonhole's compiler and interpreter: mail with links and of accounts goes to a folder, all else
# stays where it was.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs sievec sieve-test
chmod 755 "$TMPDIR"
mkdir -m 777 "$TMPDIR/mail"
cat >"$TMPDIR/dovecot.conf" <<CONF
mail_location = maildir:$TMPDIR/mail
mail_uid = 65534
mail_gid = 65534
CONF

run_on() {
	sieve-test -c "$TMPDIR/dovecot.conf" "$TMPDIR/kith.sieve" "$1" 2>&1
}
moves() {
	run_on "$1" | grep -q 'folder: Quarantine' || { run_on "$1"; return 1; }
}
keeps() {
	run_on "$1" | grep -q 'folder: INBOX' || { run_on "$1"; return 1; }
}
compiles() {
	sievec -c "$TMPDIR/dovecot.conf" "$TMPDIR/kith.sieve" "$TMPDIR/kith.svbin"
}

# shellcheck disable=SC2016,SC1003 # the URL is not for the shell
knows one host=evil-shop.com 'url=http://friends-shop.com/a$(b);c.php?x="@y\' account=robbed+x@relay-shop.com \
	'account=a"]{discard;}#@b.com' 'url=http://friends-shop.com/"]{discard;}'
exports one sieve "$TMPDIR/kith.sieve"
point "it compiles" compiles
mail "$TMPDIR/host.eml" 'see http://Evil-Shop.com/else'
point "a host" moves "$TMPDIR/host.eml"
# shellcheck disable=SC2016
mail "$TMPDIR/link.eml" 'http://friends-shop.com/a$(b);c.php?x=%22@y%5C'
point "a URL with all kinds of signs" moves "$TMPDIR/link.eml"
mail "$TMPDIR/account.eml" hello 'Somebody <Robbed+X@relay-shop.com>'
point "an account" moves "$TMPDIR/account.eml"
mail "$TMPDIR/friend.eml" 'http://friends-shop.com/ http://evil-shop.com.friends-shop.com/'
point "not what is like them" keeps "$TMPDIR/friend.eml"
knows none host=com
exports none sieve "$TMPDIR/kith.sieve"
point "nothing known compiles too" compiles

demo_state || exit 1
exports demo/state sieve "$TMPDIR/kith.sieve"
point "the demo's compiles" compiles
point "an account of the demo" moves "$TMPDIR/demo/sample/inbox/hijack-01-classic-english.eml"
harmless_stays() {
	local mail count=0
	while read -r mail; do
		keeps "$mail" || return 1
		count=$((count + 1))
	done < <(harmless)
	[ "$count" -ge 20 ]
}
point "harmless mail stays" harmless_stays
finish
