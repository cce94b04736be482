# SPDX-License-Identifier: Apache-2.0
#
# Digests, handouts and the explanation of banners: what they tell, whom they do not name, and that
# tidy finds nothing wrong with the HTML, whatever names stand in it.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

new_state state
cat >>state/kith.conf <<'END'
[awareness]
contact=the help <desk> & "friends"
[departments]
Sales <b>=sales.ours.example
Board=boss@ours.example
END
python3 "$TOP/tests/system/awareness.py" >ledger.jsonl
kith state ledger import ledger.jsonl >import.log || exit 1
"$TOP/demo/run.sh" "$KITH" "$TMPDIR/demo" >demo.log 2>&1 || exit 1

digest() {
	kith state digest "$@"
}
handout() {
	"$KITH" digest --handout --state "$TMPDIR/demo/state" --secret "$TMPDIR/demo/secret" "$@"
}
# figures FILTER OPTION...: FILTER, a Python expression over the object "it", is true.
figures() {
	local filter=$1
	shift
	digest --json "$@" | python3 -c "
import json, sys
it = json.load(sys.stdin)
sys.exit(0 if $filter else print(it) or 1)"
}
# valid PAGE...: tidy, which takes attributes of SVG for proprietary ones, finds nothing; nothing is run or loaded.
valid() {
	local page
	for page in "$@"; do
		tidy -quiet -errors -utf8 --warn-proprietary-attributes no "$page" || return 1
		! grep -iE '<script|<img|<iframe|<link|src=|@import|url\(' "$page" || return 1
	done
}
nobody() {
	! grep -iE 'seller|emi@|ken@|boss|Anna|relay' "$@"
}

# Figures
point "this month and the one before" figures \
	'it["now"]["messages"] == 18 and it["before"]["messages"] == 1 and it["now"]["people"] == 8'
point "what they brought" figures \
	'it["now"]["traits"]["locked-archive"] == 9 and it["now"]["traits"]["password"] == 9 and it["now"]["traits"]["macro-document"] == 9'
point "an organisation whose name is none is not named" figures \
	'it["robbed"] == [{"organisation": "partner.example", "messages": 9}]'
point "a department" figures 'it["name"] == "Sales <b>" and it["now"]["people"] == 5' --department 'sales <B>'
point "addresses like these" figures 'it["now"]["people"] == 5' --department 'seller?@*'
point "several together" figures 'it["now"]["people"] == 6' --department 'seller*' --department boss@ours.example
point "an organisation" figures 'it["now"]["people"] == 5' --organisation sales.ours.example
point "a department of one is not told of" figures 'it["name"] is None and it["now"]["people"] == 8' --department Board
point "and the page says so" says "has so few people" digest --department Board
point "no time before to compare with" figures 'it["before"] is None' --since 60d
point "a quiet time" says "It was a quiet time" digest --since 1h
point "what is compared" says "That is more than in the 30 days before." digest
point "whom to tell" says 'Tell the help <desk> & "friends" what you saw.' digest

# Pages
mkdir all
point "all of them in a directory" digest --out all
point "each is there but the small one" same <(ls all) <(printf '%s\n' 'digest-Sales_<b>.html' 'digest-Sales_<b>.txt' \
	digest.html digest.txt)
# Names that a file's name cannot tell apart
alike() {
	local name
	printf '%s\n' '[departments]' 'R_D-2=sales.ours.example' 'R/D=sales.ours.example' 'R D=*@sales.ours.example' \
		'R_D=sales.ours.example;ours.example' >alike.conf
	mkdir alike
	digest --config alike.conf --text --out alike >alike.out || return 1
	for name in 'digest-R_D-2.txt R_D-2' 'digest-R_D.txt R/D' 'digest-R_D-3.txt R D' 'digest-R_D-4.txt R_D'; do
		grep -q "^Forged replies at ${name#* }, " "alike/${name%% *}" || { echo "$name"; head -n 1 alike/*; return 1; }
	done
	same <(ls alike/*) <(sort alike.out)
}
point "each department has files of its own" alike
digest --language ja --html >ja.html
digest --language ja >ja.txt
point "HTML without fault" valid all/*.html ja.html
point "the check of HTML can fail" bash -c 'printf "<p><b>x<table>" >bad.html; ! tidy -quiet -errors bad.html &&
	sed "s/<main>/<main><script>x()<\/script>/" all/digest.html >bad.html && ! { '"$(declare -f valid)"'; valid bad.html; }'
point "nobody is named" nobody all/* ja.html ja.txt
point "what is hostile is shown as text" bash -c "grep -qF 'Tell the help &lt;desk&gt; &amp; &quot;friends&quot;' all/digest.html &&
	grep -qF 'Sales &lt;b&gt;' 'all/digest-Sales_<b>.html'"
point "a chart" grep -q '<svg ' all/digest.html
point "Japanese" grep -q '18通のなりすまし返信メール' ja.html ja.txt
point "the locale decides" bash -c "LANGUAGE=ja '$KITH' digest --state state --secret secret | grep -q 三つの手順"
point "lines of 72 columns" bash -c '[ "$(LC_ALL=C.UTF-8 wc -L <ja.txt)" -le 80 ]'

# The handout
mail=demo/sample/inbox/hijack-08-locked-archive-japanese.eml
for language in en ja; do
	point "nothing personal in a handout ($language)" bash -c "for mail in demo/sample/inbox/hijack-*.eml; do
		'$KITH' digest --handout --state demo/state --secret demo/secret --language $language --html \$mail >handout.html &&
		python3 '$TOP/tests/system/handout_check.py' handout.html \$mail || exit 1; done"
	handout --language $language --html $mail >handout-$language.html
done
point "a name put back is noticed" bash -c "sed 's/Person A/田中 美咲/;s/person-a@org-1.example/tanaka.m@example.co.jp/' handout-ja.html >leaky.html;
	! python3 '$TOP/tests/system/handout_check.py' leaky.html $mail"
handout --html >example.html
point "a handout is HTML without fault" valid handout-en.html handout-ja.html example.html
point "what does not fit has a number" grep -q '&lt;person-[a-z]*@org-[0-9]*.example&gt; <b>1</b>' handout-en.html
point "an invented one where there is none" says "This is an invented example" handout
mkdir -p demo/state/guard/quarantine
{
	printf 'time: 1700000000\nverdict: hijacked\nreason: x\nsender: x\nsubject: x\nfrom: <x@y.example>\nto: <z@hoshino-instruments.example>\n\n'
	cat $mail
} >demo/state/guard/quarantine/0123456789abcdef01234567.held
point "the newest of the quarantine" says "This message was really sent to us." handout --language en
point "and nothing of it" bash -c "'$KITH' digest --handout --state demo/state --secret demo/secret --language ja >held.txt &&
	python3 '$TOP/tests/system/handout_check.py' held.txt $mail"
point "honest mail is no example" status 2 handout demo/sample/inbox/honest-01-reply-english.eml

# The explanation
point "the explanation" kith state digest --explanation intranet/warning
point "is HTML without fault" valid intranet/warning/*.html
point "whom to ask" grep -qF 'the help &lt;desk&gt; &amp; &quot;friends&quot;' intranet/warning/en.html
anchored() {
	local id
	while read -r id; do
		grep -q "<h3 id=\"$id\">" intranet/warning/en.html && grep -q "<h3 id=\"$id\">" intranet/warning/ja.html ||
			{ echo "$id"; return 1; }
	done < <(awk '/^[a-z]/ && $1 != "prior" && ($2 > 0 || $3 > 0) { print $1 }' "$TOP/src/judge/signals.table")
}
point "an anchor for each reason" anchored
refused() {
	cp state/kith.conf kept.conf
	printf '[guard]\nexplanation=%s\n' "$1" >>state/kith.conf
	mkdir -p state/guard/quarantine
	says "takes a web address" digest && status 2 digest >/dev/null 2>&1
	local result=$?
	cp kept.conf state/kith.conf
	return "$result"
}
point "no address of a script" refused 'javascript:alert(1)'
point "no address with an anchor" refused 'https://intranet.example/#x'
printf '[guard]\nexplanation=https://intranet.example/w/\n[actions]\nhijacked=hold\nsuspicious=warn\n' >>state/kith.conf
point "a digest leads to it" says "https://intranet.example/w/en.html#steps" digest --language en
point "what the filter does" says "surely forged is now held back" digest --language en
printf '[actions sales.ours.example]\nhijacked=reject\n' >>state/kith.conf
point "what it does for a department" says "surely forged is now refused" digest --language en --department 'sales <b>'
# As a guard would have noted it.
python3 -c '
import sqlite3
with sqlite3.connect("state/ledger/ledger.db") as ledger:
    ledger.execute("UPDATE sighting SET handling = 5 WHERE message = "
        "(SELECT message FROM sighting JOIN message ON message.id = message WHERE verdict = 3 AND source = 0 ORDER BY time DESC LIMIT 1)")'
point "and what it did" says "Held back before they reached a mailbox: 1." digest --language en
point "what nobody knows of" says "nothing is known of it: 17." digest --language en
point "as numbers too" figures 'it["now"]["handled"] == {"unknown": 17, "observe": 0, "header": 0, "tag": 0, "warn": 0, "hold": 1, "reject": 0}'

point "no such language" status 2 digest --language fr
point "both forms" status 2 digest --html --text
point "an organisation and a department" status 2 digest --organisation x.example --department y
point "a message without a handout" status 2 digest "$mail"
point "from later to earlier" status 2 digest --since 1d --until 2d
point "a file that cannot be" status 2 digest --out /nowhere/x
finish
