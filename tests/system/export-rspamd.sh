# SPDX-License-Identifier: Apache-2.0
#
# rspamd with our rules alone: it scores mail with links, of accounts and from addresses, and takes up a
# changed list by itself.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs rspamd rspamadm curl
chmod 755 "$TMPDIR"
port=$(free_port)
mkdir -p "$TMPDIR/kith" "$TMPDIR/db"

# shellcheck disable=SC2016 # the URL is not for the shell
knows one host=evil-shop.com 'url=http://friends-shop.com/a$b;c.php?x=@1' account=robbed@relay-shop.com ip=203.0.113.9 \
	ip=0.0.0.0/0 host=com
for list in hosts urls accounts cidr; do exports one $list "$TMPDIR/kith/kith.$list"; done
exports one rspamd "$TMPDIR/kith/kith-rspamd.conf"
# The whole list takes rspamd long to compile.
printf "com\nexample\n" >"$TMPDIR/tld.dat"
cat >"$TMPDIR/rspamd.conf" <<CONF
options { pidfile = "$TMPDIR/db/rspamd.pid"; filters = "regexp"; explicit_modules = ["multimap"]; map_watch_interval = 1s;
	map_file_watch_multiplier = 0.5; hs_cache_dir = "$TMPDIR/db/"; url_tld = "$TMPDIR/tld.dat";
	dns { nameserver = ["127.0.0.1:15999"]; timeout = 0.1s; retransmits = 1; } }
logging { type = "console"; level = "info"; }
worker "normal" { bind_socket = "127.0.0.1:$port"; count = 1; }
actions { reject = 15; add_header = 6; greylist = null; }
modules { path = "\$PLUGINSDIR/multimap.lua"; }
.include "$TMPDIR/kith/kith-rspamd.conf"
lua = "\$RULESDIR/rspamd.lua";
CONF
chmod -R a+rX "$TMPDIR/kith" "$TMPDIR/rspamd.conf" "$TMPDIR/tld.dat"
chown -R _rspamd "$TMPDIR/db"

scan() {
	curl -s --data-binary "@$1" -H "From: ${2:-someone@friends-shop.com}" -H "IP: ${3:-192.0.2.1}" "http://127.0.0.1:$port/checkv2"
}
# has SYMBOL MAIL [SENDER [ADDRESS]], none MAIL...
has() {
	local symbol=$1
	shift
	scan "$@" | grep -q "\"$symbol\"" || { scan "$@"; return 1; }
}
none() {
	local output
	output=$(scan "$@")
	[[ $output == *'"score"'* && $output != *KITH_* ]] || { echo "$output"; return 1; }
}

point "the configuration is checked" rspamadm --var=CONFDIR="$TMPDIR" configtest -c "$TMPDIR/rspamd.conf"
engine rspamd -f -u _rspamd -g _rspamd --var=CONFDIR="$TMPDIR" -c "$TMPDIR/rspamd.conf"
mail "$TMPDIR/friend.eml" 'see http://friends-shop.com/ and http://not-evil-shop.com/'
mail "$TMPDIR/host.eml" 'see http://evil-shop.com/else'
# shellcheck disable=SC2016
mail "$TMPDIR/link.eml" '<http://friends-shop.com/a$b;c.php?x=@1>'
point "rspamd runs" ready scan "$TMPDIR/friend.eml"
point "a host" has KITH_HOST "$TMPDIR/host.eml"
point "a URL with all kinds of signs" has KITH_URL "$TMPDIR/link.eml"
point "an account" has KITH_ACCOUNT "$TMPDIR/friend.eml" robbed@relay-shop.com
point "an address" has KITH_ADDRESS "$TMPDIR/friend.eml" someone@friends-shop.com 203.0.113.9
point "several together" has KITH_CAMPAIGN "$TMPDIR/host.eml" robbed@relay-shop.com
point "that is rejected" bash -c "$(declare -f scan); port=$port; scan '$TMPDIR/host.eml' robbed@relay-shop.com | grep -q '\"reject\"'"
point "nothing in mail of friends" none "$TMPDIR/friend.eml"

knows two host=other-shop.com
exports two hosts "$TMPDIR/kith/kith.hosts"
mail "$TMPDIR/other.eml" 'see http://other-shop.com/else'
point "a list that changes is read again" ready has KITH_HOST "$TMPDIR/other.eml"

# The demo's own hosts have no top-level domain that rspamd knows; the rest does.
demo_state || exit 1
for list in hosts urls accounts cidr; do exports demo/state $list "$TMPDIR/kith/kith.$list"; done
demo_account() {
	local account
	account=$(head -n 1 "$TMPDIR/kith/kith.accounts")
	has KITH_ACCOUNT "$TMPDIR/friend.eml" "$account"
}
point "the demo's accounts" ready demo_account
harmless_clean() {
	local mail count=0
	while read -r mail; do
		none "$mail" "$(sed -n 's/^Return-Path: *<\(.*\)>.*/\1/ip;/^Return-Path/q' "$mail")" || return 1
		count=$((count + 1))
	done < <(harmless)
	[ "$count" -ge 20 ] && demo_account
}
point "nothing in harmless mail" harmless_clean
finish
