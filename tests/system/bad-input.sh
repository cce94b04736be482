# SPDX-License-Identifier: Apache-2.0
#
# Mail that is meant to break its reader: an answer in bounded time and memory for each, and the mail
# after it is judged as ever.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

mkdir letters
python3 "$TOP/tests/system/hostile.py" letters || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1
new_state state
kith state learn genuine.eml >log || exit 1

# answered FILE: scanned before a good message, both have a result, within 60 s and 2 GiB.
answered() {
	local got=0
	rm -f out.json
	(ulimit -v 8000000; timeout 60 "$KITH" scan --state state --secret secret --json --jobs 1 "$1" hijacked.eml \
		>out.json 2>err.log </dev/null) || got=$?
	[ "$got" -le 2 ] || { echo "status $got"; cat err.log; return 1; }
	grep -q '"path":"hijacked.eml".*"verdict":"hijacked"' out.json || { echo "the next message has no verdict"; return 1; }
	[ "$(grep -c "\"path\":\"$1" out.json)" -eq "$2" ] || { echo "results:"; cut -c 1-200 out.json; cat err.log; return 1; }
}

for file in letters/*.eml; do
	case $file in
	letters/empty.eml | letters/newlines.eml) continue ;;
	esac
	point "$(basename "$file" .eml)" answered "$file" 1
	point "$(basename "$file" .eml) can be read" sh -c "! grep -q unscannable out.json || { cut -c 1-300 out.json; false; }"
done
point "the rest of a folder goes on" says '"path":"letters/zip-bomb.eml"' kith state scan --json letters
no_crash() {
	local got=0
	"$@" >out.json 2>err.log </dev/null || got=$?
	[ "$got" -le 2 ] || { echo "status $got"; cat err.log; return 1; }
}
for name in empty newlines; do
	point "a file of nothing: $name" no_crash kith state scan --json letters/$name.eml
done
point "learning all of it" no_crash kith state learn letters
point "and what was learned before is still known" says '"verdict":"hijacked"' kith state scan --json hijacked.eml

{ head -n 12 hijacked.eml; echo; yes 'a line that goes on and on and on until there is a gigabyte of it' | head -c 1000000000; } >big.eml
point "a message of 1 GB" answered big.eml 1
rm -f big.eml
finish
