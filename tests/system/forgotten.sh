# SPDX-License-Identifier: Apache-2.0
#
# Who was forgotten since a backup stays forgotten when it is restored; where that cannot be, it is said.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

# shellcheck source=tests/system/forgetting.bash
. "$TOP/tests/system/forgetting.bash"
victim=chie.doi@partner.example
recipient=emi.fujita@ours.example
relay=$(kith one ledger export | sed -n 's/.*"sender":{[^}]*"address":"\([^"]*\)".*/\1/p' | head -n 1)

# silent COMMAND...: it succeeds and tells of nobody who was forgotten.
silent() {
	local output
	output=$("$@" 2>&1) && [[ $output != *forgotten* ]] || { echo "$output"; return 1; }
}
# told COMMAND...: the restore says who is back.
told() {
	says "whoever was forgotten since the backup was made is back" "$@"
}

# The ledger names again who was forgotten, whose next message was recorded: a restore leaves that alone.
sed 's/^Message-ID:.*/Message-ID: <next@x.example>/; s/^Date:.*/Date: Tue, 24 Nov 2026 09:00:00 +0000/' hijacked.eml >next.eml
cp -r one again
kith again forget "$relay" >log
kith again scan --record next.eml >log
kith again state backup again-copy >log

kith one state backup copy >log || exit 1
cp -r copy other
cp -r one mute
point "who sent the forgery is in the ledger alone" says '"messages":0,"persons":0,"conversations":0,"ledger":true' kith one forget --json "$relay"
kith one forget "$victim" "$recipient" nobody@x.example >log
cp -r one old
cp -r one second
kith other forget "$victim" "$recipient" "$relay" >log

point "a restore erases who was forgotten since" says "erased from what was restored: 3 addresses" \
	kith one state restore --replace copy
for address in "$victim" "$recipient" "$relay"; do
	point "$address is in no file" nowhere one "$address"
	point "but in the backup" grep -rqF "$address" copy/ledger
done
point "the state is consistent" says "nothing is wrong: 363 messages" kith one state check
point "all else is the backup's" says "nothing is wrong: 363 messages" kith other state check
left all.mbox one other
point "as memory has it" same one.json other.json
point "and the ledger" same one.ledger other.ledger
point "nobody learns the author again" says "its author was forgotten" kith one learn genuine.eml
point "nor who was never known" says "may be learned again" kith one forget --undo nobody@x.example
point "restored again it stays so" says "erased from what was restored: 3 addresses" kith one state restore --replace copy
point "and is consistent" says "nothing is wrong: 363 messages" kith one state check

point "where nobody was forgotten nothing is said" silent kith mute state restore --replace copy
point "who was forgotten before the backup stays as that has it" silent kith again state restore --replace again-copy
point "in the ledger too" grep -rqF "$relay" again/ledger

# What stands there does not tell.
file=$(echo old/memory.*.mdb)
head -c 8192 "$file" >short && cat short >"$file"
point "a damaged state does not tell who was forgotten" told kith old state restore --replace copy
rm second/memory.*.mdb
point "nor does one whose memory is gone" told kith second state restore --replace copy
point "nor a place where none was" told kith fresh state restore copy
"$KITH" init --state strange --secret strange-secret --org ours.example >log
"$KITH" forget --state strange --secret strange-secret "$victim" >log
point "nor one of another secret" told kith strange state restore --replace copy
point "the person is back then" says '"messages":38' kith strange forget --json "$victim"
finish
