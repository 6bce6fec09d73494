#!/bin/sh
# Sign programs for Windows in place, and check the signature:
#
#   CERTIFICATE=chain.pem KEY=key.pem sh packaging/windows/sign.sh FILE.exe...
#   CERTIFICATE=test sh packaging/windows/sign.sh FILE.exe...
#
# CERTIFICATE  the signer's and those up to the root, in PEM. "test": one made
#              now and thrown away, which no Windows trusts
# KEY          its key, or "pkcs11:..." for one that stays in a token or HSM;
#              then MODULE is the token's library
# PASSWORD     a file with the password of the key, if it has one
# ROOT         the root to check against, else that of the system
# TIMESTAMP    address of a time-stamping service (RFC 3161). Only a test may go
#              without: a signature with no time ends with its certificate
# How to get a real one: SIGNING.md.
set -eu

if [ $# -eq 0 ] || [ -z "${CERTIFICATE:-}" ]; then
	sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//p;}' "$0" >&2
	exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A root, and a certificate for signing programs under it, for one day.
test_certificate() {
	openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 1 \
		-subj "/CN=Essai, ne pas croire" \
		-addext basicConstraints=critical,CA:TRUE \
		-addext keyUsage=critical,keyCertSign \
		-keyout "$work/root.key" -out "$work/root.pem" 2>/dev/null
	openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=Essai de signature" \
		-keyout "$work/key.pem" -out "$work/request.pem" 2>/dev/null
	printf '%s\n' basicConstraints=CA:FALSE keyUsage=critical,digitalSignature \
		extendedKeyUsage=codeSigning >"$work/extensions"
	openssl x509 -req -in "$work/request.pem" -sha256 -days 1 \
		-CA "$work/root.pem" -CAkey "$work/root.key" -CAcreateserial \
		-extfile "$work/extensions" -out "$work/certificate.pem" 2>/dev/null
	CERTIFICATE=$work/certificate.pem
	KEY=$work/key.pem
	ROOT=$work/root.pem
}

if [ "$CERTIFICATE" = test ]; then
	test_certificate
elif [ -z "${TIMESTAMP:-}" ]; then
	echo "TIMESTAMP is missing: this signature would end with its certificate." >&2
	exit 2
fi
[ -n "${KEY:-}" ] || {
	echo "KEY is missing." >&2
	exit 2
}

for file; do
	set -- -certs "$CERTIFICATE" -key "$KEY" -h sha256 -n "Garde Champêtre"
	[ -z "${MODULE:-}" ] || set -- -pkcs11module "$MODULE" "$@"
	[ -z "${PASSWORD:-}" ] || set -- "$@" -readpass "$PASSWORD"
	[ -z "${TIMESTAMP:-}" ] || set -- "$@" -ts "$TIMESTAMP"
	osslsigncode sign "$@" -in "$file" -out "$work/signed" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
	set -- -CAfile "${ROOT:-/etc/ssl/certs/ca-certificates.crt}"
	[ -z "${TIMESTAMP:-}" ] || set -- "$@" -TSA-CAfile "${ROOT:-/etc/ssl/certs/ca-certificates.crt}"
	osslsigncode verify "$@" -in "$work/signed" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
	cat "$work/signed" >"$file"
	rm "$work/signed"
	echo "signed: $file"
done
