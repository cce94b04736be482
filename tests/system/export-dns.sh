# SPDX-License-Identifier: Apache-2.0
#
# The response policy zone in BIND and in Unbound, and Unbound's own configuration: NXDOMAIN for hosts,
# for those below and for what leads to an address; answers for all else. Servers on loopback.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs named named-checkzone unbound unbound-checkconf dig
chmod 755 "$TMPDIR"
bind=$(free_port) policy=$(free_port) own=$(free_port)

long=$(printf 'a%.0s' {1..60}).$(printf 'b%.0s' {1..60}).$(printf 'c%.0s' {1..60}).$(printf 'd%.0s' {1..40}).com
knows one host=evil.test host=sub.evil.test ip=203.0.113.9 ip=2001:db8::7:0:1 host="$long" host=0.0.0.0.0.rpz-ip \
	host=0.0.0.0.0.rpz-client-ip host=com 'host=a.test CNAME .' $'host=b.test\nfriends.test'
exports one rpz "$TMPDIR/rpz.zone"
exports one unbound "$TMPDIR/kith-unbound.conf"
cat >"$TMPDIR/test.zone" <<'ZONE'
$TTL 60
@ SOA localhost. root.localhost. 1 60 60 60 60
@ NS localhost.
evil A 192.0.2.1
www.evil A 192.0.2.2
friends A 192.0.2.3
notevil A 192.0.2.4
led A 203.0.113.9
led6 AAAA 2001:db8::7:0:1
ZONE

# answers PORT NAME [TYPE], nothing PORT NAME [TYPE]
ask() {
	dig +tries=1 +time=3 @127.0.0.1 -p "$1" "$2" "${3:-A}"
}
answers() {
	ask "$@" | grep -q 'status: NOERROR' && [ -n "$(dig +short @127.0.0.1 -p "$1" "$2" "${3:-A}")" ]
}
nothing() {
	ask "$@" | grep -q 'status: NXDOMAIN' || { ask "$@"; return 1; }
}

point "named-checkzone" named-checkzone -q rpz.local "$TMPDIR/rpz.zone"
point "what is no host has no line" bash -c "[ -s '$TMPDIR/rpz.zone' ] && ! grep -i 'client-ip\|^a\.test\|friends\|^com ' '$TMPDIR/rpz.zone'"
point "one address each" bash -c "[ \"\$(grep -c rpz-ip '$TMPDIR/rpz.zone')\" -eq 2 ]"
cat >"$TMPDIR/named.conf" <<CONF
options { directory "$TMPDIR"; listen-on port $bind { 127.0.0.1; }; listen-on-v6 { none; }; recursion yes;
	pid-file "$TMPDIR/named.pid"; session-keyfile "$TMPDIR/session.key"; dnssec-validation no; empty-zones-enable no;
	response-policy { zone "rpz.local" policy given; } break-dnssec yes qname-wait-recurse no; };
controls { };
zone "." { type primary; file "$TMPDIR/test.zone"; };
zone "test" { type primary; file "$TMPDIR/test.zone"; };
zone "rpz.local" { type primary; file "$TMPDIR/rpz.zone"; };
CONF
engine named -c "$TMPDIR/named.conf" -n 1 -g
point "BIND runs" ready answers "$bind" friends.test
point "BIND: a host" nothing "$bind" evil.test
point "BIND: below it" nothing "$bind" www.evil.test
point "BIND: what leads to an address" nothing "$bind" led.test
point "BIND: the same for IPv6" nothing "$bind" led6.test AAAA
point "BIND: a name that ends alike" answers "$bind" notevil.test

# unbound_runs PORT EXTRA: Unbound with the zone and EXTRA lines.
unbound_runs() {
	cat >"$TMPDIR/unbound-$1.conf" <<CONF
server:
	interface: 127.0.0.1@$1
	username: ""
	chroot: ""
	directory: "$TMPDIR"
	pidfile: "$TMPDIR/unbound-$1.pid"
	use-syslog: no
	do-daemonize: no
	module-config: "respip iterator"
	local-zone: "test." nodefault
auth-zone:
	name: "test"
	zonefile: "$TMPDIR/test.zone"
	for-downstream: no
	for-upstream: yes
$2
remote-control:
	control-enable: no
CONF
	unbound-checkconf "$TMPDIR/unbound-$1.conf" >/dev/null && engine unbound -d -c "$TMPDIR/unbound-$1.conf"
}
point "Unbound takes the zone" unbound_runs "$policy" "rpz:
	name: \"rpz.local\"
	zonefile: \"$TMPDIR/rpz.zone\""
point "Unbound runs" ready answers "$policy" friends.test
point "Unbound: a host" nothing "$policy" evil.test
point "Unbound: below it" nothing "$policy" www.evil.test
point "Unbound: what leads to an address" nothing "$policy" led.test
point "Unbound: the same for IPv6" nothing "$policy" led6.test AAAA
point "Unbound: a name that ends alike" answers "$policy" notevil.test
point "Unbound takes its own configuration" unbound_runs "$own" "include: \"$TMPDIR/kith-unbound.conf\""
point "it runs with it" ready answers "$own" friends.test
point "its own: a host" nothing "$own" evil.test
point "its own: below it" nothing "$own" www.evil.test
point "its own: a name that ends alike" answers "$own" notevil.test
finish
