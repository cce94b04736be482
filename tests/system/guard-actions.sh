# SPDX-License-Identifier: Apache-2.0
#
# What the guard does with a forged answer behind a real Postfix: banners in every form of text, tag,
# hold, release, reject, and several recipients of one message.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/postfix.bash
. "$TOP/tests/system/postfix.bash"
export PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR" || exit 1

if [ "$(id -u)" -ne 0 ] || ! command -v postfix >/dev/null; then
	skip "what the guard does" "this needs root and Postfix"
	finish
fi
python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/tests/system/warned.py" make . || exit 1
new_state state
kith state learn genuine.eml >learn.log || exit 1
for action in header tag warn hold reject; do
	printf '[actions %s@ours.example]\nhijacked=%s\nsuspicious=%s\n' $action $action $action
done >>state/kith.conf
cat >>state/kith.conf <<END
[guard]
explanation=https://intra.ours.example/mail
[actions all@ours.example]
clean=warn
unverified=warn
suspicious=warn
hijacked=warn
[guard]
sendmail=/usr/sbin/sendmail -C $TMPDIR/mta/etc
[actions nobody.example]
clean=hold
END
smtp=$(free_port)
milter=$(free_port)
postfix_make mta "$smtp" "inet:127.0.0.1:$milter"
main_cf mta "non_smtpd_milters = inet:127.0.0.1:$milter"
trap 'postfix_stop mta; guard_stop' EXIT
postfix_start mta
guard_start state "$milter"
outside=(--client 203.0.113.9)

warned() {
	local path
	path=$(deliver mta "$smtp" "form-$1.eml" warn "${outside[@]}") || { cat answer guard.log; return 1; }
	grep -q '^X-Kith-Verdict: \(hijacked\|suspicious\); score=' "$path" &&
		python3 "$TOP/tests/system/warned.py" check "form-$1.eml" "$path" "$2"
}
for form in utf8 html alternative; do
	point "a banner in $form" warned $form en
done
for form in iso2022jp shiftjis eucjp htmljp; do
	point "a Japanese banner in $form" warned $form ja
done
point "a banner in what only claims to be signed" warned unsigned en
wrapped() {
	local path
	path=$(deliver mta "$smtp" form-file.eml all "${outside[@]}") || { cat answer guard.log; return 1; }
	python3 "$TOP/tests/system/warned.py" check form-file.eml "$path" wrapped && grep '^Subject: \[Caution\]' "$path" &&
		[ "$(sed '/^\r*$/,$d' "$path" | grep -ci '^content-')" -eq 2 ]
}
point "a message that is a file alone comes behind a part with the banner" wrapped
subject() {
	local path
	path=$(deliver mta "$smtp" "$1" "$2" "${outside[@]}") || { cat answer; return 1; }
	grep '^Subject:' "$path"
}
point "the subject is tagged" says "Subject: [Caution] Re: Second pump housing" subject form-utf8.eml warn
point "and in the mail's language" says "Subject: =?utf-8?B?W+azqOaEj10=?= Re: Second" subject form-shiftjis.eml tag
signed() {
	local path
	path=$(deliver mta "$smtp" form-signed.eml warn "${outside[@]}") || { cat answer; return 1; }
	grep -q '^X-Kith-Verdict: ' "$path" && grep -q '^Subject: \[Caution\] Re: Second' "$path" &&
		python3 "$TOP/tests/system/warned.py" bodies form-signed.eml "$path"
}
point "signed mail gets the header and a tagged subject, and stays as it was" signed
# Mail programs differ in which of two subjects they show.
sed 's/^Subject: .*/&\nX-Other: x\nSubject: Re: Another/; s/utf8@/twice@/' form-utf8.eml >form-twice.eml
point "each of two subjects is tagged: the first" says "Subject: [Caution] Re: Second" subject form-twice.eml warn
point "and the second" says "Subject: [Caution] Re: Another" subject form-twice.eml tag
point "a check that can fail" status 1 python3 "$TOP/tests/system/warned.py" check form-utf8.eml form-utf8.eml en 2>/dev/null
point "a rejected message is refused for good" status 1 send "$smtp" form-utf8.eml --to reject@ours.example "${outside[@]}"

# Quarantine
nothing_for() {
	[ -z "$(mailbox mta "$1")" ]
}
held() {
	kith state quarantine list --json | grep -c '"state":"held"'
}
touch mark
point "a held message is taken" status 0 send "$smtp" form-utf8.eml --to hold@ours.example "${outside[@]}"
point "it is in quarantine" says '"verdict":"hijacked"' kith state quarantine list --json
point "with its recipient" says '"rcpt_to":["<hold@ours.example>"]' kith state quarantine list --json
id=$(kith state quarantine list --json | sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')
kith state quarantine show "$id" | tr -d '\r' >shown.eml
point "it is kept as it came" same form-utf8.eml shown.eml
point "a table of it" says "Re: Second pump housing" kith state quarantine list
point "nobody got it" nothing_for hold
# A token that somebody made up.
sed "1iX-Kith-Release: $id 00" form-utf8.eml >posing.eml
send "$smtp" posing.eml --to hold@ours.example "${outside[@]}" >answer
point "a made-up token releases nothing" bash -c '[ "$1" -eq 2 ]' - "$(held)"
point "release" status 0 kith state quarantine release "$id"
released() {
	local path
	path=$(mailbox mta hold) && [ -n "$path" ] && [ "$(wc -l <<<"$path")" -eq 1 ] &&
		python3 "$TOP/tests/system/warned.py" bodies form-utf8.eml "$path" && ! grep -q '^X-Kith' "$path"
}
point "it arrives as it was" await released
point "the guard let it through once" says '"state":"passed"' kith state quarantine list --json
point "a second release is refused" status 2 kith state quarantine release "$id"
sleep 1
point "it came once" released
point "no such message" status 2 kith state quarantine release 123
point "no path in its place" status 2 kith state quarantine delete ../../../etc/passwd
point "delete" status 0 kith state quarantine delete "$id"
point "the other is left" bash -c '[ "$1" -eq 1 ]' - "$(kith state quarantine list --json | wc -l)"

# Several recipients
touch mark
point "several recipients are one message" status 0 send "$smtp" form-html.eml --to plain@ours.example \
	--to hold@ours.example --to reject@ours.example "${outside[@]}"
plain() {
	local path
	path=$(mailbox mta plain) && python3 "$TOP/tests/system/warned.py" bodies form-html.eml "$path" && ! grep -q '^X-Kith' "$path"
}
point "the mildest action is for all" await plain
point "the stricter are taken out" says '["<hold@ours.example>","<reject@ours.example>"]' kith state quarantine list --json
point "and get nothing" nothing_for hold
touch mark
send "$smtp" form-html.eml --to hold@ours.example --to reject@ours.example "${outside[@]}" >answer
point "hold is milder than reject" says '"state":"held"' kith state quarantine list --json

# What was done is in the ledger: of a message to several the mildest counts.
for action in hold reject; do
	sed "s/utf8@/$action@/" form-utf8.eml >other.eml
	send "$smtp" other.eml --to $action@ours.example "${outside[@]}" >answer
done
handled() {
	kith state digest --since 1h --json | python3 -c '
import json, sys
done = json.load(sys.stdin)["now"]["handled"]
print(done)
assert done == {"unknown": 0} | dict(zip(("observe", "header", "tag", "warn", "hold", "reject"), map(int, sys.argv[1:])))' "$@"
}
point "the ledger knows what was done" await handled 1 0 3 7 1 1
point "no partner is told" bash -c '! "$KITH" ledger export --state state --secret secret | grep -i handl'
# Whoever writes to a mailbox chooses how its address is written.
odd=('<hold(x)@ours.example>' '<hold@(x)ours.example>' '< hold@ours.example >' '<"hold"@"ours.example">'
	'<hold@our\s.example>' '<@relay.example:hold@ours.example>' '<"hold+(x"@ours.example>')
held_as() {
	local before
	before=$(held)
	touch mark
	send "$smtp" form-html.eml --to "$1" --to plain@ours.example "${outside[@]}" >answer || { cat answer; return 1; }
	await plain && nothing_for hold && [ "$(held)" -eq $((before + 1)) ]
}
for path in "${odd[@]}"; do
	point "held however it is written: $path" held_as "$path"
done
# An entry has room for some recipients only; the longest address has 320 bytes.
many() {
	local before i to=()
	before=$(held)
	for i in $(seq 900); do
		to+=(--to "<hold+$(printf '%0300d' "$i")@ours.example>")
	done
	touch mark
	send "$smtp" form-html.eml "${to[@]}" "${outside[@]}" >answer || { cat answer; return 1; }
	[ "$(held)" -eq $((before + 2)) ] && kith state quarantine list --json | tail -2 | grep -o 'hold+' | wc -l | grep -qx 900
}
point "and for however many" many
fields() {
	awk -v name="$1" 'NR == 1 { for (i = 0; i < 60; i++) print name i ": x" } { print }' form-utf8.eml >fields.eml
	send "$smtp" fields.eml --to "$2@ours.example" "${outside[@]}"
}
point "forged fields without end are refused" status 1 fields X-Kith-A plain
point "and told of" grep -q '"event":"refused"' guard.log
point "other fields are no reason" status 0 fields Content-A plain
point "no task" status 2 kith state quarantine frobnicate
printf '[actions]\nhijacked=explode\n' >>state/kith.conf
point "an action that is none is refused" status 2 kith state guard --user nobody --listen inet:1@127.0.0.1
finish
