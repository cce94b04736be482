# SPDX-License-Identifier: Apache-2.0
#
# What an installation puts where, and that it works from there.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
cd "$TMPDIR" || exit 1

DESTDIR=$TMPDIR/dest meson install -C "$(dirname "$KITH")" --no-rebuild >install.log 2>&1 || { cat install.log >&2; exit 1; }
bin=$(find dest -type f -path '*/bin/kith')
share=$(dirname "$(dirname "$bin")")/share

point "the program runs" says "kith 0" "$bin" --version
for page in "$TOP"/docs/man/*; do
	page=${page##*/}
	point "$page is there" sh -c "ls $share/man/man*/$page*"
done
point "Japanese is found where it was put" says "使い方" \
	env LANGUAGE=ja LC_ALL=C.UTF-8 KITH_LOCALEDIR="$TMPDIR/$share/locale" "$bin" --help
no_others() {
	find dest -type f | grep -vE '/bin/kith$|/man/man[15]/kith[a-z15.-]*$|/locale/ja/LC_MESSAGES/kith.mo$|/completions/kith$|/share/kith/sectors.table$|/share/doc/kith/[a-z]*.md$|/lib/systemd/system/kith-guard.service$' && return 1
	return 0
}
point "nothing else is installed" no_others

completes() {
	bash -c '. "$1"; PATH=$(dirname "$2"):$PATH; COMP_WORDS=($3 "$4"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _kith; echo "${COMPREPLY[*]}"' \
		- "$share/bash-completion/completions/kith" "$bin" "$@"
}
point "completion of commands" says "scan" completes "kith" "sc"
point "completion of options" says "--outgoing" completes "kith learn" "--o"

# Every shared library that the program names is in a package of the group run, and no package there is idle.
packages_fit() {
	local library path
	readelf -d "$bin" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vE '^(libc|libm|ld-linux.*)\.so' |
		while read -r library; do
			path=$(ldd "$bin" | sed -n "s|^[[:space:]]*$library => \(/[^ ]*\) .*|\1|p")
			dpkg-query -S "$path" "/usr$path" "$(readlink -f "$path")" 2>/dev/null | sed 's/[:,].*//' | head -n 1
		done | sort -u >linked
	sed -n '/^# group: run/,/^$/{/^#/d;/^$/d;p}' "$TOP/packages.debian" | sort -u >listed
	diff linked listed
}
if command -v dpkg-query >/dev/null; then
	point "packages.debian names what the program is linked with" packages_fit
else
	skip "packages.debian names what the program is linked with" "this is not Debian"
fi
finish
