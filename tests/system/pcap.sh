# SPDX-License-Identifier: Apache-2.0
#
# Captured traffic: every recoverable message byte for byte, whatever happened to its packets, with its
# envelope and account, and no password anywhere.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# In a network of its own where it can be had: what others say on the loopback would be captured too.
if [ -z "${ALONE:-}" ] && unshare -n ip link set lo up 2>/dev/null; then
	ALONE=1 exec unshare -n bash "$0"
fi
[ -z "${ALONE:-}" ] || ip link set lo up
cd "$TMPDIR" || exit 1

new_state one || exit 1

make_capture() {
	python3 "$TOP/tests/tools/make_capture.py" "$@"
}

helper() {
	python3 "$TOP/tests/system/pcap.py" "$@"
}

# finds CAPTURE [FILE...]: reading FILE (or CAPTURE) gives the messages of CAPTURE.
finds() {
	local capture=$1
	shift
	[ $# -gt 0 ] || set -- "$capture"
	kith one pcap --json "$@" >found.json 2>complaints </dev/null || [ $? -eq 1 ] || { cat complaints; return 1; }
	helper compare "$capture.expected" found.json
}

# recovers SEED OPTION...: a capture made with OPTION gives all its messages.
recovers() {
	local seed=$1
	shift
	make_capture made --seed "$seed" --sessions 12 "$@" && finds made
}

# kinds of captures
for file in pcap pcap-be pcap-ns pcapng; do
	point "$file" recovers 1 --file $file
done
for link in null raw sll sll2; do
	point "link $link" recovers 2 --link $link
done
point "VLAN tags" recovers 3 --trouble vlan
point "fragments" recovers 4 --trouble fragments
point "IPv6" recovers 5 --trouble ipv6
point "IPv6 with fragments" recovers 6 --trouble ipv6 fragments

# trouble with TCP
point "one in ten segments lost and sent again" recovers 10 --trouble loss
point "segments out of order" recovers 11 --trouble reorder
point "segments that overlap" recovers 12 --trouble overlap
point "segments sent again with other bytes: the first win" recovers 13 --trouble conflict
point "they are noted" says '"conflict"' kith one pcap --json made
point "loss, order and contradiction" recovers 14 --trouble loss reorder conflict
point "loss, order, overlap, fragments, tags" recovers 15 --trouble loss reorder overlap fragments vlan
point "nothing is noted where bytes agree" status 1 grep -q conflict found.json
point "one side only" recovers 16 --trouble client-only
point "they are noted too" says '"one-sided"' kith one pcap --json made
point "one side, lost and contradicted" recovers 17 --trouble client-only loss reorder conflict
point "a capture that begins within connections" recovers 18 --trouble no-handshake

# files
make_capture made --seed 20 || exit 1
gzip -k made
zstd -q made
xz -k made
for kind in gz zst xz; do
	point "compressed, $kind" finds made made.$kind
done
from_input() {
	kith one pcap --json - <made >found.json && helper compare made.expected found.json
}
point "standard input" from_input
helper split made
point "sessions go on in the next file" finds made made.1 made.2
mkdir folder && cp made folder/ && echo text >folder/notes
point "a directory, with other files in it" finds made folder
point "what is no capture" status 2 kith one pcap folder/notes
head -c 100000 made >short
point "a capture that breaks off" status 2 kith one pcap short
point "it is read as far as it goes" says '"verdict"' kith one pcap --json short
point "no capture named" status 2 kith one pcap
point "both a capture and an interface" status 2 kith one pcap -i lo made
point "an interface that is not there" status 2 kith one pcap -i nowhere0
point "a sample that is no hash" status 2 kith one pcap --sample x made

# the ledger
new_state two || exit 1
make_capture made --seed 22 --sessions 10 || exit 1
sightings=$(python3 -c 'import json
print(sum(len(set(json.loads(line)["rcpt_to"])) for line in open("made.expected")))')
point "every message is a sighting at each recipient" says "$sightings sightings new in the ledger" kith two pcap made
kith two ledger export >first 2>/dev/null
point "the account is the sender" grep -q '"sender":{"address":"user' first
point "reading again adds nothing" says '0 sightings new in the ledger' kith two pcap made
kith two ledger export >second 2>/dev/null
point "the ledger is the same" same first second

# what is told
kith one pcap --json --jobs 1 made >one.json
kith one pcap --json --jobs 4 made >four.json
point "the same for any number of workers" same one.json four.json
point "the tag is given" says '"tag":"run-17"' kith one pcap --json --tag run-17 made
hash=$(printf x | sha256sum | cut -c -64)
point "the sample is given" says "\"sample\":\"$hash\"" kith one pcap --json --sample "$hash" --sessions made
point "the client" says '"client":"10.0.0.' kith one pcap --json made
point "the server by its name" says '"host":"mx.test.example"' kith one pcap --json made
point "accounts" says 'user' kith one pcap --sessions made
point "a summary of sessions" says '10 SMTP sessions' kith one pcap made
make_capture veiled --tls 2 --sessions 3 || exit 1
point "sessions in TLS are counted" says '2  turned to TLS' kith one pcap veiled
point "and their messages are none" finds veiled
python3 "$TOP/tests/system/letters.py" . || exit 1
kith one learn genuine.eml >/dev/null 2>&1
make_capture stolen --sessions 1 --letters hijacked.eml || exit 1
point "a hijacked answer is found" says '"verdict":"hijacked"' kith one pcap --json stolen
point "something found is 1" status 1 kith one pcap stolen
point "its envelope is told" says 'client.example' kith one pcap stolen

# passwords
make_capture made --seed 21 --sessions 40 --messages 1 --trouble loss || exit 1
silent() {
	! { kith one pcap --sessions made; kith one pcap --sessions --json made; } 2>&1 |
		grep -qE 'never-in-clear|bmV2ZXItaW4tY2xlYX|5ldmVyLWluLWNsZWFy|uZXZlci1pbi1jbGVhc'
}
point "accounts are there" says '"account":"user' kith one pcap --json made
point "passwords are not" silent

# live
listen() {
	# Not by the function: the signal is for the program itself.
	"$KITH" pcap --state "$TMPDIR/one" --secret "$TMPDIR/secret" --json -i lo >live.json 2>live.err &
	local pid=$!
	sleep 2
	helper talk >live.expected
	for _ in $(seq 50); do
		[ "$(wc -l <live.json)" -ge 2 ] && break
		sleep 0.2
	done
	kill -INT "$pid"
	wait "$pid" || { cat live.err; return 1; }
	helper compare live.expected live.json
}
# In a network of its own, whose only interface goes.
vanishes() {
	unshare -n bash -c '
		ip link add kith0 type veth && ip link set kith0 up || exit 77
		"$@" -i kith0 >vanished.log 2>&1 &
		sleep 2
		ip link del kith0
		wait $!' vanishes "$KITH" pcap --state "$TMPDIR/one" --secret "$TMPDIR/secret"
}
# The state and its secret are nobody's.
unprivileged() {
	local pid user
	chmod 711 "$TMPDIR"
	"$KITH" init --state owned --secret owned-secret --org ours.example >/dev/null || return 1
	chown -R nobody owned owned-secret
	"$KITH" pcap --state owned --secret owned-secret -i lo >owned.log 2>&1 &
	pid=$!
	sleep 2
	user=$(ps -o user= -p "$pid")
	kill -INT "$pid"
	wait "$pid" || { cat owned.log; return 1; }
	[ "$user" = nobody ] || { echo "it runs as $user"; return 1; }
}
if [ "$(id -u)" -eq 0 ]; then
	point "live, printed while it listens" listen
	point "as the owner of the state" unprivileged
else
	skip "live" "needs the privilege to capture"
	skip "as the owner of the state" "needs the privilege to capture"
fi
if unshare -n ip link add kith0 type veth 2>/dev/null; then
	point "an interface that fails is trouble" status 2 vanishes
else
	skip "an interface that fails is trouble" "needs networks of its own"
fi
finish
