#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo: run.sh [PROGRAM [FOLDER]]. Makes the mail of a small organisation in FOLDER (default: a
# new one that is removed), learns the past, judges the new mail, explains one hijack. Status 0 when
# every verdict was as expected. It sends nothing and touches no other state.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../build/kith}")
folder=${2:-}
# The catalogues of the build tree, where the program is not installed.
catalogues=$(dirname "$program")/po
[ ! -d "$catalogues" ] || export KITH_LOCALEDIR=${KITH_LOCALEDIR:-$catalogues}
export PYTHONDONTWRITEBYTECODE=1
if [ -z "$folder" ]; then
	folder=$(mktemp -d "${TMPDIR:-/tmp}/kith-demo.XXXXXX")
	trap 'rm -rf "$folder"' EXIT
else
	mkdir -p "$folder"
	folder=$(realpath "$folder")
	rm -rf "${folder:?}/sample" "$folder/state" "$folder/secret"
fi
state=(--state "$folder/state" --secret "$folder/secret")
sample=sample
failed=0

# say ENGLISH JAPANESE
say() {
	case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
	ja*) printf '%s\n' "$2" ;;
	*) printf '%s\n' "$1" ;;
	esac
}

heading() {
	if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
		printf '\n\033[1m%s\033[0m\n' "$(say "$1" "$2")"
	else
		printf '\n== %s\n' "$(say "$1" "$2")"
	fi
}

# kith COMMAND ARGUMENT...: shows the command as one would type it, then runs it. A status of 1
# means that something was found, not that something went wrong.
kith() {
	local command=$1 status=0
	shift
	printf '$ kith %s %s\n' "$command" "$*"
	"$program" "$command" "${state[@]}" "$@" || status=$?
	[ "$status" -le 1 ] || { echo "kith $command: status $status" >&2; exit "$status"; }
}

cd "$folder"
heading "1. The mail of Hoshino Instruments, makers of measuring instruments (all invented)" \
	"1. 計測機器の小さな会社「星野計測機器」のメール（すべて架空）"
python3 "$here/make-sample.py" "$sample" >/dev/null
say "   $(find $sample/sent -name '*.eml' | wc -l) messages sent, \
$(grep -c '^From archive@' $sample/archive.mbox) received in the past year, \
$(find $sample/inbox -name '*.eml' | wc -l) new ones to judge" \
	"   過去1年の送信 $(find $sample/sent -name '*.eml' | wc -l) 通、\
受信 $(grep -c '^From archive@' $sample/archive.mbox) 通、\
新着 $(find $sample/inbox -name '*.eml' | wc -l) 通"

heading "2. Learn the past" "2. 過去のメールを学習する"
kith init --org hoshino-instruments.example --authserv mx1.hoshino-instruments.example
kith learn --outgoing $sample/sent
kith learn $sample/archive.mbox

heading "3. Judge the new mail" "3. 新着メールを判定する"
kith scan $sample/inbox

heading "4. One of them in full" "4. そのうちの1通を詳しく見る"
kith explain $sample/inbox/hijack-02-classic-japanese.eml

heading "5. Was every verdict as it should be?" "5. 判定は期待どおりか"
"$program" scan "${state[@]}" --json $sample/inbox >results.jsonl || [ $? -eq 1 ]
if ! python3 "$here/check.py" results.jsonl >checked.txt; then
	failed=1
	sed '$d' checked.txt
fi
count=$(tail -n 1 checked.txt)
say "   $count as expected: hijacks found, look-alikes let through" \
	"   期待どおり $count 通（乗っ取りは検出、紛らわしい正当なメールは通過）"

heading "What to try next" "次に試すこと"
say "   make demo keeps nothing; to play on, keep the mail in a folder of your own:
     demo/run.sh build/kith ./kith-demo
     build/kith explain --state ./kith-demo/state --secret ./kith-demo/secret \\
         ./kith-demo/sample/inbox/honest-12-private-address.eml
   With your own mail:
     build/kith init --org your-domain.example
     build/kith learn --outgoing ~/Maildir/.Sent && build/kith learn ~/Maildir
     build/kith scan new-mail.mbox" \
	"   make demo は何も残しません。続けて試すには、メールを自分のフォルダーに残します:
     demo/run.sh build/kith ./kith-demo
     build/kith explain --state ./kith-demo/state --secret ./kith-demo/secret \\
         ./kith-demo/sample/inbox/honest-12-private-address.eml
   自分のメールで:
     build/kith init --org 自社ドメイン
     build/kith learn --outgoing ~/Maildir/.Sent && build/kith learn ~/Maildir
     build/kith scan 新着.mbox"
exit "$failed"
