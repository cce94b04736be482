# SPDX-License-Identifier: Apache-2.0
#
# The guard when things go wrong behind a real Postfix: it is dead, slow, restarted, reloaded, its
# memory is damaged; logins, TLS and signatures.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
# shellcheck source=tests/system/dkim.bash
. "$TOP/tests/system/dkim.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "the guard in trouble" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
smtp=$(free_port)
milter=$(free_port)
metrics=$(free_port)
cat >>state/kith.conf <<END
[guard]
networks=10.0.0.0/8
metrics=$metrics
timeout=6
[actions]
hijacked=header
clean=header
unverified=header
END
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
outside=(--client 203.0.113.9)
daemons=()
finally() {
	for name in far mta; do
		[ -d "$name" ] && postfix_stop "$name"
	done
	kill "$guard_pid" "${daemons[@]}" 2>/dev/null
}
trap finally EXIT
sed '/^Received/,/^\tby/d' genuine.eml >mail.eml

# Logins and TLS: Dovecot checks the password, as servers have it.
if command -v dovecot >/dev/null; then
	mkdir -p dovecot/run
	chmod 755 dovecot dovecot/run
	echo 'emi:{PLAIN}right::::::' >dovecot/passwd
	cat >dovecot/dovecot.conf <<END
base_dir = $TMPDIR/dovecot/run
log_path = $TMPDIR/dovecot/log
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = $TMPDIR/dovecot/passwd
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/nonexistent
}
service auth {
  unix_listener $TMPDIR/dovecot/run/auth-postfix {
    mode = 0666
  }
}
END
	dovecot -F -c dovecot/dovecot.conf >dovecot/out 2>&1 &
	daemons+=($!)
	await test -S dovecot/run/auth-postfix
	main_cf mta "smtpd_sasl_auth_enable = yes" "smtpd_sasl_type = dovecot" \
		"smtpd_sasl_path = $TMPDIR/dovecot/run/auth-postfix"
fi
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=mx.ours.example -keyout tls.key -out tls.pem 2>/dev/null
main_cf mta "smtpd_tls_security_level = may" "smtpd_tls_key_file = $TMPDIR/tls.key" "smtpd_tls_cert_file = $TMPDIR/tls.pem"
postfix_start mta

count() {
	kith state status --json | sed "s/.*\"$1\":\([0-9]*\).*/\1/"
}
counts() {
	[ "$(count "$1")" -eq "$2" ] || kith state status --json
}

point "a dead guard: the server puts mail off" status 2 send "$smtp" mail.eml --to a@ours.example "${outside[@]}"
point "no guard to ask" status 2 kith state status
guard_start state "$milter"
point "and takes it once the guard is there" status 0 send "$smtp" mail.eml --to a@ours.example "${outside[@]}"
point "TLS" status 0 send "$smtp" mail.eml --to a@ours.example "${outside[@]}" --tls
point "both were judged" counts clean 2
if command -v dovecot >/dev/null; then
	sed 's/^Message-ID.*/Message-ID: <login@ours.example>/; s/^From:.*/From: Emi Fujita <emi.fujita@ours.example>/' mail.eml >own.eml
	point "a login" status 0 send "$smtp" own.eml --to a@ours.example "${outside[@]}" --tls --login emi:right
	point "makes mail outgoing" counts outgoing 1
	own_known() {
		says '"known":1' kith state learn --json own.eml
	}
	point "which is learned" await own_known
else
	skip "a login" "Dovecot is not installed"
fi
numbers() {
	python3 -c "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:$metrics/metrics').read().decode())"
}
point "numbers for Prometheus" says 'kith_guard_verdicts_total{verdict="clean"} 2' numbers
point "and a histogram" says 'kith_guard_seconds_bucket{le="+Inf"}' numbers

# Signatures
if command -v opendkim >/dev/null; then
	dkim_start
	daemons+=("$signer_pid")
	dkim_sign mail.eml signed.eml
	deliver mta "$smtp" signed.eml through "${outside[@]}" | xargs -I{} cp {} through.eml
	sed 's/foundry/laundry/' through.eml >altered.eml
	point "it was signed and went through the guard" grep -q '^X-Kith-Verdict: clean' through.eml
	point "its DKIM signature is still valid" says "dkim=pass" dkim_verified through.eml
	point "as it would not be, had a word changed" says "dkim=fail" dkim_verified altered.eml
	postfix_stop far
else
	skip "a DKIM signature" "opendkim is not installed"
fi

# Settings
headers() {
	local path
	path=$(deliver mta "$smtp" form-utf8.eml b "${outside[@]}") || { cat answer; return 1; }
	grep -c '^X-Kith-Verdict' "$path"
}
point "a header" bash -c '[ "$1" = 1 ]' - "$(headers)"
sed -i 's/^hijacked=header/hijacked=observe/' state/kith.conf
point "reload" status 0 kith state guard --reload
point "the new settings hold" bash -c '[ "$1" = 0 ]' - "$(headers)"
sed -i 's/^hijacked=observe/hijacked=nonsense/' state/kith.conf
point "settings that make no sense are refused" status 2 kith state guard --reload
point "and the old ones stay" bash -c '[ "$1" = 0 ]' - "$(headers)"
sed -i 's/^hijacked=nonsense/hijakced=header/' state/kith.conf
kill -HUP "$guard_pid"
refused() {
	tail -n 3 guard.log | grep -q 'hijakced.*is \\"hijacked\\" meant'
}
point "nor is a mistyped one taken at SIGHUP" await refused
sed -i 's/^hijakced=header/hijacked=header/' state/kith.conf
kill -HUP "$guard_pid"
await grep -q '"event":"reloaded".*' <(tail -n 2 guard.log)
sleep 0.3
point "SIGHUP reloads too" bash -c '[ "$1" = 1 ]' - "$(headers)"

# A file that is half edited, and a new filter
sed -i 's/^hijacked=header/hijacked=nonsense/; s/^metrics=/metrics=x/' state/kith.conf
kill -KILL "$(pgrep -P "$guard_pid" -o)"
sleep 1
await port_open "$milter"
point "a new filter has the settings that held" bash -c '[ "$1" = 1 ]' - "$(headers)"
sed -i 's/^hijacked=nonsense/hijacked=header/; s/^metrics=x/metrics=/' state/kith.conf

# The workers of our guard alone: children of the zygotes of its two processes.
workers() {
	local child zygote
	for child in $(pgrep -P "$guard_pid"); do
		for zygote in $(pgrep -P "$child"); do
			pgrep -P "$zygote"
		done
	done
}

# Slow: workers that do not answer
stopped() {
	local status=0
	workers >pids
	[ -s pids ] && xargs kill -STOP <pids || return 1
	send "$smtp" form-utf8.eml --to c@ours.example "${outside[@]}" >answer || status=$?
	xargs kill -KILL <pids 2>/dev/null
	cat answer
	return "$status"
}
point "workers that hang cost no mail" stopped
sleep 1
point "and are replaced" bash -c '[ "$1" = 1 ]' - "$(headers)"

# A memory that cannot be read
guard_stop
mv state/memory.1.mdb kept.mdb
head -c 20000 /dev/urandom >state/memory.1.mdb
chown nobody state/memory.1.mdb
point "with a damaged memory it does not start" status 2 timeout 20 "$KITH" guard --state state --secret secret --user nobody --listen "inet:$milter@127.0.0.1"
mv kept.mdb state/memory.1.mdb
guard_start state "$milter"

# Somebody else has the port of the numbers
guard_stop
python3 -c 'import socket, sys, time
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(600)' "$metrics" &
taker=$!
daemons+=("$taker")
await port_open "$metrics"
guard_start state "$milter"
point "mail is judged without a page of numbers" bash -c '[ "$1" = 1 ]' - "$(headers)"
point "which the log says" says '"event":"fault","problem":"127.0.0.1' tail -n 8 guard.log
kill "$taker"
wait "$taker" 2>/dev/null
point "and they are told once the port is free" status 0 kith state guard --reload
point "at a reload" says 'kith_guard_verdicts_total' numbers

guard_stop
point "a stop is a good end" test $? -eq 0
finish
