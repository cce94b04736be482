# SPDX-License-Identifier: Apache-2.0
#
# The sinkhole as clients see it: every one is served, and every message it was answered for is there with
# its account.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/sinkhole.bash
. "$TOP/tests/system/sinkhole.bash"
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
new_state one || exit 1

client() {
	python3 "$TOP/tests/system/sink.py" "$@"
}

# sends MARK SWAKS-OPTION...: swaks hands over a message for MARK.
sends() {
	local mark=$1
	shift
	swaks --server 127.0.0.1 --port "$port" --from bot@client.example --to "$mark@taken.example" "$@" >swaks.log 2>&1 ||
		{ tail -n 5 swaks.log; return 1; }
	taken "$mark"
}

sink_begin one --tag run-17 || exit 1

# clients
point "swaks" sends plain
point "swaks, HELO" sends helo --protocol SMTP
point "swaks, PIPELINING" sends pipelined --pipeline
point "swaks, STARTTLS" sends starttls --tls
point "swaks, TLS at once" sends smtps --tlsc --port "$tls_port"
for kind in PLAIN LOGIN CRAM-MD5; do
	point "swaks, AUTH $kind" sends "auth-$kind" --auth "$kind" --au "$kind@victim.example" --ap pass-of-bot
	point "its account" account "auth-$kind" "$kind@victim.example" "$kind"
	point "swaks, AUTH $kind within TLS" sends "tls-$kind" --tls --auth "$kind" --au "$kind@victim.example" --ap pass-of-bot
done
for kind in PLAIN LOGIN XOAUTH2; do
	point "AUTH $kind with a response at once" client login "$port" "$kind" 1 "at-once-$kind"
	point "AUTH $kind with a response when asked" client login "$port" "$kind" 0 "asked-$kind"
	point "its message" taken "asked-$kind"
	point "its account" account "asked-$kind" user@victim.example "$kind"
done
point "a bot that does not wait" client bot "$port" bot
point "its message" taken bot
point "many recipients in one message" client recipients "$port" many
point "what servers refuse" client refusals "$port"
point "STARTTLS with commands behind it" client injection "$port"
point "a message above the limit is answered" client enormous "$port" enormous
point "and kept as far as it goes" taken enormous
point "chunks" client chunks "$port" chunks
point "their message" taken chunks

# sends_many SESSIONS MESSAGES OPTION...: smtp-source hands them over.
sends_many() {
	local sessions=$1 messages=$2
	shift 2
	smtp-source -s "$sessions" -m "$messages" -l 4096 -f bot@client.example -t "$*many@taken.example" "127.0.0.1:$port"
}
point "smtp-source, 20 connections at a time" sends_many 20 500 source
point "all of them" taken sourcemany 500

printf 'From: a@client.example\r\nTo: b@taken.example\r\nSubject: curl\r\n\r\nHello.\r\n' >letter.eml
curls() {
	curl -sS --url "$1" --resolve "mx.victim.example:$port:127.0.0.1" --resolve "mx.victim.example:$tls_port:127.0.0.1" \
		--cacert one/sink/authority.pem --mail-from bot@client.example --mail-rcpt "$2@taken.example" \
		-T letter.eml "${@:3}" && taken "$2"
}
point "curl" curls "smtp://mx.victim.example:$port/client.example" curl
point "curl, STARTTLS with the certificate verified" curls "smtp://mx.victim.example:$port/client.example" curltls --ssl-reqd
point "curl, TLS at once with the certificate verified" curls "smtps://mx.victim.example:$tls_port/client.example" curls
point "curl, a login" curls "smtp://mx.victim.example:$port/client.example" curlauth --ssl-reqd --user 'curl@victim.example:pass-of-bot'
point "its account" account curlauth curl@victim.example
point "the server is the one asked for" hosted curlauth mx.victim.example
point "another name, no certificate for it" status 60 curl -sS --url "smtps://mx.victim.example:$tls_port" --connect-to "::127.0.0.1:$tls_port" \
	--mail-from a@b.example --mail-rcpt c@d.example -T letter.eml

# a Postfix that relays everything to it, with a login and TLS
relay_begin() {
	mkdir -m 755 mta && mkdir -m 755 mta/etc mta/queue && mkdir -m 700 mta/data && chown postfix mta/data || return 1
	cat >mta/etc/main.cf <<-END
		compatibility_level = 3.6
		queue_directory = $TMPDIR/mta/queue
		data_directory = $TMPDIR/mta/data
		daemon_directory = /usr/lib/postfix/sbin
		command_directory = /usr/sbin
		meta_directory = /etc/postfix
		maillog_file = $TMPDIR/mta/log
		maillog_file_prefixes = $TMPDIR
		myhostname = relay.client.example
		mydestination =
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		mynetworks = 127.0.0.0/8
		relayhost = [127.0.0.1]:$port
		smtp_tls_security_level = verify
		smtp_tls_servername = mx.victim.example
		smtp_tls_verify_cert_match = mx.victim.example
		smtp_tls_CAfile = $TMPDIR/one/sink/authority.pem
		smtp_sasl_auth_enable = yes
		smtp_sasl_security_options = noanonymous
		smtp_sasl_password_maps = inline:{{[127.0.0.1]:$port = relay@victim.example:pass-of-bot}}
	END
	cat >mta/etc/master.cf <<-END
		127.0.0.1:$relay_port inet n - n - - smtpd
		pickup unix n - n 60 1 pickup
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		tlsmgr unix - - n 1000? 1 tlsmgr
		rewrite unix - - n - - trivial-rewrite
		bounce unix - - n - 0 bounce
		defer unix - - n - 0 bounce
		trace unix - - n - 0 bounce
		smtp unix - - n - - smtp
		relay unix - - n - - smtp
		error unix - - n - - error
		retry unix - - n - - error
		anvil unix - - n - 1 anvil
		scache unix - - n - 1 scache
		proxymap unix - - n - - proxymap
		postlog unix-dgram n - n - 1 postlogd
	END
	postfix -c "$TMPDIR/mta/etc" start >mta/start.log 2>&1 || { cat mta/start.log; return 1; }
}
relays() {
	smtp-source -s 5 -m 50 -l 2000 -f bot@client.example -t relayed@taken.example "127.0.0.1:$relay_port" && taken relayed 50 ||
		{ tail -n 5 mta/log; return 1; }
}
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 one one/sink
	point "a Postfix begins" relay_begin
	point "Postfix relays with a login and verified TLS" relays
	point "its account" account relayed relay@victim.example
	postfix -c "$TMPDIR/mta/etc" stop >/dev/null 2>&1
else
	skip "Postfix" "needs root"
fi

# passwords
point "no password in a core of the receiver" client core "$port" "$tls_port" "$sink"
silent() {
	! grep -raE 'pass-of-bot|cGFzcy1vZi1ib3|Bhc3Mtb2YtYm90|wYXNzLW9mLWJvd|Never-[0-9]' one sink.json sink.log
}
point "a port that is taken" status 2 kith one sink --listen "127.0.0.1:$port"
sink_end
point "it ends when asked to" sink_well
point "no password in files, output or log" silent

# what it refuses
point "no place to listen" status 2 kith one sink --listen nowhere
point "no such user" status 2 kith one sink --listen "127.0.0.1:$port" --user no-such-user
point "no name of a host" status 2 kith one sink --listen "127.0.0.1:$port" --name 'a b'
point "a sample that is no hash" status 2 kith one sink --listen "127.0.0.1:$port" --sample x
finish
