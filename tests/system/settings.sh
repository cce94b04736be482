# SPDX-License-Identifier: Apache-2.0
#
# Words of kith.conf: those of its manual page are known, and a mistyped one is told: by the guard,
# which does not start with it, and by all other commands, which go on.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

new_state state
python3 "$TOP/tests/system/letters.py" . || exit 1
manual=$TOP/docs/man/kith.conf.5

check() {
	kith state guard --check
}
silent() {
	[ -z "$("$@" 2>&1)" ] || "$@"
}
point "what kith init writes is taken" status 0 check
cp state/kith.conf made.conf
sed -n '/^\.Bd/,/^\.Ed/p' "$manual" | sed '1d;$d' >state/kith.conf
point "the example of the manual" status 0 check
point "without a word" silent check
# Of each group of the manual each key, empty: whether its value can be taken is another question.
awk '/^\.Ss Group / { print "[" $3 "]" } /^\.Ss Groups actions/ { print "[actions]\n[actions example.org]"; exit }
	/^\.It Cm / { print $3 "=" }' "$manual" >state/kith.conf
point "keys of the manual were found" test "$(grep -c = state/kith.conf)" -gt 15
known() {
	local told
	told=$(check 2>&1 | grep -c 'no key\|no group')
	[ "$told" -eq 0 ] || check
}
point "each of them is known" known

mistyped() {
	cp made.conf state/kith.conf
	printf '%s\n' "$@" >>state/kith.conf
}
mistyped '[guard]' 'fial=tempfail' '[action]' 'hijacked=hold'
point "a mistyped key" status 2 check
point "is told with its group, and the one that is meant" \
	says "kith guard: $TMPDIR/state/kith.conf: [guard] has no key \"fial\"; is \"fail\" meant?" check
point "and so is a group" says 'there is no group [action]; is [actions] meant?' check
point "the guard does not start with it" status 2 timeout 20 "$KITH" guard --state state --secret secret --user nobody --listen inet:1@127.0.0.1
point "other commands tell" says 'kith scan: '"$TMPDIR"'/state/kith.conf: [guard] has no key "fial"' kith state scan genuine.eml
point "and go on" status 0 kith state scan genuine.eml
point "with nothing of it in what they print" bash -c '[ "$("$KITH" scan --json --state state --secret secret genuine.eml 2>/dev/null | wc -l)" -eq 1 ]'
point "in Japanese, too" says '「fail」の誤りではありませんか' env LANGUAGE=ja KITH_LOCALEDIR="$(dirname "$KITH")/po" "$KITH" guard --check --state state
mistyped '[actions]' 'hijakced=hold'
point "a mistyped verdict" says 'is "hijacked" meant?' check
mistyped '[actions]' 'hijacked=hlod'
point "a mistyped action" says "takes one of observe" check
mistyped '[guard]' 'frobnicate=1'
point "nothing is proposed that is nowhere near" bash -c '! "$KITH" guard --check --state state 2>&1 | grep meant'
finish
