# SPDX-License-Identifier: Apache-2.0
#
# What is handed to other organisations: STIX by the schemas of OASIS, a MISP feed by MISP's own, and
# nothing personal in it when it is shared. Rules of Snort and Suricata by a strict grammar: their
# engines are not in Debian.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"

check() {
	python3 "$TOP/tests/system/export_check.py" "$@"
}
# refuses TEXT OTHER FILE KIND...: with TEXT replaced by OTHER the check of FILE fails.
refuses() {
	local text=$1 other=$2 file=$3
	shift 3
	sed "s~$text~$other~" "$file" >"$TMPDIR/bad"
	! cmp -s "$file" "$TMPDIR/bad" && ! check "$@" "$TMPDIR/bad" >/dev/null
}

# shellcheck disable=SC2016 # the URLs are not for the shell
knows one sha256="$(echo sample | sha256sum | cut -d' ' -f1)" host=evil-shop.com host=www.evil-shop.com ip=203.0.113.9 \
	ip=2001:db8::9 account=robbed+x@relay-shop.com "url=http://evil-shop.com/a'b\$(c);d.php?x=\"@y\"" \
	'url=http://evil-shop.com/"; sid:1;)' 'url=http://evil-shop.com/u/ZS5jbGFya2VAb3Vycy5leGFtcGxl' \
	'url=http://evil-shop.com/e.clarke%40ours.example/' 'url=http://evil-shop.com/652e636c61726b65406f7572732e6578616d706c65' \
	'url=http://evil-shop.com/plain/path/' "url=http://evil-shop.com/$(printf '~%.0s' {1..1970})"
demo_state || exit 1
for state in one demo/state; do
	out=$TMPDIR/${state%/*}-all
	point "$state: every format" "$KITH" export --all "$out" --state "$TMPDIR/$state"
	point "$state: STIX" check stix "$out/kith-stix.json"
	point "$state: MISP" check misp "$out/misp"
	point "$state: Snort" check rules snort "$out/kith-snort3.rules"
	point "$state: Suricata 6 and 7" check rules suricata "$out/kith-suricata.rules"
	point "$state: Suricata 8" check rules suricata-8 "$out/kith-suricata8.rules"
done
if [ -d "${KITH_SCHEMAS:-/nowhere}/stix-2.1" ]; then
	point "STIX, by the schemas of OASIS" check stix "$TMPDIR/one-all/kith-stix.json"
	point "one that they do not allow is noticed" refuses '"pattern_type":"stix"' '"pattern_type":7' \
		"$TMPDIR/one-all/kith-stix.json" stix
else
	skip "STIX and MISP, by the published schemas" "needs stix-2.1/ and misp/ in KITH_SCHEMAS"
fi
for mark in CLEAR GREEN AMBER+STRICT RED; do
	exports one stix "$TMPDIR/marked.json" --tlp $mark
	point "STIX: TLP:$mark" check stix "$TMPDIR/marked.json"
done
all=$TMPDIR/one-all
point "a STIX pattern that is broken is noticed" refuses "a\\\\\\\\'b" "a'b" "$all/kith-stix.json" stix
point "a STIX reference to nothing is noticed" refuses '"target_ref":"attack-pattern--.' '"target_ref":"attack-pattern--' \
	"$all/kith-stix.json" stix
point "a rule that is cut is noticed" refuses 'sid:[0-9]*; ' '' "$all/kith-suricata.rules" rules suricata
# What is suppressed by its number stays so: others change no rule.
knows more sha256="$(echo another | sha256sum | cut -d' ' -f1)" host=a-shop.com ip=198.51.100.9 url=http://a-shop.com/a
"$KITH" ledger export --state "$TMPDIR/one" >"$TMPDIR/one.jsonl"
"$KITH" ledger import --state "$TMPDIR/more" "$TMPDIR/one.jsonl" >/dev/null
stays() {
	exports one "$1" "$TMPDIR/before" && exports more "$1" "$TMPDIR/after"
	[ "$(wc -l <"$TMPDIR/before")" -gt 1 ] && [ "$(wc -l <"$TMPDIR/after")" -gt "$(wc -l <"$TMPDIR/before")" ] || return 1
	LC_ALL=C comm -23 <(LC_ALL=C sort -u "$TMPDIR/before") <(LC_ALL=C sort -u "$TMPDIR/after") >"$TMPDIR/lost"
	[ ! -s "$TMPDIR/lost" ] || { cat "$TMPDIR/lost"; return 1; }
}
for format in snort suricata suricata-8 clamav-ndb clamav-ldb yara; do
	point "$format: with others, every rule is the same" stays "$format"
done
point "the other dialect is noticed" refuses ',nocase' '; nocase' "$all/kith-snort3.rules" rules snort

"$KITH" export --all "$TMPDIR/shared" --state "$TMPDIR/one" --share --tlp GREEN
personal() {
	! grep -rn 'robbed+x\|relay-shop\|ZS5jbGFya2V\|e\.clarke\|652e636c6\|php' "$TMPDIR/shared"
}
point "nothing personal is shared" personal
point "the rest is" grep -q plain/path "$TMPDIR/shared/kith.urls"
point "with its mark" grep -q 'tlp:green' "$TMPDIR/shared/misp/manifest.json"
demo_personal() {
	"$KITH" export --all "$TMPDIR/demo-shared" --state "$TMPDIR/demo/state" --share
	[ -s "$TMPDIR/demo-shared/kith.csv" ] && ! grep -rn '[a-z]@[a-z]\|hoshino\|vogel\|clarke' "$TMPDIR/demo-shared" | grep -v nobody@kith.invalid
}
point "nor in the demo" demo_personal
finish
