# SPDX-License-Identifier: Apache-2.0
#
# What is kept of others' sessions: stolen accounts with hashes of their passwords and never a password,
# the runs of samples, the spool of a sinkhole; and the alert of a surge.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

helper() {
	python3 "$TOP/tests/system/watch.py" "$@"
}

# As make_capture.py has it.
password=never-in-clear-9f27
sample=$(printf 'ab%.0s' {1..32})
other=$(printf 'cd%.0s' {1..32})

new_state one || exit 1
new_state two || exit 1
new_state three || exit 1
new_state four || exit 1
mkdir run
python3 "$TOP/tests/tools/make_capture.py" run/dump.pcap --seed 1 --sessions 12 --size 2000 || exit 1
account=$(grep -o 'user[0-9]*@client.example' run/dump.pcap.expected | head -n 1)
first=$(kith one pcap --json --tag "first run" --sample "$sample" run/dump.pcap 2>log)

# stolen accounts and their passwords
tries() {
	local wanted=$1 tried=$2 got=0
	shift 2
	printf '%s\n' "$tried" | kith "$@" >answer 2>&1 || got=$?
	[ "$got" -eq "$wanted" ] || { echo "status $got, not $wanted"; cat answer; return 1; }
}

silent_about() {
	local text=$1
	shift
	! grep -rlaF -- "$text" "$@"
}

point "an account that logged in is listed" says "\"account\":\"$account\"" kith one accounts --json
point "its password is known as stolen" tries 1 "$password" one accounts --check "$account"
point "it is said in Japanese" env LANGUAGE=ja LC_ALL=C.UTF-8 KITH_LOCALEDIR="$(dirname "$KITH")/po" bash -c \
	"printf '%s\n' '$password' | '$KITH' accounts --state one --secret secret --check '$account' | grep -q 盗まれた"
point "another password is not" tries 0 "another" one accounts --check "$account"
point "nor that of another account" tries 0 "$password" one accounts --check nobody@client.example
point "in any case of letters" tries 1 "$password" one accounts --check "${account^^}"
point "as JSON" tries 1 "$password" one accounts --json --check "$account"
point "JSON says so" grep -qx "{\"account\":\"$account\",\"stolen\":true}" answer
point "without a password there is no answer" status 2 kith one accounts --check "$account"
point "no password is in what was printed" silent_about "$password" log <(echo "$first")
point "no password is in the state" silent_about "$password" one
encoded=$(printf '\0%s\0%s' "$account" "$password" | base64 -w 0)
point "nor as it was sent" silent_about "${encoded:8:40}" one
kith one ledger export one.jsonl >/dev/null
kith one ledger export --passwords all.jsonl >/dev/null
point "hashes stay here" silent_about argon2id one.jsonl
point "unless they are wanted" says '$argon2id$v=19$m=65536,t=3,p=1$' cat all.jsonl
kith two ledger import all.jsonl >/dev/null
point "who is given them can ask as well" tries 1 "$password" two accounts --check "$account"
kith one pcap run/dump.pcap >/dev/null 2>&1
kith one ledger export --passwords again.jsonl >/dev/null
point "a capture that is read again adds nothing" same all.jsonl again.jsonl

# runs
message=$(echo "$first" | grep -o '"message_id":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
point "JSON has the run" test "$(echo "$first" | grep -c "\"tag\":\"first run\",\"sample\":\"$sample\"")" -gt 0
point "what did this sample send" says "\"message_id\":\"$message\"" kith one lookup --json "$sample"
point "that is a hit" status 1 kith one lookup "$sample"
point "which sample sent this" says "\"sample\":\"$sample\"" kith one lookup --json "<$message>"
point "another sample sent nothing" status 0 kith one lookup "$other"
point "accounts of a sample" says "$account" kith one accounts --sample "$sample"
rows() {
	local wanted=$1 got
	shift
	got=$("$@" --json </dev/null | wc -l)
	[ "$got" -eq "$wanted" ] || { echo "$got rows, not $wanted"; return 1; }
}
point "none of another one" rows 0 kith one accounts --sample "$other"
point "none of another run" rows 0 kith one accounts --tag "second run"
point "a sample is a hash" status 2 kith one accounts --sample nonsense

# sandboxes
helper report "$other" 17 >run/report.json
point "a report beside a capture is read" says "\"tag\":\"task-17\",\"sample\":\"$other\"" \
	kith two pcap --json run/dump.pcap
point "what is given goes before it" says "\"tag\":\"mine\",\"sample\":\"$other\"" \
	kith two pcap --json --tag mine run/dump.pcap
mkdir run/reports elsewhere
mv run/report.json run/reports
point "and one where the sandbox keeps it" says '"tag":"task-17"' kith two pcap --json run/dump.pcap
mv run/reports/report.json elsewhere
point "and one that is named" says '"tag":"task-17"' kith two pcap --json --report elsewhere/report.json run/dump.pcap
echo '[' >run/report.json
point "one that is none is told of" says "not a sandbox's report" kith two pcap run/dump.pcap
point "and does no harm" status 0 kith two pcap run/dump.pcap
point "one that was named must be one" status 2 kith two pcap --report run/report.json run/dump.pcap
rm run/report.json

# a session without end
python3 "$TOP/tests/tools/make_capture.py" full.pcap --seed 2 --sessions 1 --messages 10100 --size 200 --plain || exit 1
kith three pcap --json --sessions full.pcap >full.json 2>log
point "messages of one session are bounded" test "$(grep -c '"verdict"' full.json)" -eq 10000
point "the others are counted, and that is noted" grep -q '"overfull".*"messages":10100' full.json

# the spool of a sinkhole
port=$((20000 + RANDOM % 10000))
sink() {
	"$KITH" sink --state four --secret secret --listen "127.0.0.1:$port" --tag live --json --sessions \
		>sink.json 2>sink.log </dev/null &
	server=$!
	for _ in {1..100}; do
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
		sleep 0.1
	done
	return 1
}
stop() {
	kill -TERM "$server"
	wait "$server" || [ $? -eq 1 ]
}
messages() {
	local wanted=$1 got
	got=$(kith four ledger export | grep -c '"source":"sinkhole"')
	[ "$got" -eq "$wanted" ] || { echo "$got messages, not $wanted"; cat sink.log; return 1; }
}
# What was recorded stays in the spool, to be recorded once more.
cc -shared -fPIC -O1 -o no-holes.so "$TOP/tests/tools/no-holes.c" || exit 1
LD_PRELOAD=$PWD/no-holes.so sink || cat sink.log
helper send "$port" 4 "spooled-secret-71"
sleep 2
stop
point "what a sinkhole took is in the ledger" messages 3
point "so is the account" says robbed@org.example kith four accounts --tag live
point "and its password" tries 1 spooled-secret-71 four accounts --check robbed@org.example
point "and no password elsewhere" silent_about spooled-secret-71 four sink.json sink.log
raw=$(grep -o '"path":"[^"]*"' sink.json | head -n 1 | cut -d '"' -f 4)
point "a raw message has the name of its content" test \
	"$(sha256sum "$raw" | cut -c 1-64)" = "$(basename "$(dirname "$raw")")$(basename "$raw" .eml)"
kith four ledger export --passwords before.jsonl >/dev/null
rm four/recorder/cursor
point "all of it is recorded again after a crash" says "4 SMTP sessions" kith four sink --drain
kith four ledger export --passwords after.jsonl >/dev/null
point "which adds nothing" same before.jsonl after.jsonl
point "what was recorded is not read again" says "0 SMTP sessions" kith four sink --drain
rm four/recorder/cursor
point "and is in the spool no more where files can have holes" says "0 SMTP sessions" kith four sink --drain
touch -d "40 days ago" "$raw"
kith four sink --drain >/dev/null
point "raw messages go after their time" test ! -e "$raw"

# a surge
new_state five || exit 1
helper season >season.jsonl
kith five ledger import season.jsonl >/dev/null
printf '#!/bin/sh\necho "$KITH_ALERT $1 $KITH_SURGE" >>told\n' >hook
chmod +x hook
printf '\n[alert]\ncommand=%s/hook\n' "$TMPDIR" >>five/kith.conf
day=$(date -u -d "11 days ago" +%F)
point "a surge at one of our own is told of" says "is aimed at more than usual since" kith five victims
point "so is the command" grep -qx "surge ours.example $day" told
point "once" status 0 kith five victims
point "and no more" test "$(wc -l <told)" -eq 1
finish
