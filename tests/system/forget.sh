# SPDX-License-Identifier: Apache-2.0
#
# A person that is forgotten is in no file of the state and does not come back; what is old goes the
# same way, and the state stays consistent.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

# shellcheck source=tests/system/forgetting.bash
. "$TOP/tests/system/forgetting.bash"
victim=$(sed -n 's/.*"claimed":{[^}]*"address":"\([^"]*\)".*/\1/p' before.json)
recipient=$(sed -n 's/.*"recipient":"\([^"]*\)".*/\1/p' before.json | head -n 1)

point "the message claims somebody" test -n "$victim"
point "whom the ledger has in clear" in_state one "$victim"
point "a new state is consistent" says "nothing is wrong" kith one state check
point "forgetting says what went" says "forgotten with 38 messages; 2 persons" kith one forget "$victim"
point "the address is in no file" nowhere one "$victim"
point "nor is its recipient's, once forgotten" says ", and in the ledger" kith one forget "$recipient"
point "as bytes" nowhere one "$recipient"
point "the state is consistent" says "nothing is wrong" kith one state check
point "learning the old mail again" says "its author was forgotten" kith one learn genuine.eml
point "nor does marking it" says "marked as benign, but not learned: its author was forgotten" kith one mark benign genuine.eml
point "as JSON says too" says '"done":true,"forgotten":true' kith one mark benign --json genuine.eml
kith one mark benign --undo genuine.eml >log
point "does not bring it back" says '"messages":0' kith one forget --json "$victim"
point "the ledger knows nobody of that address" status 0 kith one lookup "$victim"
point "the sighting is still there" says '"identity"' kith one ledger export
point "lifting" says "may be learned again" kith one forget --undo "$victim"
point "lets it be learned" says "1 learned" kith one learn genuine.eml
point "an address must be one" status 2 kith one forget somebody

# Many at once: what one by one would leave, and say, with memory written anew once.
generation() {
	find "$1" -name 'memory.*.mdb' | sed 's/.*memory\.\([0-9]*\)\.mdb/\1/' | sort -n | tail -n 1
}
python3 "$TOP/bench/sample.py" many.mbox 3000 || exit 1
new_state many
kith many learn many.mbox genuine.eml >log || exit 1
kith many scan --record hijacked.eml >log
cp -r many single
mapfile -t people < <(sed -n 's/^From: .*<\(.*@.*\)>$/\1/p' many.mbox | sort -u | tail -n 18)
people+=(nobody@x.example "${people[0]^^}")
before=$(generation many)
kith many forget --json "${people[@]}" >together || exit 1
point "many are forgotten with memory written anew once" test "$(generation many)" -eq $((before + 1))
for person in "${people[@]}"; do
	kith single forget --json "$person"
done >apart
point "many means ${#people[@]}" test "${#people[@]}" -eq 20
point "one by one takes as many rewrites" test "$(generation single)" -eq $((before + 18))
point "what went is counted as if one by one" same apart together
point "it was something for each, but for who is not known or comes twice" test "$(grep -cv '"messages":0,' together)" -eq 18
point "what is left of many is consistent" says "nothing is wrong" kith many state check
left many.mbox many single
point "memory knows the same then" same single.json many.json
point "and the ledger" same single.ledger many.ledger
kith many forget --undo "${people[@]}" >log
point "lifting takes all back" test "$(grep -c 'may be learned again' log)" -eq 19

# Copies of mail beside memory and ledger: held by the guard, kept by a sinkhole, left by a backup that was killed.
# hold STATE NUMBER SENDER RECIPIENT...: a message in quarantine.
hold() {
	local file sender=$3
	file=$1/guard/quarantine/$(printf '%016x%08x' "$(date +%s%6N)" "$2").held
	shift 3
	{ printf 'time: 1\nverdict: hijacked\nsender: %s\nsubject: Pump\nfrom: <%s>\n' "$sender" "$sender"
		printf 'to: <%s>\n' "$@"
		printf '\nSubject: Pump\n\nas agreed\n'; } >"$file"
}
new_state copies
kith copies learn genuine.eml >log || exit 1
kith copies scan --record hijacked.eml >log
(umask 077 && mkdir -p copies/guard/quarantine copies/guard/backlog copies/raw/ab copies/spool)
hold copies 1 "${victim^^}" a@x.example b@x.example
hold copies 2 a@x.example "$victim"
hold copies 3 a@x.example "$victim" b@x.example
hold copies 4 a@x.example b@x.example
cp genuine.eml copies/raw/ab/cd.eml
printf 'From: c@x.example\n\nnothing\n' >copies/raw/ab/01.eml
cp genuine.eml copies/guard/backlog/1.in
(umask 077 && mkdir copies/restore.draft)
cp -r copies/ledger copies/memory.* copies/restore.draft
point "what a killed backup left is named" says "restore.draft is left" kith copies state check
point "forgetting reaches the quarantine" says "removed from quarantine: 2" kith copies forget "$victim"
point "and leaves what is others' too, which it names" says "for others too, where the address stands in the message: 1" kith copies forget "$victim"
point "and names what is not read yet" says "backlog or a sinkhole's spool that name it: 1" kith copies forget "$victim"
point "what is of others is still held" test "$(find copies/guard/quarantine -name '*.held' | wc -l)" = 2
point "raw mail that names it is gone, no other" test "$(ls copies/raw/ab)" = 01.eml
rm copies/guard/backlog/1.in copies/guard/quarantine/*3.held
point "else it is in no file" nowhere copies "$victim"
point "nor is what the backup left" test ! -e copies/restore.draft
point "the state is consistent" says "nothing is wrong" kith copies state check
point "expiring reaches the quarantine" says "removed from quarantine: 1" kith copies expire 2038-01-01
point "and raw mail" test -z "$(ls copies/raw/ab)"

new_state old
kith old learn genuine.eml all.mbox >log
kith old scan --record hijacked.eml >log
point "expiring takes an age" status 2 kith old expire soon
point "nothing is so old" says "0 messages" kith old expire 1990-01-01
point "everything is older" says "401 messages" kith old expire 2038-01-01
point "what is left is consistent" says "nothing is wrong: 0 messages" kith old state check
point "and knows nothing" says '"known":false' kith old scan --json hijacked.eml
kith old ledger export >exported
point "the ledger is empty" sh -c '! grep -q identity exported'
kith old learn --json genuine.eml all.mbox >log
point "what went can be learned again" grep -q '"learned":401' log

# What waits in a guard's backlog and a sinkhole's spool, which were killed, is said, left alone, and reached when it was read.
waiting() {
	find "$1/guard/backlog" "$1/spool" "$1/guard/quarantine" -type f -size +0 -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sed 's/ .*//'
}
reads() {
	python3 "$TOP/tests/system/left.py" "$KITH" "$TMPDIR" "$1" read
}
chmod 755 "$TMPDIR"
sed 's/^Message-ID.*/Message-ID: <own@ours.example>/; s/^From:.*/From: Emi Fujita <emi.fujita@ours.example>/' genuine.eml >own.eml
new_state late
printf '[guard]\nnetworks=10.0.0.0/8\n[actions]\nhijacked=hold\n' >>late/kith.conf
kith late learn genuine.eml >log || exit 1
point "a guard and a sinkhole are killed at work" python3 "$TOP/tests/system/left.py" "$KITH" "$TMPDIR" late
cp -a late dated
waiting late >before
kith late forget --json "$victim" >forgotten.json
point "raw mail is gone, a batch and a spool wait" grep -q '"raw":1,"quarantine_left":1,"waiting":2}' forgotten.json
waiting late >after
point "which are as they were" same before after
point "they name it" in_state late/guard/backlog/incoming "$victim"
point "both" in_state late/spool "$victim"
point "guard and sinkhole take what waits" reads late
point "of which nothing is left" test -z "$(find late/guard/backlog -type f)"
point "nor in the spool" nowhere late/spool "$victim"
point "the sinkhole's is in the ledger and in raw mail" in_state late/raw "$victim"
kith late forget --json "$victim" >forgotten.json
point "forgotten again, nothing was learned and nothing waits" \
	grep -q '"messages":0,.*"ledger":true,.*"raw":1,"quarantine_left":1,"waiting":0}' forgotten.json
rm late/guard/quarantine/*.held
point "it is in no file" nowhere late "$victim"
point "the state is consistent" says "nothing is wrong" kith late state check

waiting dated >before
point "expiring takes what is learned, recorded, held and kept" says "1 messages" kith dated expire 2038-01-01
point "raw mail is gone" test -z "$(find dated/raw -type f)"
point "and held mail" test -z "$(find dated/guard/quarantine -type f)"
waiting dated >after
point "what waits is as it was" test "$(grep -cFf after before)" = 3
point "and is taken" reads dated
point "to memory" says "nothing is wrong: 2 messages" kith dated state check
point "and ledger" test "$(kith dated ledger export | grep -c identity)" -ge 2
kith dated expire 2038-01-01 >log
point "and expires in its turn" says "nothing is wrong: 0 messages" kith dated state check
point "in the ledger" test "$(kith dated ledger export | grep -c identity)" = 0
point "nobody is in any file then" nowhere dated "$victim"
finish
