# SPDX-License-Identifier: Apache-2.0
#
# kith export itself: what it takes and refuses, what is never exported, that the same gives the same
# and that files are whole or not there.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"

export_one() {
	kith one export "$@"
}
# values [OPTION...]: the values that are exported, one a line, in order.
values() {
	export_one json "$@" | python3 -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["value"])'
}
# are "VALUE..." [OPTION...]
are() {
	local wanted=$1 got
	shift
	got=$(values "$@" | tr '\n' ' ')
	[ "$got" = "${wanted:+$wanted }" ] || { echo "$got"; return 1; }
}

long=$(head -c 10000 /dev/zero | tr '\0' a)
ours=(host=ours.example host=www.ours.example url=http://mail.ours.example/x account=someone@ours.example)
large=(host=gmail.com host=drive.google.com host=www.yahoo.co.jp url=https://onedrive.live.com/x host=live.com)
suffixes=(host=com host=co.jp host=github.io host=example url=http://com/x)
private=(host=localhost host=printer.local ip=127.0.0.1 ip=0.0.0.0/0 ip=0.0.0.0 ip=10.1.2.3 ip=192.168.1.1 ip=::1
	ip=fe80::1%eth0 ip=fc00::1 ip=::ffff:203.0.113.1 url=http://10.0.0.1/x url=http://localhost/x)
broken=("host=$long.com" "host=$long" $'host=a.com\nb.com' 'host=a b.com' 'host=-a.com' 'host=a..com' 'host=a_b.com'
	$'host=a\u202eb.com' 'host=*.com' "host=a'b.com" 'host=a"b.com' 'host=$(id).com' 'host=1.2.3' 'host=a.123'
	'url=javascript:alert(1)' 'url=http:///x' 'url=http://a.com:0/' 'url=http://a.com:70000/' 'url=http://[::1]/'
	'sha256=abc' 'sha256=../../etc/passwd' 'ip=1.2.3' 'ip=203.0.113.9; drop' 'account=nobody' 'account=a b@c.com'
	'account="x"@c.com' 'account=a@@c.com' "account=a@$long.com")
knows one "${ours[@]}" "${large[@]}" "${suffixes[@]}" "${private[@]}" "${broken[@]}"
point "nothing of one's own, of large providers, of private networks, nor what is broken" are "" --min-confidence 0

knows two sha256="$(printf '%064d' 7)" host=EVIL.example host=sub.evil.example host=аррle.example url='HTTP://user@Evil.Example:80' \
	$'url=http://evil.example/a b\n"\'`<>\u202e#x' ip=2001:DB8:0:0::9 ip=203.0.113.9 ip=9.9.9.9 host=evil-not.example \
	account=Robbed@Relay.example host=a.github.io
wanted_hosts() {
	printf "%s\n" xn--le-6kc8da.example evil.example sub.evil.example evil-not.example a.github.io
}
wanted_urls() {
	printf '%s\n' http://evil.example/ "http://evil.example/a%20b%0A%22'%60%3C%3E%E2%80%AE"
}
point "hosts in one spelling, each before those below" same <(wanted_hosts) <(kith two export hosts)
point "URLs in one spelling" same <(wanted_urls) <(kith two export urls)
point "addresses in their order" same <(printf '%s\n' 9.9.9.9/32 203.0.113.9/32 2001:db8::9/128) <(kith two export cidr)
point "accounts in one spelling" same <(echo robbed@relay.example) <(kith two export accounts)

# What is asked for.
cat >"$TMPDIR/allow" <<'ALLOW'
# what we want to reach
evil.example
203.0.113.0/24   # a network
2001:db8::9
robbed@relay.example
0000000000000000000000000000000000000000000000000000000000000007
ALLOW
allowed() {
	kith two export csv --allow "$TMPDIR/allow" >"$TMPDIR/csv" && [ -s "$TMPDIR/csv" ] && ! grep 'evil\.example\|203\.0\|2001\|robbed\|0007' "$TMPDIR/csv"
}
point "--allow" allowed
point "and nothing but that" bash -c "'$KITH' export csv --state '$TMPDIR/two' --allow '$TMPDIR/allow' | grep -q evil-not"
echo 'sub.sub.evil.example' >"$TMPDIR/below"
above_allowed() {
	kith two export hosts --allow "$TMPDIR/below" >"$TMPDIR/hosts" && [ -s "$TMPDIR/hosts" ] && ! grep '^evil\.ex' "$TMPDIR/hosts"
}
point "no host above what is allowed" above_allowed
printf 'evil.example\nhttp://x/\n' >"$TMPDIR/wrong"
point "a line that allows nothing is named" says "wrong, line 2" kith two export csv --allow "$TMPDIR/wrong"
point "and nothing is written" status 2 kith two export csv --allow "$TMPDIR/wrong" --out "$TMPDIR/no"
point "no file" test ! -e "$TMPDIR/no"
point "no list" status 2 kith two export csv --allow "$TMPDIR/missing"
rows() {
	[ "$(kith two export json "${@:2}" | wc -l)" -eq "$1" ]
}
point "--min-confidence" rows 3 --min-confidence 90
point "--since" rows 0 --since 2020-01-31
point "--expire: all was seen lately" rows 12 --expire 1m
knows old sha256="$(printf '%064d' 7)" host=evil.example
sed -i 's/"time": 15803[0-9]*/"time": 1500000000/' "$TMPDIR/ledger.jsonl"
python3 "$TOP/tests/system/coverage.py" host=new.example >"$TMPDIR/new.jsonl"
new_state aged
"$KITH" ledger import --state "$TMPDIR/aged" "$TMPDIR/ledger.jsonl" "$TMPDIR/new.jsonl" >/dev/null
point "what is old has expired" same <(echo new.example) <(kith aged export hosts)
point "unless one wants it" same <(printf '%s\n' evil.example new.example) <(kith aged export hosts --expire 200w)
for wrong in "--min-confidence 100" "--expire soon" "--tlp PINK" "--since yesterday" "--out x --all y"; do
	# shellcheck disable=SC2086 # an option and its value
	point "$wrong" status 2 kith two export csv $wrong
done
point "no format" status 2 kith two export
point "no such format" status 2 kith two export fax
point "no state" status 2 kith missing export csv
point "the list" says clamav-hsb kith two export --list

# The same gives the same, and a file that would not change is left alone.
kith two export --all "$TMPDIR/first"
kith two export --all "$TMPDIR/second"
find "$TMPDIR/first" -type f -exec touch -d 2020-01-01 {} +
kith two export --all "$TMPDIR/first"
point "twice the same" diff -r "$TMPDIR/first" "$TMPDIR/second"
point "files that stay the same are left alone" bash -c "[ -z \"\$(find '$TMPDIR/first' -type f -newermt 2020-01-02)\" ]"
echo old >"$TMPDIR/first/kith.hosts"
kith two export --all "$TMPDIR/first"
point "another is replaced" same "$TMPDIR/first/kith.hosts" "$TMPDIR/second/kith.hosts"
point "no file beside them" bash -c "[ -z \"\$(find '$TMPDIR/first' -name '.*' -type f)\" ]"
point "what is listed is written" same <(kith two export --list --json | python3 -c '
import json, sys
print(*sorted(json.loads(line)["file"].replace("{uuid}", "*") for line in sys.stdin), sep="\n")') \
	<(cd "$TMPDIR/first" && find . -type f | sed 's|^./||; s|misp/[0-9a-f-]*.json|misp/*.json|' | LC_ALL=C sort)
# What is no file is written to; a link stays.
kith two export csv >"$TMPDIR/wanted"
mkfifo "$TMPDIR/pipe"
through_pipe() {
	timeout 20 cat "$TMPDIR/pipe" >"$TMPDIR/read" &
	status 0 timeout 20 "$KITH" export csv --state "$TMPDIR/two" --out "$TMPDIR/pipe" && wait $! &&
		same "$TMPDIR/wanted" "$TMPDIR/read" && [ -p "$TMPDIR/pipe" ]
}
point "--out to a pipe" through_pipe
through_device() {
	kith two export csv --out /dev/stdout | cat >"$TMPDIR/read"
	same "$TMPDIR/wanted" "$TMPDIR/read" && kith two export csv --out /dev/null && [ -c /dev/null ]
}
point "--out to a device" through_device
mkdir "$TMPDIR/there" && ln -s there/file "$TMPDIR/link" && echo old >"$TMPDIR/there/file"
through_link() {
	kith two export csv --out "$TMPDIR/link" && [ -L "$TMPDIR/link" ] && same "$TMPDIR/wanted" "$TMPDIR/there/file" &&
		[ "$(ls -A "$TMPDIR/there")" = file ]
}
point "--out through a link" through_link
ln -s nowhere "$TMPDIR/dangling"
point "a link that leads nowhere" status 2 kith two export csv --out "$TMPDIR/dangling"
point "and still does" test ! -e "$TMPDIR/nowhere"
point "a directory" status 2 kith two export csv --out "$TMPDIR/there"
if [ -w /dev/full ]; then
	point "a full device" status 2 kith two export csv --out /dev/full
	full() {
		kith two export csv >/dev/full
	}
	point "a full disk is told" status 2 full
fi
point "a directory that cannot be" status 2 kith two export --all "$TMPDIR/allow/x"
finish
