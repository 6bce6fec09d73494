#!/bin/sh
# Listen in the town hall of town.sh while real programs identify there: what
# is counted is what was done, in what passes and in a capture of it, and what
# tshark sees in that capture.
#   sh test_listen.sh GARDE
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
garde=$(realpath "$1")
# shellcheck source=tests/lan/looking.sh
. "$here/looking.sh"

# where CODE: the first device that shows it.
where() {
	awk -v c="$1" '$4 == c { print $1; exit }' "$town/truth"
}

# clerk COMMAND...: as the clerk's computer, for a moment, whatever comes of it.
clerk() {
	sh "$here/town.sh" clerk "$town" timeout 10 "$@" >/dev/null 2>&1 </dev/null || true
}

# login URL [OPTION...]: a password that is wrong passes all the same.
login() {
	clerk curl -s -m 5 --user anna:secret "$@"
}

identify() {
	for url in "ftp://$(where ftp-cleartext)/" "pop3://$(where pop3-cleartext)/" \
		"imap://$(where imap-cleartext)/"; do
		login "$url"
		login "$url"
	done
	# No password: anonymous, encrypted, or asked for without one.
	clerk curl -s -m 5 "ftp://$(where ftp-anonymous)/"
	login -k --ssl-reqd "imap://$(where imap-cleartext)/"
	login -k --ssl-reqd "pop3://$(where pop3-cleartext)/"
	login --sasl-ir --mail-from a@b.fr --mail-rcpt a@b.fr -T /dev/null "smtp://$(where smtp-cleartext)/"
	for page in 1 2 3; do
		login "http://$(where http-basic-clear)/$page"
	done
	clerk curl -s -m 5 "http://$(where http-basic-clear)/"
	login --digest "http://$(where http-basic-clear)/"
	# SNMP 2c, GET of the name, three times.
	clerk node -e '
		const s = require("dgram").createSocket("udp4");
		const m = Buffer.from("302602010104067075626c6963a019020101020100020100300e300c06082b060102010105000500", "hex");
		for (let i = 0; i < 3; i++) s.send(m, 161, process.argv[1]);
		setTimeout(() => s.close(), 500);' "$(where snmp-public)"
	# SMB 1 where it is spoken, NTLM 1 and 2 where they are taken.
	clerk smbclient -m NT1 --option='client min protocol=NT1' -N -c exit "//$(where smb1)/IPC\$"
	clerk smbclient -U anna%secret --option='client ntlmv2 auth=no' \
		-c exit "//$(where smb1)/IPC\$"
	clerk smbclient -U anna%secret -c exit "//$(where smb1)/IPC\$"
	# TLS 1.1 at most, and a modern hello to the same.
	clerk openssl s_client -tls1_1 -cipher DEFAULT@SECLEVEL=0 -connect "$(where tls-legacy):8443"
	clerk openssl s_client -connect "$(where tls-name):443"
}

# counted FILE: "ftp 2 http 1..." of a facts file.
counted() {
	tr -d '\n\t' <"$1" | grep -oE '"(protocol|code)":"[a-z0-9-]+","count":[0-9]+' |
		grep -vE 'llmnr|netbios' | sed 's/.*:"\([^"]*\)","count":/\1 /' | sort | tr '\n' ' '
}

# equal WHAT FILE: it counts what was done.
equal() {
	[ "$(counted "$2")" = "$expected" ] || {
		echo "$1: $(counted "$2")"
		echo "done: $expected"
		return 1
	}
	echo "$1: $expected"
}

# seen FILTER: how many packets of the capture tshark shows by it.
seen() {
	tshark -r "$work/capture" -Y "$1" -T fields -e frame.number 2>/dev/null | wc -l
}

expected='ftp 2 http 1 imap 2 ntlmv1 1 pop3 2 smb1 1 smtp 1 snmp 1 tls-legacy 1 '
check "up" timeout 60 sh "$here/town.sh" up 1 "$town"
town_known
tcpdump_start "$work/capture"
sh "$here/town.sh" clerk "$town" "$garde" listen --interface eth0 --seconds 600 \
	-o "$work/live.json" >"$work/live.log" 2>&1 &
listening=$!
sleep 2
identify
sleep 1
pkill -INT -f "$garde listen --interface eth0" || true
wait "$listening" || true
tcpdump_stop
check "live" equal "heard" "$work/live.json"
"$garde" listen --quiet --read "$work/capture" -o "$work/read.json"
check "in the capture" equal "read" "$work/read.json"
if command -v tshark >/dev/null; then
	check "tshark: ftp" [ "$(seen 'ftp.request.command=="PASS" && !(ftp.request.arg contains "@")')" -eq 2 ]
	check "tshark: http, each page" [ "$(seen http.authbasic)" -eq 3 ]
	check "tshark: smtp" [ "$(seen smtp.auth.username_password)" -eq 1 ]
	check "tshark: smb1" [ "$(seen 'smb.cmd==0x72 && smb.flags.response==1')" -eq 1 ]
	# An answer of 24 bytes is one of NTLM 1.
	check "tshark: ntlmv1" [ "$(tshark -r "$work/capture" -T fields -e ntlmssp.auth.ntresponse 2>/dev/null | grep -cE '^[0-9a-f]{48}$')" -eq 1 ]
fi
sh "$here/town.sh" down "$town"
close
