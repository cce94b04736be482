# SPDX-License-Identifier: Apache-2.0
#
# The commands as users give them: what they read, what they print, how they end.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/bench/sample.py" sample.mbox 300 || exit 1

# Verdicts, one a line, of what a scan prints.
verdicts() {
	kith "$@" --json </dev/null 2>/dev/null | sed 's/.*"verdict":"\([a-z]*\)".*/\1/'
}

prints() {
	local wanted=$1
	shift
	local got
	got=$("$@" 2>&1 </dev/null | tr '\n' ' ')
	[ "$got" = "$wanted " ] || { echo "printed '$got', not '$wanted'"; return 1; }
}

has_mode() {
	[ "$(stat -c %a "$2")" = "$1" ] || { stat -c '%a %n' "$2"; return 1; }
}

# init
point "init makes a memory" status 0 kith one init --org ours.example
point "the state is the owner's alone" has_mode 700 one
point "so is the secret" has_mode 600 secret
cp secret secret.before
point "init again ends well" status 0 kith one init --org also-ours.example
point "init again keeps the secret" same secret.before secret
point "init again keeps the domains" grep -q 'ours.example;also-ours.example' one/kith.conf
point "init wants a domain" status 2 kith none init
point "init refuses what is no domain" status 2 kith none init --org 'not a domain'

# arguments
point "no command" status 2 "$KITH"
point "unknown command" status 2 "$KITH" frobnicate
point "unknown option" status 2 kith one scan --frobnicate .
point "no mail named" status 2 kith one scan
point "too few workers" status 2 kith one scan --jobs -1 genuine.eml
point "no number of workers" status 2 kith one scan --jobs many genuine.eml
point "help" says "PATH" "$KITH" learn --help
point "version" says "kith 0" "$KITH" --version

# learn
point "learn" status 0 kith one learn genuine.eml sample.mbox
point "learn again changes nothing" says '"learned":0,"known":301' kith one learn --json genuine.eml sample.mbox
new_state cold
point "learn skips what looks hijacked, and says so" says 'hijacked.eml' kith cold learn hijacked.eml
point "skipping is no failure" status 0 kith cold learn hijacked.eml
point "it was not learned" says '"learned":1,"known":0' kith cold learn --json --trust hijacked.eml

new_state warm
kith warm learn --trust genuine.eml hijacked.eml >log
sed 's/^Message-ID: <b41f/Message-ID: <b42f/; s/^Date: Sun, 9/Date: Mon, 10/' hijacked.eml >next.eml
point "its sender is nobody to trust for that" prints hijacked verdicts warm scan next.eml

# scan
point "a genuine mail is clean" prints clean verdicts one scan genuine.eml
point "nothing found is 0" status 0 kith one scan genuine.eml
point "a hijacked answer is found" prints hijacked verdicts one scan hijacked.eml
point "something found is 1" status 1 kith one scan genuine.eml hijacked.eml
point "the robbed mailbox is named" says '"victim":[{"address":"chie.doi@partner.example"' kith one scan --json hijacked.eml
point "and its side" says '"side":"outside"' kith one scan --json hijacked.eml
point "explain tells the evidence" says 'quote-not-theirs' kith one explain hijacked.eml
point "explain ends as scan does" status 1 kith one explain hijacked.eml
point "an argument that is not there is 2, over 1" status 2 kith one scan hijacked.eml missing.eml
point "and is named" says 'missing.eml' kith one scan hijacked.eml missing.eml
point "and the rest goes on" prints "hijacked clean" verdicts one scan missing.eml hijacked.eml genuine.eml
chmod -R a-w one
cp -a one/. before
kith one scan sample.mbox hijacked.eml >scan.log
point "scan writes nothing" diff -r -x '*lock*' one before
chmod -R u+w one

# what mail may come in
mkdir -p folder/deeper empty box/new box/cur box/tmp
cp genuine.eml folder/deeper; cp hijacked.eml folder
cp genuine.eml box/cur/1:2,S; cp hijacked.eml box/new/2; cp hijacked.eml box/tmp/3
gzip -k sample.mbox; xz -k sample.mbox; zstd -q -k sample.mbox
head -c 5000 sample.mbox.gz >broken.gz
paths() {
	kith one scan --json "$@" </dev/null | sed 's/.*"path":"\([^"]*\)".*/\1/'
}
without_paths() {
	kith one scan --json "$@" </dev/null | sed 's/"path":"[^"]*",//'
}
point "a directory is read to its depth" prints "folder/deeper/genuine.eml folder/hijacked.eml" paths folder
point "an empty directory is nothing found" status 0 kith one scan empty
point "a Maildir without its tmp" prints "box/cur/1:2,S box/new/2" paths box
point "an mbox counts from 1" says '"path":"sample.mbox#300"' kith one scan --json sample.mbox
without_paths sample.mbox >plain
for end in gz xz zst; do
	without_paths "sample.mbox.$end" >unpacked
	point "an mbox in .$end says the same" same plain unpacked
done
point "the mbox has 300" test "$(wc -l <plain)" -eq 300
kith one scan --json - <hijacked.eml >stdin.json
point "standard input" grep -q '^{"path":"-",.*"verdict":"hijacked"' stdin.json
kith one scan --json - <sample.mbox.zst | sed 's/"path":"[^"]*",//' >unpacked
point "a compressed mbox on standard input" same plain unpacked
point "what is damaged is said" status 2 kith one scan broken.gz genuine.eml
cp genuine.eml "$(printf 'p\377th.eml')"
point "a path that is not UTF-8 is given exactly" says '"path_base64":"Li9w/3RoLmVtbA=="' kith one scan --json ./p*.eml

# the same for any number of workers
for jobs in 1 2 5; do
	kith one scan --json --jobs $jobs sample.mbox folder >"jobs-$jobs"
done
point "2 workers print what 1 prints" same jobs-1 jobs-2
point "5 workers print what 1 prints" same jobs-1 jobs-5
for jobs in 1 2; do
	new_state "learned-$jobs"
	kith "learned-$jobs" learn --jobs $jobs sample.mbox genuine.eml >learn.log
	kith "learned-$jobs" scan --json folder sample.mbox >"by-learned-$jobs"
done
point "2 workers learn what 1 learns" same by-learned-1 by-learned-2

# scan --learn
new_state live
kith live scan --json --learn genuine.eml hijacked.eml genuine.eml >live.json
point "scan --learn learns as it goes" grep -q '"verdict":"hijacked"' live.json
point "and what it learned stays" says '"learned":0,"known":1' kith live learn --json genuine.eml

# when things are not as they should be
point "no secret was made" status 2 "$KITH" learn --state one --secret nowhere genuine.eml
point "standard output is full" status 2 sh -c '"$KITH" scan --json --state one --secret secret sample.mbox >/dev/full'
cp -a one wrong
head -c 32 /dev/urandom >other-secret; chmod 600 other-secret
point "another secret is refused" status 2 "$KITH" scan --state wrong --secret other-secret genuine.eml
chmod 644 other-secret
point "a secret that all can read is refused" status 2 "$KITH" scan --state wrong --secret other-secret genuine.eml
for file in wrong/*; do
	[ "$(basename "$file")" = kith.conf ] || printf 'this is no memory of any kind, whatever it was before' >"$file"
done
point "a damaged state is refused" status 2 kith wrong scan genuine.eml
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$TMPDIR"; cp "$KITH" kith-copy; chmod 644 genuine.eml; chmod 755 kith-copy; chmod 600 hijacked.eml
	as_nobody() {
		HOME=$TMPDIR setpriv --reuid=65534 --regid=65534 --clear-groups ./kith-copy "$@"
	}
	mkdir nobody; chown 65534 nobody
	as_nobody init --org ours.example --state nobody/state --secret nobody/secret >init.log 2>&1
	point "without permission a state cannot be read" status 2 as_nobody scan --state one --secret nobody/secret genuine.eml
	point "without permission a message cannot be read" status 2 \
		as_nobody scan --state nobody/state --secret nobody/secret hijacked.eml genuine.eml
	point "and is named" says 'hijacked.eml' \
		as_nobody scan --state nobody/state --secret nobody/secret hijacked.eml genuine.eml
	point "any user may judge mail" status 0 as_nobody scan --state nobody/state --secret nobody/secret genuine.eml
else
	skip "without permission" "this is not root"
fi

# languages
point "Japanese" says "使い方" env LANGUAGE=ja LC_ALL=C.UTF-8 KITH_LOCALEDIR="$(dirname "$KITH")/po" "$KITH" --help
point "JSON is not translated" prints clean env LANGUAGE=ja KITH_LOCALEDIR="$(dirname "$KITH")/po" bash -c \
	'"$KITH" scan --json --state one --secret secret genuine.eml | sed "s/.*\"verdict\":\"\([a-z]*\)\".*/\1/"'
finish
