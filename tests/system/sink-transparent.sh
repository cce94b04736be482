# SPDX-License-Identifier: Apache-2.0
#
# Connections to anybody, redirected to the sinkhole, keep where they wanted to go. In a network of its own.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
if [ "$(id -u)" -ne 0 ] || ! unshare -n nft list ruleset >/dev/null 2>&1; then
	skip "redirected connections" "needs root and nftables"
	finish
fi
[ -n "${ALONE:-}" ] || ALONE=1 exec unshare -n bash "$0"
# shellcheck source=tests/system/sinkhole.bash
. "$TOP/tests/system/sinkhole.bash"
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
new_state one || exit 1

ip link set lo up
ip address add 198.51.100.7/32 dev lo
ip -6 address add 2001:db8::7/128 dev lo nodad
nft -f - <<-END || exit 1
	table inet sandbox {
		chain out {
			type nat hook output priority -100;
			ip daddr 198.51.100.7 tcp dport { 25, 587 } redirect to :$port
			ip daddr 198.51.100.7 tcp dport 465 redirect to :$tls_port
			ip6 daddr 2001:db8::7 tcp dport 25 redirect to :$port
		}
	}
END

# meant MARK ADDRESS: the message was sent to this server.
meant() {
	taken "$1" && grep "\"$1@taken.example\"" sink.json | grep -qF "\"server\":\"$2\""
}
sends() {
	local mark=$1 server=$2 to_port=$3
	shift 3
	swaks --server "$server" --port "$to_port" --from bot@client.example --to "$mark@taken.example" "$@"
}

sink_begin one --transparent --listen "[::1]:$port" || exit 1
point "port 25 of another server" sends there 198.51.100.7 25
point "it is the server" meant there 198.51.100.7:25
point "port 587" sends submission 198.51.100.7 587 --tls
point "it is the port" meant submission 198.51.100.7:587
point "port 465" sends smtps 198.51.100.7 465 --tlsc
point "it is that port" meant smtps 198.51.100.7:465
point "IPv6" python3 "$TOP/tests/system/sink.py" letter "$port" six 2001:db8::7 25
point "it is the server too" meant six "[2001:db8::7]:25"
point "a connection that was not redirected" sends here 127.0.0.1 "$port"
point "its server is the sinkhole" meant here "127.0.0.1:$port"
sink_end
point "it ends" sink_well
finish
