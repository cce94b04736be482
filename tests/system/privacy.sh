# SPDX-License-Identifier: Apache-2.0
#
# Every byte of a state: nothing of anybody's mail can be read in it, but for the files that are there to
# hold it (privacy.py names them), which nobody but their owner may open. With KITH_DATA real archives are
# learned too.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

# private STATE MAIL...: learn MAIL and look for it.
private() {
	local state=$1
	shift
	new_state "$state" || return 1
	kith "$state" learn --trust "$@" >"$state.log" 2>&1 || { cat "$state.log"; return 1; }
	kith "$state" mark benign --reason "the words of this reason are not to be read" genuine.eml || return 1
	python3 "$TOP/tests/system/privacy.py" "$state" genuine.eml "$@"
}

python3 "$TOP/tests/system/letters.py" . || exit 1
python3 "$TOP/demo/make-sample.py" demo >log || exit 1
point "the state of the demo's mail tells nothing of it" private demo-state demo

# What finds nothing must be able to find something.
mkdir leaky
cp -r demo-state/memory.*.mdb leaky
printf 'zq emi.fujita@ours.example qz' >>"$(echo leaky/memory.*.mdb)"
point "an address in it would be found" says "emi.fujita@ours.example" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml
printf 'zq Chie Doi qz' >"$(echo leaky/memory.*.mdb)"
point "and a short name" says "Chie Doi" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml
printf 'the drawings for the second pump' >"$(echo leaky/memory.*.mdb)"
point "and so would five words" says "drawings" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml
printf 'thedrawingsforthesecondpump' >"$(echo leaky/memory.*.mdb)"
point "or their letters alone" says "thedrawings" python3 "$TOP/tests/system/privacy.py" leaky genuine.eml

# What a guard, a sinkhole and a restore leave that were killed, and a ledger of all that was learned.
kept() {
	python3 "$TOP/tests/system/privacy.py" kept genuine.eml own.eml hijacked.eml demo
}
chmod 755 "$TMPDIR"
sed 's/^Message-ID.*/Message-ID: <own@ours.example>/; s/^From:.*/From: Emi Fujita <emi.fujita@ours.example>/' genuine.eml >own.eml
new_state kept
printf '[guard]\nnetworks=10.0.0.0/8\n[actions]\nhijacked=hold\n' >>kept/kith.conf
kith kept learn --trust genuine.eml demo >kept.log 2>&1
kith kept scan --record demo hijacked.eml >kept.log 2>&1
kith kept mark hijacked --reason "the words of this reason are not to be read" hijacked.eml >kept.log
point "a guard and a sinkhole are killed at work" python3 "$TOP/tests/system/left.py" "$KITH" "$TMPDIR" kept
# cut_restore: is killed when it has made its draft of a ledger.
cut_restore() {
	local call
	cc -shared -fPIC -O1 -o faults.so "$TOP/tests/tools/faults.c" -ldl -pthread || return 1
	kith kept state backup "$TMPDIR/copy" || return 1
	for ((call = 1; call < 2000; call += 7)); do
		LD_PRELOAD=$TMPDIR/faults.so FAULT_AT=$call kith kept state restore --replace "$TMPDIR/copy"
		[ -s kept/restore.draft/ledger/ledger.db ] && return 0
	done
	return 1
}
if command -v cc >/dev/null; then
	point "so is a restore" cut_restore
	point "which leaves a memory too" test -n "$(find kept/restore.draft -name 'memory.*.mdb')"
else
	skip "a restore that is killed" "there is no compiler for the preload"
fi
for file in kept/{guard/backlog/{incoming,outgoing},guard/quarantine/*.held,raw/*/*.eml,spool/*.spool,ledger/ledger.db}; do
	point "people are in ${file#kept/}" grep -qi "emi.fujita@ours.example" "$file"
done
point "and nowhere else, nor is a text in the ledger" kept

# Each of these rules can be broken.
# refused NAME TEXT: it is found that the file NAME of the state holds TEXT.
refused() {
	local status
	cp -a "kept/$1" "kept/$1.before"
	printf 'zq %s qz' "$2" >>"kept/$1"
	says "$1: $2" kept
	status=$?
	mv "kept/$1.before" "kept/$1"
	return "$status"
}
point "an address beside these folders would be found" refused guard/lock chie.doi@partner.example
point "a text in the ledger" refused ledger/next.lock "the drawings for the second"
point "a subject there" refused ledger/next.lock "Second pump housing"
point "an address there is as it should be" says "does not say" refused ledger/next.lock chie.doi@partner.example
chmod 640 kept/guard/backlog/incoming
point "and that somebody else may read the backlog" says "guard/backlog/incoming has mode 640" kept
chmod 600 kept/guard/backlog/incoming
chmod 755 kept/raw
point "or list raw mail" says "raw has mode 755" kept
chmod 700 kept/raw

archive=$(find "${KITH_DATA:-/nowhere}"/lists -name '*.mbox.zst' -printf '%s %p\n' 2>/dev/null | sort -n | head -n 1 | cut -d ' ' -f 2-)
if [ -z "$archive" ]; then
	skip "the state of a real archive" "KITH_DATA names none"
else
	# The first thousands of its messages.
	zstd -dcq "$archive" 2>/dev/null | head -c 10000000 >real.mbox
	point "the state of a real archive tells nothing of it" private real-state real.mbox
fi
finish
