# SPDX-License-Identifier: Apache-2.0
#
# trend on a season that was imported: the counts, the marks, each kind of key, each form, a table of
# one's own, a chart, and following.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

new_state season
new_state empty
python3 "$TOP/tests/system/season.py" >"$TMPDIR/season.jsonl"
kith season ledger import "$TMPDIR/season.jsonl" >/dev/null || exit 1

# has FILTER COMMAND...: FILTER, a Python expression over the rows, is true for what COMMAND prints.
has() {
	local filter=$1
	shift
	"$@" --json </dev/null 2>/dev/null | python3 -c "
import json, sys
rows = [json.loads(line) for line in sys.stdin]
keys = sorted({row['key'] for row in rows})
marks = [(row['bucket'], row['key'], row['mark']) for row in rows if row['mark']]
sys.exit(0 if $filter else print(keys, marks) or 1)"
}

silent() {
	local output
	output=$("$@" </dev/null 2>&1)
	[ -z "$output" ] || { echo "$output"; return 1; }
}

narrow() {
	[ "$("$@" </dev/null | wc -L)" -le 80 ]
}

point "the marks of the season" has \
	'marks == [("2019-10-31", ".mil", "surge"), ("2019-11-20", ".mil", "pause"), ("2019-12-10", ".mil", "resumption")]' \
	kith season trend
point "counts and shares" has \
	'{"bucket": "2019-10-31", "key": ".mil", "count": 30, "share": 0.833, "mark": "surge"} in rows' kith season trend
point "a mark on a day without sightings" has \
	'{"bucket": "2019-11-20", "key": ".mil", "count": 0, "share": 0.0, "mark": "pause"} in rows' kith season trend
point "every sighting once" has 'sum(row["count"] for row in rows) == 60 * 2 + 20 * 30 + 20 * 20 + 120 * 6' kith season trend
point "by domain" has 'keys == ["brenner-optik.de", "gmail.com", "mofa.go.jp", "us.army.mil"]' kith season trend --by domain
point "by organisation" has '"person@gmail.com" in keys' kith season trend --by org
point "no person when shared" has '"gmail.com" in keys and not any("@" in key for key in keys)' \
	kith season trend --by org --share
point "by sector" has 'keys == ["defence", "government", "other"]' kith season trend --by sector
point "by country" has 'keys == ["DE", "JP", "US", "unknown"]' kith season trend --by country
point "some only" has 'keys == [".jp", ".mil"]' kith season trend --only .mil,.go.jp
point "shares are of all" has 'rows[0]["share"] == 0.25' kith season trend --only .mil
point "some sectors only" has 'keys == ["defence"]' kith season trend --by sector --only defence
point "the first only" has 'keys == [".mil"]' kith season trend --top 1
point "the marks stay when less is shown" has \
	'rows[0]["bucket"] == "2019-11-15" and [mark[2] for mark in marks] == ["pause", "resumption"]' \
	kith season trend --only .mil --since 2019-11-15
point "what came later is not known" has '[mark[2] for mark in marks] == ["surge"]' kith season trend --until 2019-11-15
point "comma-separated values" says '"2019-10-31",".mil",30,0.833,"surge"' kith season trend --csv
point "drawn on the terminal" says "2019-10-31  surge" kith season trend
point "within eighty columns" narrow kith season trend --by domain
point "a table in Japanese" env LANGUAGE=ja KITH_LOCALEDIR="$(dirname "$KITH")/po" bash -c \
	"'$KITH' trend --state '$TMPDIR/season' | grep -q 急増"
point "an empty ledger draws nothing" silent kith empty trend

kith season trend --only .mil --svg "$TMPDIR/chart.svg" >/dev/null
point "a chart" says "surge 2019-10-31" cat "$TMPDIR/chart.svg"
point "that is XML" python3 -c "import sys, xml.dom.minidom; xml.dom.minidom.parse('$TMPDIR/chart.svg')"
point "a chart that cannot be written is trouble" status 2 kith season trend --svg "$TMPDIR/none/chart.svg"
point "a chart of nothing" status 0 kith empty trend --svg "$TMPDIR/empty.svg"
point "no such kind" status 2 kith season trend --by colour
point "none is no number" status 2 kith season trend --top 0
point "no such number" status 2 kith season trend --top 0x

printf '\n[trend]\ntable=own.table\n' >>"$TMPDIR/season/kith.conf"
point "a table that is missing is trouble" status 2 kith season trend --by sector
printf '# ours\narmy.mil armour NL\n' >"$TMPDIR/season/own.table"
point "a table of one's own" has 'keys == ["armour", "other"]' kith season trend --by sector
printf 'army.mil\n' >"$TMPDIR/season/own.table"
point "a line that makes no sense is named" says "line 1" kith season trend --by sector
rm "$TMPDIR/season/own.table"
new_state follow
kith follow ledger import "$TMPDIR/season.jsonl" >/dev/null

# Following: what is there, what changed, and an end.
waits_for() {
	for _ in $(seq 100); do
		grep -q "$1" "$TMPDIR/followed.jsonl" && return
		sleep 0.2
	done
	echo "$1 did not come"
	return 1
}
follows() {
	local follower state=0
	"$KITH" trend --state "$TMPDIR/follow" --json --follow >"$TMPDIR/followed.jsonl" 2>&1 &
	follower=$!
	waits_for '"resumption"' || return 1
	python3 "$TOP/tests/system/season.py" 119 >"$TMPDIR/more.jsonl"
	kith follow ledger import "$TMPDIR/more.jsonl" >/dev/null
	waits_for '"2019-12-29","key":".mil","count":40' || return 1
	kill -INT "$follower"
	wait "$follower" || state=$?
	[ "$state" -eq 130 ] && [ "$(grep -c 2019-10-31 "$TMPDIR/followed.jsonl")" -eq 4 ] || {
		cat "$TMPDIR/followed.jsonl"
		return 1
	}
}
point "following prints what has changed" follows
finish
