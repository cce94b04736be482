# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# DKIM for tests behind Postfix, after postfix.bash: a Postfix "far" whose OpenDKIM signs for
# partner.example, and a check against the same key. The caller stops "far" and kills $signer_pid.

# dkim_start: keys, the signer, and the Postfix that mail goes through to be signed.
dkim_start() {
	local signer
	signer=$(free_port)
	signing=$(free_port)
	opendkim-genkey -D . -d partner.example -s test 2>/dev/null
	chown root:root test.private
	{ printf 'test._domainkey.partner.example '; tr -d '\n' <test.txt | sed 's/[^"]*"\([^"]*\)"[^"]*/\1/g; s/;.*----.*//'; echo; } >keys
	printf '%s\n' "UserID root" "Background no" "Syslog no" "Domain partner.example" "Selector test" "Mode s" \
		"KeyFile $TMPDIR/test.private" "Socket inet:$signer@127.0.0.1" "RequireSafeKeys no" >signer.conf
	printf '%s\n' "Syslog no" "Mode v" "TestPublicKeys $TMPDIR/keys" "AlwaysAddARHeader yes" "AuthservID mx" >checker.conf
	opendkim -f -x signer.conf 2>signer.log &
	signer_pid=$!
	await port_open "$signer"
	postfix_make far "$signing" "inet:127.0.0.1:$signer"
	postfix_start far
}

# dkim_sign FILE SIGNED: SIGNED is FILE as the far Postfix signs it.
dkim_sign() {
	local path
	path=$(deliver far "$signing" "$1" signed --from chie.doi@partner.example) && cp "$path" "$2"
}

# dkim_verified FILE: what OpenDKIM says of its signature.
dkim_verified() {
	sed -n '/^DKIM-Signature/,$s/$/\r/p' "$1" >checked.eml
	timeout 30 opendkim -vv -x checker.conf -t checked.eml 2>&1
}
