# SPDX-License-Identifier: Apache-2.0
#
# ClamAV with nothing but our databases: clamscan and clamd find the demo's attachments, links and
# hosts, and nothing in harmless mail.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
# shellcheck source=tests/system/coverage.bash
. "$TOP/tests/system/coverage.bash"
needs clamscan clamd clamdscan
chmod 755 "$TMPDIR"

# finds NAME FILE: clamscan finds a signature whose name begins so.
finds() {
	clamscan --no-summary --infected -d "$TMPDIR/db" "$2" | grep -q " Kith\.$1.* FOUND"
}

clean() {
	clamscan --no-summary --infected -d "$TMPDIR/db" "$@"
}

# make_locked FILE NAME SIZE [open]: a message with a zip that holds SIZE bytes as NAME, marked as
# locked; prints the zip's size.
make_locked() {
	python3 "$TOP/tests/system/locked.py" "$@"
}

demo_state || exit 1
inbox=$TMPDIR/demo/sample/inbox
mkdir "$TMPDIR/db"
for kind in hsb hdb ndb ldb cdb; do
	point "the demo as .$kind" exports demo/state "clamav-$kind" "$TMPDIR/db/kith.$kind"
done
point "an attachment by its digest" finds File "$inbox/hijack-01-classic-english.eml"
mkdir "$TMPDIR/old"
cp "$TMPDIR/db/kith.hdb" "$TMPDIR/old"
by_old() {
	clamscan --no-summary --infected -d "$TMPDIR/old" "$1" | grep -q 'Kith.File.* FOUND'
}
point "by MD5 and size alone" by_old "$inbox/hijack-01-classic-english.eml"
link=$(grep -l 'ferreteria-ramos' "$inbox"/*.eml | head -n 1)
point "a link in the demo" finds 'Url\|Kith.Host' "$link"
harmless >"$TMPDIR/harmless.txt"
point "nothing in harmless mail" clean --file-list="$TMPDIR/harmless.txt"
echo "$link" >>"$TMPDIR/harmless.txt"
point "but for what is put among it" status 1 clean --file-list="$TMPDIR/harmless.txt"

# Each name is one of a hostile archive; the sizes are those of the files that make_locked makes.
name='In[v]oice (1)+$x^.doc' japanese='請求書.doc'
size=$(make_locked "$TMPDIR/locked.eml" "$name" 2000)
ours=$(make_locked "$TMPDIR/japanese.eml" "$japanese" 2000)
make_locked "$TMPDIR/other-size.eml" "$name" 2001 >"$TMPDIR/size"
make_locked "$TMPDIR/other-name.eml" 'Inv oice (1)+$x^.doc' 2000 >"$TMPDIR/size"
make_locked "$TMPDIR/longer-name.eml" "x$name" 1999 >"$TMPDIR/size"
make_locked "$TMPDIR/open.eml" "$name" 2000 open >"$TMPDIR/size"
knows locked member="$size:2000:$name" member="$ours:2000:$japanese" member="$size:2000:.*" member="$size:10:a.doc" \
	member="*:2000:a.doc" member=$'1:2000:a.doc\nX:*:*:.*:*:*:*:*:*:*'
rm "$TMPDIR/db"/*
exports locked clamav-cdb "$TMPDIR/db/kith.cdb"
point "nothing but two shapes" test "$(grep -c ^Kith "$TMPDIR/db/kith.cdb")" -eq 2
point "a member of a locked archive" finds Member "$TMPDIR/locked.eml"
point "one with a Japanese name" finds Member "$TMPDIR/japanese.eml"
for other in other-size other-name longer-name open; do
	point "not $other" clean "$TMPDIR/$other.eml"
done

knows links url='http://evil-shop.com/a$(b);c.php?x=1&y=(2)' host=evil-shop.com \
	url='http://203.0.113.9/load' host='xn--fiq228c.example.org'
rm "$TMPDIR/db"/*
exports links clamav-ndb "$TMPDIR/db/kith.ndb"
# shellcheck disable=SC2016 # the URL is not for the shell
mail "$TMPDIR/link.eml" 'see http://evil-shop.com/a$(b);c.php?x=1&y=(2) now'
point "a URL with all kinds of signs" finds Url "$TMPDIR/link.eml"
mail "$TMPDIR/longer.eml" 'http://203.0.113.9/load-more'
point "not a longer URL" clean "$TMPDIR/longer.eml"
exports links clamav-ldb "$TMPDIR/db/kith.ldb"
mail "$TMPDIR/host.eml" 'HTTPS://www.Evil-Shop.com/else'
point "a host in other letters and below" finds Host "$TMPDIR/host.eml"
mail "$TMPDIR/like.eml" 'https://evil-shop.com.friends.example/ and https://not-evil-shop.com/'
point "not a host whose name begins or ends alike" clean "$TMPDIR/like.eml"

# clamd takes up new signatures while it runs.
mkdir "$TMPDIR/live"
chmod 777 "$TMPDIR/live"
exports links clamav-ndb "$TMPDIR/live/kith.ndb"
printf '%s\n' "DatabaseDirectory $TMPDIR/live" "LocalSocket $TMPDIR/clamd.sock" "Foreground yes" \
	"User root" "PidFile $TMPDIR/clamd.pid" >"$TMPDIR/clamd.conf"
engine clamd -c "$TMPDIR/clamd.conf"
point "clamd runs" ready clamdscan -c "$TMPDIR/clamd.conf" --ping 1
by_clamd() {
	clamdscan -c "$TMPDIR/clamd.conf" --stream --no-summary "$1" | grep -q FOUND
}
point "clamd finds the URL" by_clamd "$TMPDIR/link.eml"
exports links clamav-ldb "$TMPDIR/live/kith.ldb"
clamdscan -c "$TMPDIR/clamd.conf" --reload >/dev/null 2>&1
point "and, told to look again, the host" ready by_clamd "$TMPDIR/host.eml"

knows none host=com
for kind in hsb hdb ndb ldb cdb; do
	exports none "clamav-$kind" "$TMPDIR/db/kith.$kind"
	point "an empty .$kind is no error" clean "$TMPDIR/like.eml"
done
finish
