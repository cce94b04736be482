# SPDX-License-Identifier: Apache-2.0
#
# nftables in network namespaces: packets of addresses are dropped, those of others pass, and loading
# the file again is as good as once.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs nft ip ping
[ "$(id -u)" -eq 0 ] || { skip "nftables" "this is not root"; finish; }

knows one ip=203.0.113.9 ip=2001:db8::9 ip=0.0.0.0/0 ip=::/0 'ip=127.0.0.1' 'ip=203.0.113.7 }; flush ruleset; #' \
	ip=10.1.2.3 ip=evil.test ip=fe80::1%eth0
exports one nftables "$TMPDIR/kith.nft"
inside=kith-in-$$ outside=kith-out-$$
ip netns add "$inside" && ip netns add "$outside" || { skip "nftables" "no network namespaces"; finish; }
trap 'ip netns del $inside; ip netns del $outside' EXIT
ip -n "$inside" link add veth0 type veth peer name veth0 netns "$outside"
ip -n "$inside" address add 203.0.113.1/24 dev veth0
ip -n "$inside" address add 2001:db8::1/64 dev veth0 nodad
for address in 203.0.113.9/24 203.0.113.7/24; do ip -n "$outside" address add "$address" dev veth0; done
for address in 2001:db8::9/64 2001:db8::7/64; do ip -n "$outside" address add "$address" dev veth0 nodad; done
ip -n "$inside" link set veth0 up
ip -n "$outside" link set veth0 up

reaches() {
	ip netns exec "$inside" ping -q -n -c 1 -W 2 "$1"
}
dropped() {
	! ip netns exec "$inside" ping -q -n -c 1 -W 1 "$1"
}
load() {
	ip netns exec "$inside" nft -f "$TMPDIR/kith.nft"
}
elements() {
	[ "$(ip netns exec "$inside" nft list table inet kith | grep -c 'elements = ')" -eq 2 ]
}
point "the file is checked" ip netns exec "$inside" nft -c -f "$TMPDIR/kith.nft"
point "before, it answers" ready reaches 203.0.113.9
point "before, it answers by IPv6" ready reaches 2001:db8::9
point "the file is loaded" load
point "dropped" dropped 203.0.113.9
point "dropped by IPv6" dropped 2001:db8::9
point "another passes" reaches 203.0.113.7
point "another passes by IPv6" reaches 2001:db8::7
point "loaded again" load
longest() {
	exports one nftables "$TMPDIR/kith.nft" --expire 1000w && load
}
point "what is not to expire for twenty years is loaded, too" longest
point "nothing twice" elements
finish
