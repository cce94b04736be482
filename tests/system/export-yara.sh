# SPDX-License-Identifier: Apache-2.0
#
# YARA: the rules compile without a warning and find files, URLs and hosts, and nothing in harmless mail.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs yara yarac

# finds RULE FILE
finds() {
	yara "$TMPDIR/kith.yar" "$2" | grep -q "^Kith_$1"
}

nothing() {
	local output
	output=$(yara "$TMPDIR/kith.yar" "$@" 2>&1)
	[ -z "$output" ] || { echo "$output"; return 1; }
}

compiles() {
	yarac -w --fail-on-warnings "$TMPDIR/kith.yar" "$TMPDIR/compiled" && yarac --fail-on-warnings "$TMPDIR/kith.yar" "$TMPDIR/compiled"
}

echo sample >"$TMPDIR/sample.doc"
# shellcheck disable=SC2016 # the URL is not for the shell
knows one sha256="$(sha256sum "$TMPDIR/sample.doc" | cut -d' ' -f1)" url='http://evil-shop.com/a$(b)"{;}c.php?x=1' \
	host=evil-shop.com
exports one yara "$TMPDIR/kith.yar"
point "the rules compile" compiles
point "a file by its digest" finds File "$TMPDIR/sample.doc"
# shellcheck disable=SC2016
mail "$TMPDIR/link.eml" 'see http://evil-shop.com/a$(b)%22%7B;%7Dc.php?x=1 now'
point "a URL with all kinds of signs" finds Url "$TMPDIR/link.eml"
mail "$TMPDIR/host.eml" 'HTTPS://www.Evil-Shop.com/else'
point "a host in other letters and below" finds Host "$TMPDIR/host.eml"
mail "$TMPDIR/like.eml" 'https://evil-shop.com.friends.example/ and https://not-evil-shop.com/'
point "not a host whose name begins or ends alike" nothing "$TMPDIR/like.eml"

demo_state || exit 1
exports demo/state yara "$TMPDIR/kith.yar"
point "the demo's rules compile" compiles
point "a link in the demo" finds Host "$(grep -l ferreteria-ramos "$TMPDIR/demo/sample/inbox"/*.eml | head -n 1)"
harmless >"$TMPDIR/harmless.txt"
mail "$TMPDIR/planted.eml" 'see http://ferreteria-ramos.example/'
echo "$TMPDIR/planted.eml" >>"$TMPDIR/harmless.txt"
only_planted() {
	yara --scan-list "$TMPDIR/kith.yar" "$TMPDIR/harmless.txt" >"$TMPDIR/found" 2>&1
	[ "$(wc -l <"$TMPDIR/harmless.txt")" -gt 20 ] && [ -s "$TMPDIR/found" ] && ! grep -v planted "$TMPDIR/found"
}
point "a planted message, nothing in harmless mail" only_planted
finish
