# SPDX-License-Identifier: Apache-2.0
#
# Notices and abuse reports: who is in them and who is not, and that Python's mail parser finds nothing
# wrong with the reports.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

"$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >"$TMPDIR/demo.log" 2>&1 || exit 1
cp -r "$TMPDIR/demo/state" "$TMPDIR/one"
cp "$TMPDIR/demo/secret" "$TMPDIR/secret"
printf '\n[notify]\nfrom=緊急対応チーム <cert@cert.example>\ncontact=cert@cert.example, +81 3 0000 0000\n' \
	>>"$TMPDIR/one/kith.conf"
kith one scan --record "$TMPDIR/demo/sample/inbox" >/dev/null 2>&1
kith one notify --out "$TMPDIR/en" --language en --tlp AMBER+STRICT >"$TMPDIR/paths.txt"
kith one notify --out "$TMPDIR/ja" --language ja >/dev/null

check() {
	python3 "$TOP/tests/system/letters_check.py" "$@"
}

# The check itself can fail.
notices() {
	rm -rf "$TMPDIR/bad"
	cp -r "$TMPDIR/en" "$TMPDIR/bad"
	sed -i "$2" "$TMPDIR/bad/$1"
	! check "$TMPDIR/bad" "$TMPDIR/one" "$KITH"
}

modes() {
	[ "$(stat -c %a "$TMPDIR/en")" = 700 ] && [ "$(stat -c %a "$TMPDIR"/en/* | sort -u)" = 600 ]
}

brenner=notice-brenner-optik.example.txt
relay=abuse-report-contabilidad_clinica-verde.example.eml
point "each file is named" same <(sort "$TMPDIR/paths.txt") <(find "$TMPDIR/en" -type f | sort)
point "only the owner reads them" modes
point "notices and reports are as they should be" check "$TMPDIR/en" "$TMPDIR/one" "$KITH"
point "in Japanese too" check "$TMPDIR/ja" "$TMPDIR/one" "$KITH"
point "the mark asked for" grep -qx 'TLP:AMBER+STRICT' "$TMPDIR/en/$brenner"
point "AMBER unless asked for" grep -qx 'TLP:AMBER' "$TMPDIR/ja/$brenner"
point "Japanese for those responsible" grep -q '情報セキュリティご担当者様' "$TMPDIR/ja/$brenner"
point "EmoCheck is named" grep -q 'EmoCheck' "$TMPDIR/en/$brenner" "$TMPDIR/ja/$brenner"
point "who to ask" grep -q 'cert@cert.example, +81 3 0000 0000' "$TMPDIR/en/$brenner"
point "their own mailbox is in it" grep -q 'k.vogel@brenner-optik.example' "$TMPDIR/en/$brenner"
point "another's name in a notice is noticed" notices "$brenner" '$ a e.clarke@hoshino-instruments.example'
point "another's domain in a report is noticed" notices "$relay" 's/^Dear abuse team,/Dear brenner-optik.example,/'
point "a field twice in a report is noticed" notices "$relay" 's/^Version: 1\r$/Version: 1\r\nVersion: 1\r/'
point "a report without a version is noticed" notices "$relay" '/^Version: 1/d'
json=${relay%.eml}.json
point "the same reports in XARF, by our own reading of its schemas" python3 "$TOP/tests/system/xarf_check.py" "$TMPDIR/en"
point "one of another kind is noticed" bash -c "mkdir '$TMPDIR/other' && sed 's/\"type\":\"spam\"/\"type\":\"scam\"/' '$TMPDIR/en/$json' >'$TMPDIR/other/$json' &&
	! python3 '$TOP/tests/system/xarf_check.py' '$TMPDIR/other'"
if [ -d "${KITH_SCHEMAS:-/nowhere}/xarf" ] && /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
	point "in XARF, by jsonschema and the published schemas" /usr/bin/python3 "$TOP/tests/system/xarf_check.py" "$TMPDIR/en" "$KITH_SCHEMAS/xarf"
	point "which notices one of another kind" bash -c "! /usr/bin/python3 '$TOP/tests/system/xarf_check.py' '$TMPDIR/other' '$KITH_SCHEMAS/xarf'"
else
	skip "in XARF, by jsonschema and the published schemas" "needs python3-jsonschema and xarf/ in KITH_SCHEMAS"
fi
point "the address that our own server took it from" grep -q '^Source-IP: 203.0.113.66' "$TMPDIR/en/$relay"
point "a client that others wrote is called claimed, and stands nowhere else" bash -c \
	"[ \"\$(grep -c '192\.0\.2\.' '$TMPDIR/en/$relay')\" = 1 ] && grep -q 'client claimed   192\.0\.2\.211' '$TMPDIR/en/$relay'"
point "nobody's name, no XARF" bash -c "sed '/^from=/d' '$TMPDIR/one/kith.conf' >'$TMPDIR/one/new' && mv '$TMPDIR/one/new' '$TMPDIR/one/kith.conf' &&
	'$KITH' notify --state '$TMPDIR/one' --out '$TMPDIR/nameless' >/dev/null 2>&1; ls '$TMPDIR/nameless' | grep -c json | grep -qx 0"
point "the locale decides on the language" bash -c "LANGUAGE=ja '$KITH' notify --state '$TMPDIR/one' --out '$TMPDIR/by-locale' &&
	grep -q ご担当者様 '$TMPDIR/by-locale/$brenner'"
point "nothing is sent to before a time" bash -c "[ -z \"\$('$KITH' notify --state '$TMPDIR/one' --out '$TMPDIR/none' --until 2020-01-01)\" ]"
# An account that somebody only logged in to is not the one that others' messages came through.
printf '%s\n%s\n' '{"format":"kith-ledger","version":2}' '{"login":{"account":"only@login.example",
"organisation":"login.example","host":"smtp.login.example","mechanism":"PLAIN","first":1700000000,
"last":1700000000,"recorded":1700000000}}' | tr -d '\n' | sed 's/}{/}\n{/' >"$TMPDIR/login.jsonl"
point "a login alone" status 0 kith one ledger import "$TMPDIR/login.jsonl"
point "is listed" bash -c "'$KITH' accounts --state '$TMPDIR/one' --json | grep -q only@login.example"
point "and reported to nobody" bash -c "'$KITH' notify --state '$TMPDIR/one' --out '$TMPDIR/logins' >/dev/null &&
	[ -n \"\$(ls '$TMPDIR/logins')\" ] && ! ls '$TMPDIR/logins' | grep only_login"
point "no directory" status 2 kith one notify
point "no such language" status 2 kith one notify --out "$TMPDIR/x" --language fr
point "a mark in lower case" bash -c "'$KITH' notify --state '$TMPDIR/one' --out '$TMPDIR/lower' --tlp amber+strict >/dev/null &&
	grep -rq 'TLP:AMBER+STRICT' '$TMPDIR/lower'"
point "no such mark" status 2 kith one notify --out "$TMPDIR/x" --tlp PINK
point "a directory that cannot be" status 2 kith one notify --out "$TMPDIR/secret/x"
finish
