# SPDX-License-Identifier: Apache-2.0
#
# The sinkhole among hostile clients, all at once: its memory is bounded and honest ones are served.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/sinkhole.bash
. "$TOP/tests/system/sinkhole.bash"
cd "$TMPDIR" || exit 1
chmod 755 "$TMPDIR"
new_state one || exit 1

attack() {
	python3 "$TOP/tests/system/sink_hostile.py" "$port" "$tls_port" "$sink" >figures 2>&1
}
# On a slow machine all this takes longer than idle clients are otherwise borne.
sink_begin one --timeout 600 || exit 1
point "2,000 idle and 200 busy connections, and hostile ones" attack
sed 's/^/# /' figures
sink_end
point "it ends" sink_well

new_state two || exit 1
sink_begin two --timeout 6 || exit 1
point "a slow sender is told to go" python3 "$TOP/tests/system/sink.py" slow "$port"
sink_end
point "it ends too" sink_well
finish
