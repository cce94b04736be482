# SPDX-License-Identifier: Apache-2.0
#
# A disk that fills up while learning: a clear error, and nothing lost once there is room again.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

python3 "$TOP/bench/sample.py" sample.mbox 3000 || exit 1
python3 "$TOP/tests/system/letters.py" . || exit 1
new_state roomy
kith roomy learn sample.mbox genuine.eml >log || exit 1
kith roomy scan --json sample.mbox hijacked.eml >roomy.json

judge_same() {
	kith "$1" scan --json sample.mbox hijacked.eml >again.json
	same roomy.json again.json
}

# A limit on the size of files is a full disk that needs no root. The signal that comes with it is ignored.
limited() (
	trap '' XFSZ
	ulimit -f 600 # blocks of 1 KiB
	kith limited "$@"
)
new_state limited
point "no room for the file: status 2" status 2 limited learn sample.mbox genuine.eml
point "and it is said" says "kith learn:" limited learn sample.mbox genuine.eml
point "the memory can still be read" says '"verdict"' kith limited scan --json genuine.eml
point "with room again, learning goes on" status 0 kith limited learn sample.mbox genuine.eml
point "to the same memory" judge_same limited

mkdir disk
if mount -t tmpfs -o size=1m,mode=755 kith-test disk 2>/dev/null; then
	trap 'umount -l "$TMPDIR/disk"' EXIT
	new_state disk/state
	point "no room on the disk: status 2" status 2 kith disk/state learn sample.mbox genuine.eml
	point "and it is said what is wrong" says "kith learn:" kith disk/state learn sample.mbox genuine.eml
	point "the memory on it can still be read" says '"verdict"' kith disk/state scan --json genuine.eml
	mount -o remount,size=500m disk
	point "with a bigger disk, learning goes on" status 0 kith disk/state learn sample.mbox genuine.eml
	point "to the same memory as on a big disk" judge_same disk/state
	umount disk
	trap - EXIT
else
	skip "a small disk" "no permission to mount one"
fi
finish
