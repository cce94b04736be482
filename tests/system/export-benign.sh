# SPDX-License-Identifier: Apache-2.0
#
# What is exported of the demo and of a season of a campaign, in every engine over real harmless mail: no
# hit. In each run stands one thing that has to be hit, so that an engine that did not start, or a file
# that it did not read, fails. KITH_BENIGN is how many messages are taken (400 unless given; 0: all, with
# everything that stands in them, which takes hours).
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
[ -d "${KITH_DATA:-/nowhere}/lists" ] || { skip "exports over harmless mail" "needs lists/ and spamassassin/ in KITH_DATA"; finish; }
needs zstd
chmod 755 "$TMPDIR"
PATH=$PATH:/usr/sbin
benign=$TMPDIR/benign all=$TMPDIR/all

# have PROGRAM...: or a point is skipped.
have() {
	local program
	for program; do
		command -v "$program" >/dev/null && continue
		skip "$program over harmless mail" "it is not installed"
		return 1
	done
}

# every N: N, or 1 when everything is to be taken.
every() {
	[ "${KITH_BENIGN:-1}" -eq 0 ] && echo 1 || echo "$1"
}

mkdir "$benign"
python3 "$TOP/tests/system/benign.py" "$benign" "${KITH_BENIGN:-400}" || exit 1
find "$benign/mail" -name '*.eml' | LC_ALL=C sort >"$TMPDIR/files"
# For engines that take long over each one.
awk "NR % $(every 8) == 0" "$TMPDIR/files" >"$TMPDIR/few"
point "harmless mail is there" test "$(wc -l <"$TMPDIR/files")" -ge 300
point "and what stands in it" test "$(cat "$benign"/{hosts,urls,clients} | wc -l)" -ge 10000

"$KITH" init --state "$TMPDIR/season" --secret "$TMPDIR/secret" --org ours.example --org lists.ettus.com >"$TMPDIR/init.log"
python3 "$TOP/tests/system/campaign.py" >"$TMPDIR/season.jsonl"
demo_state || exit 1
"$KITH" ledger export --state "$TMPDIR/demo/state" >"$TMPDIR/demo.jsonl"
for ledger in season demo; do "$KITH" ledger import --state "$TMPDIR/season" "$TMPDIR/$ledger.jsonl" >/dev/null; done
# The demo's mail is years younger than the season's.
point "everything is exported" "$KITH" export --all "$all" --state "$TMPDIR/season" --expire 1000w
listed() {
	sed -n "s/^$1,\"\(.*\)\",.*/\1/p" "$all/kith.csv" | grep kith-season | head -n 1
}
host=$(listed host) url=$(listed url) account=$(listed account)
client=$(grep -m 1 '^198\.51' "$all/kith.cidr") client=${client%/*}
point "of every kind" test "$(cut -d, -f1 "$all/kith.csv" | sort -u | grep -c 'account\|address\|file\|host\|md5\|member\|url')" -eq 7
planted=$TMPDIR/planted.eml
mail "$planted" "see $url and http://$host/" "Somebody <$account>"

# only_planted: what is read names the planted message, and no other one.
only_planted() {
	sort -u >"$TMPDIR/named"
	grep -q planted "$TMPDIR/named" && ! grep -v planted "$TMPDIR/named" | head -n 10 | grep .
}

if have clamscan; then
	mkdir "$TMPDIR/db"
	cp "$all"/kith.{hsb,hdb,ndb,ldb,cdb} "$TMPDIR/db"
	by_clamscan() {
		{ cat "$TMPDIR/files"; echo "$planted"; } >"$TMPDIR/list"
		clamscan --no-summary --infected -d "$TMPDIR/db" --file-list="$TMPDIR/list" | only_planted
	}
	point "clamscan: the planted message, nothing else" by_clamscan
fi

if have yara; then
	by_yara() {
		{ cat "$TMPDIR/files"; echo "$planted"; } >"$TMPDIR/list"
		yara --scan-list "$all/kith.yar" "$TMPDIR/list" 2>&1 | only_planted
	}
	point "YARA: the planted message, nothing else" by_yara
fi

if have postmap; then
	mkdir "$TMPDIR/etc"
	printf 'compatibility_level = 3.6\nmeta_directory = /etc/postfix\nsmtputf8_enable = no\n' >"$TMPDIR/etc/main.cf"
	# by_postmap TABLE PLANTED FILE...: of all lines only the planted one is found.
	by_postmap() {
		local table=$1 line=$2
		shift 2
		{ xargs -d '\n' cat | tr -d '\0'; echo "$line"; } <"$1" | LC_ALL=C sort -u | LC_ALL=C grep -a . >"$TMPDIR/lines"
		postmap -c "$TMPDIR/etc" -q - "$table" <"$TMPDIR/lines" >"$TMPDIR/answers" 2>&1
		LC_ALL=C grep -aqF "$line" "$TMPDIR/answers" && ! LC_ALL=C grep -avF "$line" "$TMPDIR/answers" | head -n 5 | grep .
	}
	echo "$benign/clients" >"$TMPDIR/clients.list"
	point "postmap: a planted line of a body, nothing else" by_postmap "regexp:$all/kith-postfix.body" "go to http://$host/" "$TMPDIR/few"
	point "postmap: a planted field, nothing else" by_postmap "regexp:$all/kith-postfix.headers" "From: <$account>" "$TMPDIR/few"
	point "postmap: a planted client, nothing else" by_postmap "cidr:$all/kith-postfix.cidr" "$client" "$TMPDIR/clients.list"
fi

if have sieve-test; then
	mkdir -m 777 "$TMPDIR/maildir"
	printf 'mail_location = maildir:%s\nmail_uid = 65534\nmail_gid = 65534\n' "$TMPDIR/maildir" >"$TMPDIR/dovecot.conf"
	cp "$all/kith.sieve" "$TMPDIR/kith.sieve"
	folder_of() {
		sieve-test -c "$TMPDIR/dovecot.conf" "$TMPDIR/kith.sieve" "$1" 2>&1 | sed -n 's/.*folder: \([A-Za-z]*\).*/\1/p'
	}
	by_sieve() {
		local file
		sievec -c "$TMPDIR/dovecot.conf" "$TMPDIR/kith.sieve" || return 1
		[ "$(folder_of "$planted")" = Quarantine ] || return 1
		while read -r file; do [ "$(folder_of "$file")" = INBOX ] || { echo "$file"; return 1; }; done
	}
	point "Sieve: the planted message is moved, others stay" by_sieve <"$TMPDIR/few"
fi

if have spamassassin; then
	mkdir "$TMPDIR/rules" "$TMPDIR/site"
	printf 'loadplugin Mail::SpamAssassin::Plugin::%s\n' Check WLBLEval >"$TMPDIR/site/init.pre"
	cp /usr/share/spamassassin/{10_default_prefs,20_aux_tlds}.cf "$TMPDIR/rules"
	cp "$all/kith-spamassassin.cf" "$TMPDIR/site"
	printf '%s\n' 'report_safe 0' 'fold_headers 0' clear_headers 'add_header all Tests _TESTS(,)_' >"$TMPDIR/prefs"
	by_spamassassin() {
		local file
		{ cat "$TMPDIR/few"; echo "$planted"; } >"$TMPDIR/list"
		while read -r file; do
			echo "From kith@example.com Thu Jan  1 00:00:00 2020"
			sed 's/^From />From /' "$file" | tr -d '\r'
			echo
		done <"$TMPDIR/list" >"$TMPDIR/mbox"
		spamassassin -L --mbox --configpath="$TMPDIR/rules" --siteconfigpath="$TMPDIR/site" --prefspath="$TMPDIR/prefs" \
			"$TMPDIR/mbox" | LC_ALL=C grep -a '^X-Spam-Tests: ' >"$TMPDIR/hits"
		# It passes over what is very long.
		[ "$(wc -l <"$TMPDIR/hits")" -ge $(($(wc -l <"$TMPDIR/list") * 9 / 10)) ] || { wc -l "$TMPDIR/hits"; return 1; }
		[ "$(grep -c 'KITH_' "$TMPDIR/hits")" -eq 1 ] && grep -q 'KITH_ACCOUNT,KITH_HOST,KITH_URL' "$TMPDIR/hits" || { grep KITH_ "$TMPDIR/hits"; return 1; }
	}
	point "SpamAssassin: the planted message, nothing else" by_spamassassin
fi

if have rspamd rspamadm curl; then
	port=$(free_port)
	mkdir -p "$TMPDIR/kith" "$TMPDIR/rspamd"
	cp "$all"/kith.{hosts,urls,accounts,cidr} "$all/kith-rspamd.conf" "$TMPDIR/kith"
	printf '%s\n' com org net edu gov info biz de fr uk jp >"$TMPDIR/tld.dat" # the whole list takes rspamd long
	cat >"$TMPDIR/rspamd.conf" <<CONF
options { pidfile = "$TMPDIR/rspamd/pid"; filters = "regexp"; explicit_modules = ["multimap"]; hs_cache_dir = "$TMPDIR/rspamd/";
	url_tld = "$TMPDIR/tld.dat"; dns { nameserver = ["127.0.0.1:15999"]; timeout = 0.1s; retransmits = 1; } }
logging { type = "console"; level = "info"; }
worker "normal" { bind_socket = "127.0.0.1:$port"; count = 1; }
actions { reject = 15; add_header = 6; greylist = null; }
modules { path = "\$PLUGINSDIR/multimap.lua"; }
.include "$TMPDIR/kith/kith-rspamd.conf"
lua = "\$RULESDIR/rspamd.lua";
CONF
	chmod -R a+rX "$TMPDIR/kith" "$TMPDIR/rspamd.conf" "$TMPDIR/tld.dat"
	chown -R _rspamd "$TMPDIR/rspamd"
	scan() {
		curl -s --data-binary "@$1" -H "From: ${2:-someone@friends.example}" -H "IP: ${3:-192.0.2.1}" "http://127.0.0.1:$port/checkv2"
	}
	mail "$planted.host" "see http://$host/"
	mail "$planted.url" "see $url"
	mail "$planted.none" "see you"
	by_rspamd() {
		local file sender answer
		# A composite takes the place of what it is made of.
		{ scan "$planted.host"; scan "$planted.url"; scan "$planted.none" "$account"; scan "$planted.none" a@b.com "$client"; } |
			grep -o '"KITH_[A-Z]*":' | sort -u >"$TMPDIR/hits"
		[ "$(wc -l <"$TMPDIR/hits")" -eq 4 ] || { cat "$TMPDIR/hits"; return 1; }
		while read -r file; do
			sender=$(LC_ALL=C sed -n 's/^From:.*[ <]\([^ <>@]*@[^ <>]*[a-z]\).*/\1/ip;/^\r\?$/q' "$file" | head -n 1)
			answer=$(scan "$file" "$sender" "$(shuf -n 1 --random-source="$file" "$benign/clients")")
			[[ $answer == *'"score"'* && $answer != *KITH_* ]] || { echo "$file"; echo "$answer"; return 1; }
		done <"$TMPDIR/few"
	}
	point "rspamd: the configuration is checked" rspamadm --var=CONFDIR="$TMPDIR" configtest -c "$TMPDIR/rspamd.conf"
	engine rspamd -f -u _rspamd -g _rspamd --var=CONFDIR="$TMPDIR" -c "$TMPDIR/rspamd.conf"
	point "rspamd runs" ready scan "$planted"
	point "rspamd: the planted message, nothing else" by_rspamd
fi

# Every name is answered, but for those of the campaign.
few_hosts() {
	{ awk "NR % $1 == 0" "$benign/hosts"; echo "$host"; } >"$TMPDIR/asked"
}
if have named unbound dig; then
	bind=$(free_port) policy=$(free_port)
	printf '$TTL 60\n@ SOA localhost. root.localhost. 1 60 60 60 60\n@ NS localhost.\n* A 192.0.2.1\n' >"$TMPDIR/root.zone"
	cat >"$TMPDIR/named.conf" <<CONF
options { directory "$TMPDIR"; listen-on port $bind { 127.0.0.1; }; listen-on-v6 { none; }; recursion yes; dnssec-validation no;
	pid-file "$TMPDIR/named.pid"; session-keyfile "$TMPDIR/session.key"; empty-zones-enable no;
	response-policy { zone "rpz.local" policy given; } break-dnssec yes qname-wait-recurse no; };
controls { };
zone "." { type primary; file "$TMPDIR/root.zone"; };
zone "rpz.local" { type primary; file "$all/kith.rpz"; };
CONF
	cat >"$TMPDIR/unbound.conf" <<CONF
server:
	interface: 127.0.0.1@$policy
	username: ""
	chroot: ""
	directory: "$TMPDIR"
	pidfile: "$TMPDIR/unbound.pid"
	use-syslog: no
	do-daemonize: no
	module-config: "respip iterator"
include: "$all/kith-unbound.conf"
auth-zone:
	name: "."
	zonefile: "$TMPDIR/root.zone"
	for-downstream: no
	for-upstream: yes
rpz:
	name: "rpz.local"
	zonefile: "$all/kith.rpz"
remote-control:
	control-enable: no
CONF
	answers() {
		dig +tries=1 +time=3 @127.0.0.1 -p "$1" friends.example A | grep -q 'status: NOERROR'
	}
	# by_server PORT: one is refused, the last; all others are answered.
	by_server() {
		dig +tries=2 +time=5 +noall +comments +question @127.0.0.1 -p "$1" -f "$TMPDIR/asked" |
			awk '/status:/ { sub(/,/, "", $6); status = $6 } /^;.*IN.*A$/ { print status, $1 }' >"$TMPDIR/answers"
		[ "$(wc -l <"$TMPDIR/answers")" -eq "$(wc -l <"$TMPDIR/asked")" ] || { wc -l "$TMPDIR/answers"; return 1; }
		[ "$(grep -v '^NOERROR ' "$TMPDIR/answers")" = "NXDOMAIN ;$host." ] || { grep -v '^NOERROR' "$TMPDIR/answers" | head; return 1; }
	}
	few_hosts "$(every 4)"
	engine named -c "$TMPDIR/named.conf" -n 1 -g
	point "BIND runs" ready answers "$bind"
	point "BIND: the planted host, nothing else" by_server "$bind"
	engine unbound -d -c "$TMPDIR/unbound.conf"
	point "Unbound runs" ready answers "$policy"
	point "Unbound: the planted host, nothing else" by_server "$policy"
fi

# Whatever is not refused is sent elsewhere by Squid itself, so that nothing is asked for.
if have squid curl; then
	proxy=$(free_port)
	mkdir -m 777 "$TMPDIR/squid"
	cat >"$TMPDIR/squid.conf" <<CONF
http_port 127.0.0.1:$proxy
acl hosts dstdomain -n "$all/kith-squid.domains"
acl urls url_regex "$all/kith-squid.urls"
acl rest src all
http_access deny hosts
http_access deny urls
deny_info 302:http://friends.test/ rest
http_access deny rest
cache deny all
cache_effective_user proxy
pinger_enable off
dns_nameservers 127.0.0.1
pid_filename $TMPDIR/squid/pid
access_log none
cache_log $TMPDIR/squid/cache.log
coredump_dir $TMPDIR/squid
CONF
	chmod -R a+rX "$all"
	gives() {
		curl -g -s -o /dev/null -w '%{http_code}\n' --noproxy '' -x "http://127.0.0.1:$proxy" "$1"
	}
	squid_runs() {
		[ "$(gives http://friends.test/)" = 302 ]
	}
	by_squid() {
		{ awk "NR % $1 == 0" "$benign/urls"; echo "$url"; echo "http://$host/"; } |
			sed 's/^https:/http:/; s/[\\"]//g; s/.*/url = "&"\noutput = "\/dev\/null"/' >"$TMPDIR/urls.conf"
		curl -g -s -Z --parallel-max 20 -w '%{http_code} %{url}\n' --noproxy '' -x "http://127.0.0.1:$proxy" -K "$TMPDIR/urls.conf" |
			sort >"$TMPDIR/answers"
		[ "$(grep -c '^302 ' "$TMPDIR/answers")" -ge 1000 ] || { head "$TMPDIR/answers"; return 1; }
		same <(printf '403 %s\n' "http://$host/" "$url" | sort) <(grep -v '^302 ' "$TMPDIR/answers")
	}
	engine squid -N -f "$TMPDIR/squid.conf" -n "kith$$"
	point "Squid runs" ready squid_runs
	point "Squid: the planted host and URL, nothing else" by_squid "$(every 15)"
fi

# A packet to each client of harmless mail, in a network namespace where all addresses are our own.
if have nft ip && [ "$(id -u)" -eq 0 ]; then
	inside=kith-benign-$$
	packets() {
		ip netns exec "$inside" nft list chain inet kith outgoing | sed -n 's/.*@four counter packets \([0-9]*\) .*/\1/p'
	}
	send() {
		ip netns exec "$inside" python3 -c '
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    for line in sys.stdin:
        try:
            sender.sendto(b"x", (line.strip(), 9))
        except OSError:
            pass'
	}
	by_nft() {
		ip netns exec "$inside" nft -f "$all/kith.nft" && grep -v '^0\|^255\|^22[4-9]\|^2[3-5]' "$benign/clients" | send
		[ "$(packets)" -eq 0 ] && echo "$client" | send && [ "$(packets)" -eq 1 ] || { packets; return 1; }
	}
	if ip netns add "$inside"; then
		trap 'ip netns del $inside; [ ${#engines[@]} -eq 0 ] || kill "${engines[@]}" 2>/dev/null' EXIT
		ip -n "$inside" link set lo up
		ip -n "$inside" route add local 0.0.0.0/0 dev lo
		point "nftables: the planted address, nothing else" by_nft
	else
		skip "nftables over harmless mail" "no network namespaces"
	fi
fi
finish
