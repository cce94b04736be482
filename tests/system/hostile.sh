# SPDX-License-Identifier: Apache-2.0
#
# Containers that are meant to break their reader, and broken letters by the dozen: as many results as
# messages, the right status, bounded time and memory, and what comes after is read.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/tools/make-hostile.py" --huge hostile || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1
new_state state

# scan SECONDS OUTPUT ARGUMENT...: within the time and 1.5 GiB for each process; its status is in $got.
scan() {
	local seconds=$1 output=$2
	shift 2
	got=0
	python3 "$TOP/tests/tools/bounded.py" "$seconds" 1536 \
		"$KITH" scan --state state --secret secret --json "$@" >"$output" 2>err.log || got=$?
}

# status_fits OUTPUT COMPLAINTS: $got is what the results and COMPLAINTS call for.
status_fits() {
	local wanted=0
	grep -qE '"verdict":"(suspicious|hijacked)"' "$1" && wanted=1
	grep -q '"verdict":"unscannable"' "$1" && wanted=2
	[ "$2" -gt 0 ] && wanted=2
	[ "$got" -eq "$wanted" ] || { echo "status $got, not $wanted"; head -n 5 err.log; return 1; }
}

# results OUTPUT COUNT: it holds COUNT results, each a line of JSON with a verdict.
results() {
	local count
	count=$(grep -c '^{.*"verdict":".*}$' "$1")
	[ "$count" -eq "$2" ] && [ "$(wc -l <"$1")" -eq "$2" ] ||
		{ echo "$count results, not $2"; head -n 5 err.log; return 1; }
}

# complains FILE COMPLAINTS: FILE is named on standard error exactly when it has to be.
complains() {
	local said=0
	grep -qF -e "$1: " err.log && said=1
	[ "$said" -eq "$2" ] || { echo "complaints:"; head -n 5 err.log; return 1; }
}

# answered FILE RESULTS COMPLAINTS: and the good letter that comes after it too.
answered() {
	scan 60 out.json "hostile/$1" genuine.eml
	results out.json $(($2 + 1)) && complains "hostile/$1" "$3" && status_fits out.json "$3" &&
		tail -n 1 out.json | grep -q '"path":"genuine.eml"'
}

total=0
while IFS=$'\t' read -r file count complaint; do
	case $file in
	boxes/*) total=$((total + count)) ;;
	letters/*) total=$((total + count)); continue ;;
	esac
	point "$file" answered "$file" "$count" "$complaint"
done <hostile/expected

everything() {
	scan 300 all.json --jobs 2 hostile/boxes hostile/letters
	results all.json "$total" && status_fits all.json 1
}
point "all of them in one run" everything

same_for_any_jobs() {
	scan 300 one.json --jobs 1 hostile/boxes hostile/letters
	same one.json all.json
}
point "the same for any number of jobs" same_for_any_jobs

# from_input FILE RESULTS COMPLAINTS
from_input() {
	scan 60 out.json - <"hostile/$1"
	results out.json "$2" && complains - "$3" && status_fits out.json "$3"
}
while IFS=$'\t' read -r file count complaint; do
	case $file in
	boxes/letters.mbox | boxes/cut.mbox.* | boxes/empty | huge/bomb.mbox.gz)
		point "$file from standard input" from_input "$file" "$count" "$complaint" ;;
	esac
done <hostile/expected
finish
