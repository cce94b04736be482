# SPDX-License-Identifier: Apache-2.0
#
# pullback against a real Dovecot on loopback: mail of a campaign is delivered to two people, and
# convicted by what comes later. The commands that pullback prints move that and nothing else.
# shellcheck source=tests/system/tap.sh
. "$TOP/tests/system/tap.sh"
export PYTHONDONTWRITEBYTECODE=1

dovecot=$(PATH=$PATH:/usr/sbin command -v dovecot)
doveadm=$(command -v doveadm)
if [ -z "$dovecot" ] || [ -z "$doveadm" ] || [ "$(id -u)" != 0 ]; then
	skip "what pullback prints moves mail in Dovecot" "needs root, dovecot-core and dovecot-imapd"
	finish
fi

cd "$TMPDIR" || exit 1
chmod 755 .
emily=e.clarke@hoshino-instruments.example
sho=s.ito@hoshino-instruments.example
other=n.takahashi@hoshino-instruments.example
# A port that nobody has now.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

configure() {
	mkdir -p run vmail bin
	chown nobody vmail
	printf '%s:{PLAIN}pw::::::\n' "$emily" "$sho" "$other" >users
	cat >dovecot.conf <<-CONF
		base_dir = $TMPDIR/run
		state_dir = $TMPDIR/run
		log_path = $TMPDIR/dovecot.log
		protocols = imap
		listen = 127.0.0.1
		ssl = no
		disable_plaintext_auth = no
		first_valid_uid = 1
		mail_location = maildir:$TMPDIR/vmail/%n
		passdb {
		  driver = passwd-file
		  args = $TMPDIR/users
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$TMPDIR/vmail/%n
		}
		namespace inbox {
		  inbox = yes
		}
		service imap-login {
		  inet_listener imap {
		    port = $port
		  }
		  inet_listener imaps {
		    port = 0
		  }
		}
	CONF
	# The administrator's doveadm, with this server's configuration.
	printf '#!/bin/sh\nexec %s -c %s/dovecot.conf "$@"\n' "$doveadm" "$TMPDIR" >bin/doveadm
	chmod +x bin/doveadm
}

configure
# In the foreground of this test's group of processes, which ends with it.
"$dovecot" -F -c dovecot.conf >serve.txt 2>&1 &
trap 'kill $!' EXIT

serves() {
	for _ in $(seq 50); do
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
		sleep 0.1
	done
	return 1
}

# deliver MAILBOX FILE: into the inbox, and past kith.
deliver() {
	bin/doveadm save -u "$1" <"$2"
	kith one scan --record "$2" >>scanned.txt 2>&1
}

# holds MAILBOX FOLDER: the Message-IDs there, as IMAP shows them.
holds() {
	python3 "$TOP/tests/system/folder.py" "$port" "$1" "$2"
}

# is_in MAILBOX FOLDER MESSAGE-ID...: these are there, and no others.
is_in() {
	local mailbox=$1 folder=$2
	shift 2
	holds "$mailbox" "$folder" >there.txt || return 1
	printf '%s\n' "$@" | sort >wanted.txt
	same wanted.txt there.txt
}

inert() {
	[ ! -e pwned ] && [ ! -e "$HOME/pwned" ]
}

"$TOP/demo/run.sh" "$KITH" demo >demo.log 2>&1 || exit 1
cp -r demo/state one
cp demo/secret secret
inbox=demo/sample/inbox
python3 "$TOP/tests/system/delivered.py" m "$inbox/hijack-01-classic-english.eml" \
	"$inbox/hijack-03-name-and-address.eml" "$inbox/hijack-05-thread-headers-restored.eml" || exit 1

# The same letter to others and under other names; what is between the angle brackets is hostile.
evil="<x'\$(touch\${IFS}pwned)\`id\`;\"&|@kunde.example>"
star='<*@kunde.example>'
option='<-A@kunde.example>'
plain='<a-list@kunde.example>'
# letter FILE TO MESSAGE-ID [MORE]
letter() {
	{ printf 'Message-ID: %s\r\n' "$3"; sed "1d; s/$emily/$2/" m.eml; } >"$1"
}
letter star.eml "$emily" "$star"
letter option.eml "$sho" "$option"
letter plain.eml "$sho" "$plain"
letter lines.eml "$emily" $'<two\r\n\tdoveadm@kunde.example>'
letter spaces.eml "$emily" '<x" OR ALL "@kunde.example>'
letter strange.eml '"$(touch pwned)"@hoshino-instruments.example' '<strange@kunde.example>'
letter wild.eml '*@hoshino-instruments.example' '<wild@kunde.example>'
# Harmless ones; one of them answers what is convicted, two have names that look alike.
honest() {
	printf 'Message-ID: %s\r\nIn-Reply-To: %s\r\nFrom: <x@kunde.example>\r\nTo: <%s>\r\n' "$2" "$plain" "$emily"
	printf 'Date: Mon, 15 Sep 2025 11:00:00 +0200\r\nSubject: Lunch\r\n\r\nAt noon?\r\n'
} >"$1"
near='<not-a-list@kunde.example>'
longer='<a-list@kunde.example.org>'
honest near.eml "$near"
honest longer.eml "$longer"

point "Dovecot serves" serves
for file in m star lines spaces near longer; do
	deliver "$emily" $file.eml
done
for file in option plain near longer; do
	deliver "$sho" $file.eml
done
deliver "$other" near.eml
for file in strange wild; do
	kith one scan --record $file.eml >>scanned.txt 2>&1
done
point "nothing is convicted when it is delivered" status 0 kith one pullback
for number in 1 2 3; do
	kith one scan --record "m-$number.eml" >>scanned.txt 2>&1
done
point "afterwards it is" status 1 kith one pullback --json
kith one pullback --doveadm >commands.sh 2>left.txt
point "what no command can name is counted" grep -q ': 2;' left.txt
kith one pullback --script >script.sh 2>/dev/null
# Two have white space in their names, which no reader of mail keeps: for those nothing is found.
counts() {
	PATH=$PWD/bin:$PATH sh script.sh >counted.txt 2>&1
	grep -o '[0-9]*$' counted.txt | sort | tr -d '\n' >counts.txt
	[ "$(cat counts.txt)" = "$1" ] || { cat counted.txt; return 1; }
}
point "the script finds each once" counts 001111
point "the commands run without a complaint" bash -ec 'PATH=$PWD/bin:$PATH; said=$(. ./commands.sh 2>&1); [ -z "$said" ] || { echo "$said"; exit 1; }'
point "the convicted are in quarantine: the first mailbox" is_in "$emily" Quarantine "$evil" "$star"
point "and the second" is_in "$sho" Quarantine "$option" "$plain"
point "the others are where they were: the first mailbox" is_in "$emily" INBOX "$near" "$longer" \
	'<two doveadm@kunde.example>' '<x" OR ALL "@kunde.example>'
point "and the second one" is_in "$sho" INBOX "$near" "$longer"
point "a third mailbox has no quarantine" bash -c "! PATH=\$PWD/bin:\$PATH doveadm mailbox list -u $other | grep -q Quarantine"
point "a second time changes nothing" bash -ec 'PATH=$PWD/bin:$PATH; . ./commands.sh >again.txt 2>&1; [ ! -s again.txt ] || { cat again.txt; exit 1; }'
point "nor is a message there twice" is_in "$emily" Quarantine "$evil" "$star"
point "and the script finds nothing more" counts 000000
point "no name has run" inert
finish
