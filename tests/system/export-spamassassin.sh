# SPDX-License-Identifier: Apache-2.0
#
# SpamAssassin with our rules alone: they are free of lint, hit hosts, URLs and accounts, and nothing in
# harmless mail.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs spamassassin
mkdir "$TMPDIR/rules" "$TMPDIR/site"
cat >"$TMPDIR/site/init.pre" <<'CONF'
loadplugin Mail::SpamAssassin::Plugin::Check
loadplugin Mail::SpamAssassin::Plugin::WLBLEval
CONF
cp /usr/share/spamassassin/{10_default_prefs,20_aux_tlds}.cf "$TMPDIR/rules"
: >"$TMPDIR/prefs"

with_rules() {
	spamassassin -L --configpath="$TMPDIR/rules" --siteconfigpath="$TMPDIR/site" --prefspath="$TMPDIR/prefs" "$@"
}
# has RULE FILE
has() {
	with_rules -t <"$2" | grep -q "$1" || { with_rules -t <"$2" | tail -n 15; return 1; }
}
none() {
	with_rules -t <"$1" >"$TMPDIR/judged"
	grep -q '^Content analysis details' "$TMPDIR/judged" && ! grep 'KITH_' "$TMPDIR/judged"
}
lint() {
	with_rules --lint 2>&1 | tee "$TMPDIR/lint.txt"
	[ ! -s "$TMPDIR/lint.txt" ]
}

# shellcheck disable=SC2016 # the URL is not for the shell
knows one host=evil-shop.com 'url=http://friends-shop.com/a$(b);c.php?x=@y&z=1#2' 'url=http://friends-shop.com/.*' \
	account=robbed+x@relay-shop.com $'host=a.com\nscore KITH_HOST 0'
exports one spamassassin "$TMPDIR/site/kith.cf"
point "free of lint" lint
mail "$TMPDIR/host.eml" 'see http://www.evil-shop.com/else'
point "a host and below" has KITH_HOST "$TMPDIR/host.eml"
# shellcheck disable=SC2016
mail "$TMPDIR/link.eml" '<http://friends-shop.com/a$(b);c.php?x=@y&z=1>'
point "a URL with all kinds of signs" has KITH_URL_ "$TMPDIR/link.eml"
mail "$TMPDIR/friend.eml" 'http://friends-shop.com/ http://friends-shop.com/index http://evil-shop.com.friends-shop.com/' \
	someone@friends-shop.com
point "not what is like them" none "$TMPDIR/friend.eml"
mail "$TMPDIR/account.eml" hello 'Somebody <Robbed+X@relay-shop.com>'
point "an account" has KITH_ACCOUNT "$TMPDIR/account.eml"

demo_state || exit 1
exports demo/state spamassassin "$TMPDIR/site/kith.cf"
point "the demo's rules are free of lint" lint
point "an account of the demo" has KITH_ACCOUNT "$TMPDIR/demo/sample/inbox/hijack-01-classic-english.eml"
harmless >"$TMPDIR/harmless.txt"
none_of_many() {
	[ "$(wc -l <"$TMPDIR/harmless.txt")" -ge 12 ] || return 1
	while read -r mail; do none "$mail" || return 1; done < <(head -n 12 "$TMPDIR/harmless.txt")
}
point "nothing in harmless mail" none_of_many
finish
