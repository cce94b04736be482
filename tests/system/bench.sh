# SPDX-License-Identifier: Apache-2.0
#
# Each measurement of `make bench` at its smallest: its programs build, it ends well and prints its rows.
# How fast that is, is not asked.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1
unset KITH_DATA
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
build=$(dirname "$KITH")

if [ ! -f "$build/build.ninja" ]; then
	skip "the measurements" "$KITH is in no build folder"
	finish
fi
point "their programs are built" ninja -C "$build" --quiet bench-programs

# has ROW: it was printed, with a number.
has() {
	grep -Eq "^ *$1.*[0-9]" printed || { echo "no row '$1' in:"; cat printed; return 1; }
}
# measures NAME OPTION...: bench/NAME.py ends well; what it printed is in "printed".
measured=
measures() {
	local name=$1
	shift
	measured+="$name "
	point "$name ends well" sh -c 'python3 "$@" >printed 2>problems || { cat printed problems; exit 1; }' - \
		"$TOP/bench/$name.py" --build "$build" "$@"
}
python3 "$TOP/bench/sample.py" few.mbox 100 || exit 1

measures run --rounds 1 --sightings 1000 few.mbox
for row in "parse only, 1 worker" "kith learn, 1 worker" "kith scan, no sandbox" "cost of the sandbox, scan" "memory: 100 learned" \
	"fingerprint" "ledger:" "export"; do
	point "and tells: $row" has "$row"
done
if grep -q '^rspamd, 1 worker' printed; then
	point "beside rspamd" has "kith scan against rspamd"
else
	skip "beside rspamd" "it is not installed, or this is not root"
fi

measures before --rounds 1 --messages 100 --against "$build"
point "and tells of the state" has "state, bytes a message"
point "and of scanning" has "scanning, CPU s"

measures scale --smallest 1000 --largest 1000 few.mbox few.mbox
point "and tells of a thousand" has "1,000"

measures capture --megabytes 1 --rounds 1
point "and tells of a capture" has "kith, to one file"
if command -v tshark >/dev/null; then
	point "beside tshark" has "tshark"
else
	skip "beside tshark" "it is not installed"
fi

measures sink --messages 200 --rounds 1
if command -v smtp-source >/dev/null; then
	point "and tells of a sinkhole" has "kith sink"
	point "beside smtp-sink" has "smtp-sink"
else
	skip "a sinkhole's measurement" "Postfix is not installed"
fi

measures export --indicators 100
point "and tells of a format" has "urls"
point "and of all" has "all of them"

measures guard --messages 20 --sessions 2 --rounds 1 --learned 100
if [ "$(id -u)" -eq 0 ] && command -v postfix >/dev/null; then
	point "and tells of Postfix with a guard" has "Postfix with kith guard"
	point "and of the protocol" has "a message under 100 KB at the protocol, kith"
else
	skip "a guard's measurement" "this needs root and Postfix"
fi

wanted=$(sed -n 's/^.*(python) bench\/\([a-z]*\)\.py .*/\1/p' "$TOP/Makefile" | tr '\n' ' ')
point "these are all that make bench does: $measured" test "$wanted" = "$measured"
finish
