# SPDX-License-Identifier: Apache-2.0
#
# Squid on loopback: hosts and URLs are refused, all else is passed on.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs squid curl
chmod 755 "$TMPDIR"
port=$(free_port)
web=$(free_port)
mkdir "$TMPDIR/run"
chmod 777 "$TMPDIR/run"

# shellcheck disable=SC2016 # the URL is not for the shell
knows one host=evil.test host=sub.evil.test host=not.evil2.test "url=http://friends.test:$web"'/a$(b)*c+(d).php?x=[1]|2' \
	'url=http://friends.test/.*'
exports one squid-domains "$TMPDIR/domains"
exports one squid-urls "$TMPDIR/urls"
printf '127.0.0.1 %s\n' evil.test sub.evil.test www.evil.test friends.test notevil.test >"$TMPDIR/hosts"
cat >"$TMPDIR/squid.conf" <<CONF
http_port 127.0.0.1:$port
acl hosts dstdomain "$TMPDIR/domains"
acl urls url_regex "$TMPDIR/urls"
http_access deny hosts
http_access deny urls
http_access allow all
hosts_file $TMPDIR/hosts
cache deny all
cache_effective_user proxy
pinger_enable off
pid_filename $TMPDIR/run/squid.pid
access_log none
cache_log $TMPDIR/run/cache.log
coredump_dir $TMPDIR/run
CONF
mkdir "$TMPDIR/web"
echo hello >"$TMPDIR/web/index.html"
engine python3 -m http.server --bind 127.0.0.1 --directory "$TMPDIR/web" "$web"

# gives STATUS URL
gives() {
	local got
	got=$(curl -g -s -o /dev/null -w '%{http_code}' --noproxy '' -x "http://127.0.0.1:$port" "$2")
	[ "$got" = "$1" ] || { echo "$got, not $1: $2"; return 1; }
}

silent() {
	local output
	output=$(squid -k parse -f "$TMPDIR/squid.conf" 2>&1) && [[ $output == *"acl hosts dstdomain"* ]] &&
		! grep -i 'warn\|error\|fatal' <<<"$output"
}
point "Squid has no complaint" silent
engine squid -N -f "$TMPDIR/squid.conf" -n "kith$$"
point "Squid runs" ready gives 200 "http://friends.test:$web/"
point "a host" gives 403 "http://evil.test:$web/"
point "below it" gives 403 "http://www.evil.test:$web/"
point "a name that ends alike" gives 200 "http://notevil.test:$web/"
# shellcheck disable=SC2016
point "a URL with all kinds of signs" gives 403 "http://friends.test:$web"'/a$(b)*c+(d).php?x=%5B1%5D%7C2'
point "its signs mean nothing else" gives 404 "http://friends.test:$web/ab"
point "nor do those of one that is a pattern" gives 200 "http://friends.test:$web/index.html"
finish
