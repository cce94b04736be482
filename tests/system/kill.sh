# SPDX-License-Identifier: Apache-2.0
#
# A learn that is stopped in the middle, politely or not, and run again leaves the memory that an
# undisturbed one leaves; and no worker outlives it.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/bench/sample.py" sample.mbox 12000 || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1

new_state whole
begun=$(date +%s%N)
kith whole learn --jobs 2 sample.mbox genuine.eml >learn.log || exit 1
whole_time=$((($(date +%s%N) - begun) / 1000))
kith whole scan --json sample.mbox genuine.eml hijacked.eml >whole.json


# Processes seen just before the signals; none would mean that the count is blind.
seen=0

# after PERCENT: that share of the time that learning all takes on this machine, in seconds.
after() {
	printf '%d.%06d' $((whole_time * $1 / 100 / 1000000)) $((whole_time * $1 / 100 % 1000000))
}

# interrupt STATE SIGNAL SECONDS: start to learn, send SIGNAL after SECONDS, leave the status in $ended.
interrupt() {
	"$KITH" learn --state "$TMPDIR/$1" --secret secret --jobs 2 sample.mbox genuine.eml >"$1.log" 2>&1 </dev/null &
	local learner=$!
	sleep "$3"
	seen=$((seen + $(processes_of "$1")))
	kill "-$2" "$learner" 2>/dev/null
	wait "$learner" 2>/dev/null
	ended=$?
}

# How many processes were started for STATE; workers have the command line of their parent.
processes_of() {
	local file count=0
	for file in /proc/[0-9]*/cmdline; do
		[[ $(tr '\0' ' ' 2>/dev/null <"$file") == *" --state $TMPDIR/$1 "* ]] && count=$((count + 1))
	done 2>/dev/null
	echo "$count"
}

no_orphans() {
	for _ in $(seq 50); do
		[ "$(processes_of "$1")" -eq 0 ] && return 0
		sleep 0.1
	done
	echo "$(processes_of "$1") processes are left"
	return 1
}

# How many runs were stopped when something, but not all, had been kept.
halfway=0
go_on() {
	kith "$1" learn --json --jobs 2 sample.mbox genuine.eml >again.json || return 1
	grep -q '"skipped":0' again.json || { cat again.json; return 1; }
}

scan_same() {
	kith "$1" scan --json sample.mbox genuine.eml hijacked.eml >"$1.json"
	same whole.json "$1.json"
}

for percent in 5 40 75; do
	seconds=$(after $percent) state=int-$percent
	new_state "$state"
	interrupt "$state" INT "$seconds"
	if [ "$ended" -ne 0 ]; then
		point "Ctrl-C after $seconds s ends with 130" test "$ended" -eq 130
		point "and says how to go on" grep -q 'again' "$state.log"
	fi
	point "no worker is left after Ctrl-C ($seconds s)" no_orphans "$state"
	point "learning again goes on ($seconds s)" go_on "$state"
	grep -qE '"learned":[1-9][0-9]*,"known":[1-9]' again.json && halfway=$((halfway + 1))
	point "to the same memory ($seconds s)" scan_same "$state"
done
for percent in 5 30 55 80; do
	seconds=$(after $percent) state=kill-$percent
	new_state "$state"
	interrupt "$state" KILL "$seconds"
	point "no worker is left after kill -9 ($seconds s)" no_orphans "$state"
	point "a memory that was cut off can be read ($seconds s)" says '"verdict"' kith "$state" scan --json genuine.eml
	point "learning again after kill -9 goes on ($seconds s)" go_on "$state"
	grep -qE '"learned":[1-9][0-9]*,"known":[1-9]' again.json && halfway=$((halfway + 1))
	point "to the same memory as undisturbed ($seconds s)" scan_same "$state"
done
point "workers were there to be left ($seen)" test "$seen" -gt 7
point "some were stopped halfway ($halfway)" test "$halfway" -gt 0
finish
