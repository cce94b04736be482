# SPDX-License-Identifier: Apache-2.0
#
# The ledger holds each message at each recipient once: recorded twice, killed in the middle,
# exchanged between sensors, out of room. LEDGER_KILLS says how many times it is killed.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

kills=${LEDGER_KILLS:-30}
kills_each=5 # of one ledger, before it is finished
messages=6000
python3 "$TOP/tests/system/relayed.py" mail.mbox $messages || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1

record() {
	local state=$1
	shift
	kith "$state" scan --record --json --jobs 2 "$@" >"$state.json" || [ $? -eq 1 ]
}

# lines STATE FILE: all messages of the ledger but for when they were recorded, in an order of their own.
lines() {
	kith "$1" ledger export | sed 's/"recorded":[0-9]*,//' | sort >"$2"
}

# How many sightings a file of lines tells of, and how many of them are different ones.
count() {
	grep -o '"identity":"[^"]*"\|"recipients":\[[^]]*\]' "$1" | awk -F '"recipients":' '
		/^"identity"/ { identity = $1; next }
		{ n = split($2, part, /"address":/); for (i = 2; i <= n; i++) { all++; seen[identity part[i]] = 1 } }
		END { for (each in seen) different++; print all + 0, different + 0 }'
}

new_state once
kith once scan mail.mbox >log
point "without --record there is no ledger" test ! -e once/ledger
begun=$(date +%s%N)
point "recording" record once mail.mbox
whole_time=$((($(date +%s%N) - begun) / 1000))
lines once once.lines
point "puts each message at each recipient in" test "$(count once.lines)" = "$((2 * messages)) $((2 * messages))"
point "recording again adds nothing" says "0 sightings new" kith once scan --record mail.mbox
lines once again.lines
point "and changes nothing" same once.lines again.lines
point "its folder is private" test "$(stat -c %a once/ledger)" = 700
point "and so is its file" test "$(stat -c %a once/ledger/ledger.db)" = 600

# The same mail must not depend on what memory knows of others.
new_state clean
record clean genuine.eml
lines clean clean.lines
point "clean mail without anything to open is not recorded" test "$(count clean.lines)" = "0 0"

# after: a random part of the time that recording all takes, in seconds.
after() {
	local microseconds=$((whole_time * (RANDOM % 1000) / 1000))
	printf '%d.%06d' $((microseconds / 1000000)) $((microseconds % 1000000))
}

# interrupt STATE SIGNAL SECONDS: start to record, send SIGNAL after SECONDS, leave the status in $ended.
interrupt() {
	"$KITH" scan --record --json --state "$TMPDIR/$1" --secret secret --jobs 2 mail.mbox >"$1.json" 2>"$1.log" </dev/null &
	local scanner=$!
	sleep "$3"
	kill "-$2" "$scanner" 2>/dev/null
	wait "$scanner" 2>/dev/null
	ended=$?
}

# whole STATE AT-LEAST: the ledger can be read, holds no sighting twice, and no fewer than before.
whole() {
	local all different
	lines "$1" "$1.lines" || return 1
	read -r all different <<<"$(count "$1.lines")"
	[ "$all" -eq "$different" ] || { echo "$all sightings, $different different ones"; return 1; }
	[ "$all" -ge "$2" ] || { echo "$all sightings, $2 before"; return 1; }
	kept=$all
}

RANDOM=4711
killed=0 halfway=0 group=0
while [ $killed -lt "$kills" ]; do
	group=$((group + 1)) kept=0
	new_state "kill-$group"
	for _ in $(seq $kills_each); do
		interrupt "kill-$group" KILL "$(after)"
		killed=$((killed + 1))
		whole "kill-$group" "$kept" >log 2>&1
		point "kill -9 number $killed leaves a whole ledger" sh -c "[ ! -s log ] || { cat log; false; }"
		[ "$kept" -gt 0 ] && [ "$kept" -lt $((2 * messages)) ] && halfway=$((halfway + 1))
	done
	point "recording after that ends well" record "kill-$group" mail.mbox
	lines "kill-$group" "kill-$group.lines"
	point "with the ledger of an undisturbed run" same once.lines "kill-$group.lines"
	rm -r "kill-$group"
done
point "some were killed halfway ($halfway)" test $halfway -gt 0

# What was reported before Ctrl-C is there.
reported_is_kept() {
	local all different
	lines "$1" "$1.lines"
	read -r all different <<<"$(count "$1.lines")"
	[ "$all" -eq $((2 * $(wc -l <"$1.json"))) ] || { echo "$all sightings of $(wc -l <"$1.json") messages"; return 1; }
}
for percent in 30 60; do
	new_state "int-$percent"
	interrupt "int-$percent" INT "$(printf '%d.%06d' 0 $((whole_time * percent / 100 % 1000000)))"
	point "what was reported before Ctrl-C is kept, status $ended" reported_is_kept "int-$percent"
done

# Two sensors with secrets of their own, and some mail that both see.
line_of() {
	grep -n '^From relay' mail.mbox | sed -n "$1s/:.*//p"
}
other() {
	local command=$1
	shift
	"$KITH" "$command" --state "$TMPDIR/other" --secret "$TMPDIR/other-secret" "$@"
}
new_state one
other init --org ours.example >log
head -n $(($(line_of 4000) - 1)) mail.mbox >first.mbox
tail -n "+$(line_of 3000)" mail.mbox >second.mbox
record one first.mbox
other scan --record --json second.mbox >log
kith one ledger export one.jsonl >log
mkfifo pipe
cat pipe >piped.jsonl &
piping=$!
kith one ledger export pipe >>log
wait "$piping"
point "a pipe is written to and stays one" bash -c '[ -p pipe ] && cmp piped.jsonl one.jsonl'
point "nor is a device replaced" bash -c "'$KITH' ledger export --state one --secret secret /dev/null >/dev/null && [ -c /dev/null ]"
other ledger export other.jsonl >log
point "a sensor takes in another's ledger" status 0 other ledger import one.jsonl
point "again it adds nothing" says " 0 sightings new" other ledger import one.jsonl
point "and the other way" status 0 kith one ledger import other.jsonl
kith one ledger export | sort >one.lines
other ledger export | sort >other.lines
point "then both have the same" same one.lines other.lines
sed 's/"recorded":[0-9]*,//' one.lines | sort >both.lines
point "which is what one sensor has that saw all" same once.lines both.lines
point "an export is private" test "$(stat -c %a one.jsonl)" = 600

head -c 100000 one.jsonl >cut.jsonl
new_state refuses
point "a file that was cut off is refused" status 2 kith refuses ledger import cut.jsonl
lines refuses refuses.lines
point "as a whole" test "$(count refuses.lines)" = "0 0"
point "and the others are still read" says "sightings new" kith refuses ledger import cut.jsonl one.jsonl
if localedef -i de_DE -f UTF-8 ./de_DE.UTF-8 >log 2>&1; then
	new_state german
	LOCPATH=$PWD LC_ALL=de_DE.UTF-8 kith german ledger import one.jsonl other.jsonl >log 2>&1
	lines german german.lines
	lines one one.lines
	point "an import is read alike where numbers have a comma" same one.lines german.lines
else
	skip "numbers with a comma" "needs the sources of locales"
fi
point "an export to nowhere fails" status 2 kith one ledger export nowhere/one.jsonl

# A limit on the size of files is a full disk that needs no root. The signal that comes with it is ignored.
limited() (
	trap '' XFSZ
	ulimit -f 1000 # blocks of 1 KiB
	kith limited "$@"
)
new_state limited
point "no room for the ledger: status 2" status 2 limited scan --record mail.mbox
point "and it is said" says "kith scan:" limited scan --record mail.mbox
point "what is there can still be read" whole limited 0
point "with room again, recording goes on" record limited mail.mbox
lines limited limited.lines
point "to the same ledger" same once.lines limited.lines
finish
