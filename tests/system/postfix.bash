# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the tests of the guard source: a Postfix of our own on loopback, everything of it below
# TMPDIR, and a guard beside it. Needs root, as Postfix does.

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# postfix_make NAME PORT MILTERS: a Postfix that listens at PORT and delivers test.example and
# ours.example to Maildirs below mail/.
postfix_make() {
	local folder=$TMPDIR/$1 port=$2 milters=$3
	mkdir -p "$folder"/{etc,queue,data,log,mail}
	chmod 755 "$TMPDIR" "$folder" "$folder"/*
	chown postfix "$folder/data"
	chown 65534 "$folder/mail"
	cat >"$folder/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $folder/queue
data_directory = $folder/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
sendmail_path = /usr/sbin/sendmail
setgid_group = postdrop
mail_owner = postfix
maillog_file = $folder/log/mail.log
maillog_file_prefixes = /var, /dev/stdout, $folder/log
myhostname = mx.ours.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:local delivery is off
virtual_mailbox_domains = ours.example
virtual_mailbox_maps = static:x/
virtual_mailbox_base = $folder/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
relay_domains = partner.example
relay_transport = discard
smtpd_milters = $milters
non_smtpd_milters =
milter_protocol = 6
milter_default_action = tempfail
milter_connect_timeout = 5s
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_recipient_restrictions = permit_mynetworks, permit_auth_destination, permit
default_process_limit = 100
smtpd_client_connection_count_limit = 0
in_flow_delay = 0
END
	cat >"$folder/etc/master.cf" <<END
127.0.0.1:$port inet n - n - - smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
tlsmgr    unix  -       -       n       1000?   1       tlsmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
END
}

# main_cf NAME LINE...: further lines of its configuration.
main_cf() {
	local name=$1
	shift
	printf '%s\n' "$@" >>"$TMPDIR/$name/etc/main.cf"
}

postfix_start() {
	postfix -c "$TMPDIR/$1/etc" start 2>>"$TMPDIR/$1/log/start" || cat "$TMPDIR/$1/log/start" >&2
}

postfix_stop() {
	postfix -c "$TMPDIR/$1/etc" stop >/dev/null 2>&1
}

# await COMMAND...: until it succeeds, ten seconds at most.
await() {
	local i
	for ((i = 0; i < 200; i++)); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.05
	done
	echo "in vain: $*"
	return 1
}

port_open() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# guard_start STATE PORT [OPTION...]: the guard as nobody, its log in guard.log.
guard_start() {
	local state=$1 port=$2
	shift 2
	chown -R 65534:65534 "$TMPDIR/$state" "$TMPDIR/secret"
	"$KITH" guard --state "$TMPDIR/$state" --secret "$TMPDIR/secret" --user nobody \
		--listen "inet:$port@127.0.0.1" "$@" >>"$TMPDIR/guard.log" 2>&1 &
	guard_pid=$!
	await port_open "$port"
}

guard_stop() {
	kill -TERM "$guard_pid"
	wait "$guard_pid"
}

# nothing_to_learn STATE: the learner has taken all there was.
nothing_to_learn() {
	[ -z "$(ls "$TMPDIR/$1/guard/backlog")" ]
}

# send PORT FILE [OPTION...]: one message by SMTP (send.py); prints the last answer.
send() {
	python3 "$TOP/tests/system/send.py" "$@"
}

# mailbox NAME USER: the newest message delivered to USER@ours.example, when there is one.
mailbox() {
	find "$TMPDIR/$1/mail/x/new" -type f -newer "$TMPDIR/mark" -printf '%T@ %p\n' 2>/dev/null |
		sort -n | cut -d' ' -f2- | while read -r path; do
		grep -qiE "^(Delivered-To|X-Original-To): $2@ours.example" "$path" && echo "$path"
	done
}

# deliver NAME PORT FILE USER [OPTION...]: send FILE to USER and wait for it; its path.
deliver() {
	local name=$1 port=$2 file=$3 user=$4 path
	shift 4
	touch "$TMPDIR/mark"
	send "$port" "$file" --to "$user@ours.example" "$@" >"$TMPDIR/answer" || return 1
	for ((i = 0; i < 200; i++)); do
		path=$(mailbox "$name" "$user" | tail -n 1)
		[ -n "$path" ] && { echo "$path"; return 0; }
		sleep 0.05
	done
	return 1
}
