# SPDX-License-Identifier: Apache-2.0
#
# A state on a file system that is shared over a network is neither written nor read, by any command.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

if ! command -v cc >/dev/null; then
	skip "a network's file system is refused" "there is no compiler for the preload"
	finish
fi
cc -shared -fPIC -O1 -o network.so "$TOP/tests/tools/network.c" -ldl || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1
new_state local
kith local learn genuine.eml >log || exit 1
kith local scan --record hijacked.eml >log
cp -r local shared

# remote STATE COMMAND...: with the folder "shared" on NFS.
remote() {
	NETWORK_FOLDER=/shared LD_PRELOAD=$TMPDIR/network.so kith "$@"
}
# contents STATE: the sums of its files, but for LMDB's lock.
contents() {
	find "$1" -type f ! -name '*-lock' -exec sha256sum {} + | LC_ALL=C sort
}
refused() {
	status 2 remote "$@" && says "on NFS" remote "$@"
}
contents shared >before
for command in "learn genuine.eml" "scan hijacked.eml" "scan --record hijacked.eml" "explain hijacked.eml" \
	"mark hijacked hijacked.eml" "mark benign --undo genuine.eml" "forget chie.doi@partner.example" "expire 1d" \
	"state check" "state backup elsewhere" victims accounts networks trend "lookup chie.doi@partner.example" pullback \
	"ledger export" "ledger import records" "notify --out notices" "digest --out digests" "export json"; do
	# shellcheck disable=SC2086
	point "refused: $command" refused shared $command
done
point "a new state" refused shared/new init --org ours.example
point "a backup to there" refused local state backup "$TMPDIR/shared/copy"
point "a restore from there" refused local state restore --replace "$TMPDIR/shared"
point "a restore to there" refused shared state restore --replace "$TMPDIR/local"
rm -rf shared/new shared/copy
contents shared >after
point "nothing was changed there" same before after
point "any other place is used" says "nothing is wrong: 1 messages" remote local state check
point "for the ledger too" says '"identity"' remote local ledger export
finish
