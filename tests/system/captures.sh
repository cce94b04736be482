# SPDX-License-Identifier: Apache-2.0
#
# Public captures, read by kith and by tshark: the same sessions, addresses and messages, but for the
# differences that docs/captures.md explains.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

if ! command -v tshark >/dev/null || [ ! -d "${KITH_DATA:-}/captures" ]; then
	skip "captures" "needs tshark and KITH_DATA"
	finish
fi
new_state one || exit 1
for capture in "$KITH_DATA"/captures/*; do
	point "$(basename "$capture")" python3 "$TOP/tests/system/captures.py" "$KITH" "$TMPDIR/one" \
		"$TMPDIR/secret" "$capture" "$TOP/docs/captures.md"
done
finish
