# shellcheck shell=sh
# Sourced by town.sh: the devices, what runs on them, and what is true of it.
# What town.sh says, and what nginx, exim and htpasswd read as a $:
# shellcheck disable=SC2154,SC2016

# The order in which they get their numbers and start.
devices_place() {
	devices="nas copier pc shut server mail tidy phone camera"
	devices=$(for name in $devices; do
		echo "$(pick "order $name" 10000) $name"
	done | sort -n | cut -d' ' -f2)
	host box router "00:24:d4:5e:10:0$(pick box 10)" "${gateway##*.}"
	place=1
	for name in $devices clerk; do
		number=$((10 + (place * 37 + $(pick start 230)) % 230))
		tail=$(printf '%02x:%02x:%02x' "$(pick "$name x" 256)" \
			"$(pick "$name y" 256)" "$number")
		case $name in
		nas) host nas storage "00:11:32:$tail" "$number" ;;
		copier) host copier printer "00:26:73:$tail" "$number" ;;
		pc) host pc computer "00:06:5b:$tail" "$number" ;;
		shut) host shut any "3c:d9:2b:$tail" "$number" ;;
		server) host server computer "00:25:90:$tail" "$number" ;;
		mail) host mail computer "00:25:90:$tail" "$number" ;;
		tidy) host tidy computer "3c:d9:2b:$tail" "$number" ;;
		phone) host phone phone "f0:18:98:$tail" "$number" ;;
		camera) host camera camera "04:03:12:$tail" "$number" ;;
		clerk) host clerk self "00:06:5b:$tail" "$number" ;;
		esac
		place=$((place + 1))
	done
	devices="box $devices"
}

# The town's own certificate authority: FOLDER/ca.pem.
authority() {
	cat >"$folder/authority/ca.conf" <<END
[ca]
default_ca = town
[town]
database = $folder/authority/index
serial = $folder/authority/serial
new_certs_dir = $folder/authority
default_md = sha256
policy = any
unique_subject = no
x509_extensions = leaf
copy_extensions = copy
[any]
commonName = supplied
[leaf]
basicConstraints = CA:false
END
	: >"$folder/authority/index"
	echo 1000 >"$folder/authority/serial"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$folder/authority/ca.key" -out "$folder/ca.pem" -days 3000 \
		-subj "/CN=Town hall authority" 2>/dev/null
}

# certificate HOST NAME COMMON ALTERNATIVE FROM TO: signed by the authority,
# the dates in days from now; as FOLDER/HOST/NAME.pem and .key.
certificate() {
	certificate_file=$folder/$1/$2
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$certificate_file.key" -out "$certificate_file.csr" \
		-subj "/CN=$3" -addext "subjectAltName=$4" 2>/dev/null
	openssl ca -batch -notext -config "$folder/authority/ca.conf" \
		-cert "$folder/ca.pem" -keyfile "$folder/authority/ca.key" \
		-startdate "$(date -u -d "$5 days" +%y%m%d%H%M%SZ)" \
		-enddate "$(date -u -d "$6 days" +%y%m%d%H%M%SZ)" \
		-in "$certificate_file.csr" -out "$certificate_file.pem" 2>/dev/null
}

# own_certificate HOST NAME COMMON ALTERNATIVE: signed by itself.
own_certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$3" \
		-addext "subjectAltName=$4" -keyout "$folder/$1/$2.key" \
		-out "$folder/$1/$2.pem" 2>/dev/null
}

# good_certificate HOST: valid a year, with the right address.
good_certificate() {
	certificate "$1" good "$1.mairie.home" \
		"DNS:$1.mairie.home,IP:$(address "$1")" -10 355
}

# backups FOLDER DAYS: copies, of which the newest is that old.
backups() {
	mkdir -p "$1"
	for age in "$2" $(($2 + 7)) $(($2 + 14)); do
		name=$1/sauvegarde-mairie-$(date -u -d "-$age days" +%Y%m%d).tar.gz
		echo copy >"$name"
		touch -d "-$age days" "$name"
	done
}

serve_web() {
	mkdir -p "$folder/$1/temp"
	fill "$1" nginx.conf >"$folder/$1/nginx.conf"
	fill "$1" "nginx-$1.conf" >"$folder/$1/site.conf"
	[ -e "$folder/$1/www/index.html" ] ||
		fill "$1" page-login.html >"$folder/$1/www/index.html"
	start "$1" nginx-own nginx -p "$folder/$1" -c nginx.conf
}

serve_files() {
	for part in private lock state cache pid ncalrpc files scans; do
		mkdir -p "$folder/$1/$part"
	done
	chmod 777 "$folder/$1/scans"
	echo hello >"$folder/$1/files/deliberations.txt"
	fill "$1" smb.conf "smb-$1.conf" >"$folder/$1/smb.conf"
	start "$1" smbd smbd -F --no-process-group -s "$folder/$1/smb.conf"
	port "$1" 445
}

# serve_names HOST [SERVICE PORT]...: mDNS.
serve_names() {
	named=$1
	shift
	fill "$named" avahi.conf >"$folder/$named/avahi.conf"
	mkdir "$folder/$named/services"
	while [ $# -gt 1 ]; do
		echo "<service-group><name>$named</name><service><type>$1</type>
<port>$2</port></service></service-group>" >"$folder/$named/services/$1.service"
		shift 2
	done
	set -- "$named"
	start "$1" avahi sh -c 'mount --bind "$1" /etc/avahi/services && shift && exec "$@"' \
		sh "$folder/$1/services" avahi-daemon -f "$folder/$1/avahi.conf" \
		--no-drop-root --no-chroot --no-rlimits
	port "$1" 5353 udp may
}

serve_snmp() {
	value "$1" DESCRIPTION "$2"
	fill "$1" snmpd.conf >"$folder/$1/snmpd.conf"
	start "$1" snmpd env SNMP_PERSISTENT_DIR="$folder/$1" MIBS= \
		snmpd -f -C -c "$folder/$1/snmpd.conf" -Lo -I -smux
	port "$1" 161 udp
	sign "$1" 161 udp snmp-public
}

serve_mail() {
	mkdir -p "$folder/$1/mail" "$folder/$1/state" "$folder/$1/spool"
	chmod 777 "$folder/$1/spool" "$folder/$1/log"
	good_certificate "$1"
	chmod 644 "$folder/$1/good.key"
	fill "$1" dovecot.conf | sed "s|@TLS@|ssl_cert = <$folder/$1/good.pem\\
ssl_key = <$folder/$1/good.key|" >"$folder/$1/dovecot.conf"
	fill "$1" exim.conf | sed "s|@TLS@|tls_advertise_hosts = *\\
tls_certificate = $folder/$1/good.pem\\
tls_privatekey = $folder/$1/good.key|" >"$folder/$1/exim.conf"
	start "$1" dovecot dovecot -F -c "$folder/$1/dovecot.conf"
	start "$1" exim exim4 -bdf -C "$folder/$1/exim.conf" \
		-oP "$folder/$1/exim.pid"
	for number in 110 143 25 587 993 995; do
		port "$1" "$number"
	done
}

# serve_database HOST METHOD: PostgreSQL; "trust" lets anyone in.
serve_database() {
	postgres=$(echo /usr/lib/postgresql/*/bin)
	data=$folder/$1/postgresql
	if [ ! -d "$folder/postgresql" ]; then
		install -d -o postgres -m 700 "$folder/postgresql"
		setpriv --reuid postgres --regid postgres --clear-groups \
			"$postgres/initdb" -D "$folder/postgresql" -A trust \
			--no-sync --no-locale -E UTF8 >/dev/null
	fi
	cp -a "$folder/postgresql" "$data"
	echo "host all all 0.0.0.0/0 $2" >"$data/pg_hba.conf"
	start "$1" postgresql setpriv --reuid postgres --regid postgres \
		--clear-groups "$postgres/postgres" -D "$data" -h "$(address "$1")" \
		-c fsync=off -c unix_socket_directories= -c shared_buffers=1MB \
		-c logging_collector=off
	port "$1" 5432
	sign "$1" 5432 tcp db-exposed
	[ "$2" != trust ] || sign "$1" 5432 tcp db-no-auth
}

serve_ftp() {
	mkdir -p "$folder/$1/empty"
	value "$1" ANONYMOUS "$2"
	value "$1" BANNER "$3"
	fill "$1" vsftpd.conf >"$folder/$1/vsftpd.conf"
	start "$1" vsftpd vsftpd "$folder/$1/vsftpd.conf"
	port "$1" 21
	sign "$1" 21 tcp ftp-cleartext
}

device_box() {
	ip -n "$(name_space box)" link add wan type bridge
	ip -n "$(name_space box)" address add "82.64.$(pick wan 250).7/24" dev wan
	ip -n "$(name_space box)" link set wan up
	inside box nft -f "$conf/box.nft"
	pc=$(address pc)
	nas=$(address nas)
	server=$(address server)
	{
		echo "TCP:3389:$pc:3389:0:Bureau distant"
		echo "TCP:8080:$nas:5000:0:NAS"
	} >"$folder/box/leases"
	sign box 49152 tcp upnp-igd
	sign pc 3389 tcp upnp-mapping-rdp
	sign nas 8080 tcp upnp-mapping-http
	if [ "$odd" = 1 ]; then
		echo "TCP:5900:$server:5900:0:vnc" >>"$folder/box/leases"
		sign server 5900 tcp upnp-mapping-vnc
	fi
	fill box miniupnpd.conf >"$folder/box/miniupnpd.conf"
	start box miniupnpd miniupnpd -d -f "$folder/box/miniupnpd.conf" \
		-P "$folder/box/miniupnpd.pid"
	fill box dnsmasq.conf >"$folder/box/dnsmasq.conf"
	start box dnsmasq dnsmasq --conf-file="$folder/box/dnsmasq.conf"
	cp "$conf/page-box.html" "$folder/box/www/index.html"
	serve_web box
	port box 80
	port box 53
	port box 53 udp
	port box 67 udp may
	port box 1900 udp
	port box 49152 tcp may
	sign box 80 tcp http-admin-open
}

device_nas() {
	read=$(choose read Public Partage Documents)
	write=$(choose write Scans Echanges Transfert)
	module=$(choose module sauvegardes backup NetBackup)
	value nas READ "$read"
	value nas WRITE "$write"
	value nas MODULE "$module"
	value nas EXPORT "$folder/nas/ftp"
	value nas NEIGHBOUR "$(address server)"
	serve_files nas
	start nas nmbd nmbd -F --no-process-group -s "$folder/nas/smb.conf"
	port nas 139
	port nas 137 udp
	port nas 138 udp may
	sign nas 445 tcp smb1
	sign nas 445 tcp smb-sign-optional
	sign nas 445 tcp smb-null-session
	sign nas 445 tcp smb-guest-read "$read"
	sign nas 445 tcp smb-guest-write "$write"

	own_certificate nas self nas "DNS:nas,IP:$(address nas)"
	serve_web nas
	for number in 443 5001; do
		port nas "$number"
		sign nas "$number" tcp tls-self-signed
	done
	port nas 5000
	serve_snmp nas "Linux nas 4.4.302+ Synology DS220+"
	start nas wsdd wsdd -i eth0 -4 -s -n nas -w MAIRIE
	port nas 3702 udp
	serve_names nas _smb._tcp 445 _adisk._tcp 445

	# One place of copies is fresh and one is not.
	fresh=$((1 + $(pick fresh 5)))
	stale=$((200 + $(pick stale 300)))
	if [ "$odd" = 1 ]; then
		backups "$folder/nas/copies" "$fresh"
		backups "$folder/nas/ftp" "$stale"
		sign nas 21 tcp backup-stale
	else
		backups "$folder/nas/copies" "$stale"
		backups "$folder/nas/ftp" "$fresh"
		sign nas 873 tcp backup-stale
	fi
	sign nas 873 tcp backup-exposed
	sign nas 21 tcp backup-exposed
	echo 'compta:secret' >"$folder/nas/secrets"
	chmod 600 "$folder/nas/secrets"
	fill nas rsyncd.conf >"$folder/nas/rsyncd.conf"
	start nas rsyncd rsync --daemon --no-detach --config="$folder/nas/rsyncd.conf"
	port nas 873
	sign nas 873 tcp rsync-open "$module"
	serve_ftp nas YES "Synology FTP server"
	sign nas 21 tcp ftp-anonymous
	start nas rpcbind rpcbind -f
	fill nas ganesha.conf >"$folder/nas/ganesha.conf"
	# It gives up when it cannot register.
	# shellcheck disable=SC2016
	start nas ganesha sh -c 'until ss -Hlnt | grep -q :111; do sleep 0.1; done
		exec "$@"' sh ganesha.nfsd -F -f "$folder/nas/ganesha.conf" \
		-L "$folder/nas/log/ganesha-own.log" -p "$folder/nas/ganesha.pid"
	port nas 111
	port nas 111 udp
	port nas 2049
	port nas 20048 tcp may
	sign nas 2049 tcp nfs-world "$folder/nas/ftp"
}

device_copier() {
	printf 'admin:$1$town$hall\n' >"$folder/copier/passwords"
	printf '\377\373\001\377\373\003\r\nRICOH Maintenance Shell\r\n\r\n1. Reseau\r\n2. Papier\r\n3. Redemarrer\r\n\r\nVotre choix> ' \
		>"$folder/copier/menu"
	mkdir "$folder/copier/received"
	start copier talk "$folder/talk" "$folder/copier/received" 9100:hush 515:hush \
		631:hush "23:greet:$folder/copier/menu"
	serve_web copier
	serve_snmp copier "RICOH IM C2000 1.06 / RICOH Network Printer C model"
	serve_names copier _printer._tcp 515 _pdl-datastream._tcp 9100 _ipp._tcp 631
	for number in 9100 515 631 23 80; do
		port copier "$number"
	done
	sign copier 9100 tcp raw-print-open
	sign copier 23 tcp telnet
	sign copier 23 tcp telnet-no-auth
	sign copier 80 tcp http-basic-clear
}

device_pc() {
	public=$(choose public Public Commun Images)
	value pc PUBLIC "$public"
	value pc OPEN "{ 445, 3389 }"
	if [ "$odd" = 1 ]; then
		value pc GUEST Never
		value pc RESTRICT 2
	else
		value pc GUEST "Bad User"
		value pc RESTRICT 0
		sign pc 445 tcp smb-null-session
		sign pc 445 tcp smb-guest-write "$public"
	fi
	serve_files pc
	own_certificate pc rdp PC-ACCUEIL DNS:PC-ACCUEIL
	fill pc xrdp.ini >"$folder/pc/xrdp.ini"
	mkdir -p "$folder/pc/run/xrdp"
	start pc xrdp xrdp -n -c "$folder/pc/xrdp.ini"
	fill pc pc.nft >"$folder/pc/pc.nft"
	inside pc nft -f "$folder/pc/pc.nft"
	port pc 3389
	sign pc 3389 tcp rdp-exposed
	sign pc 3389 tcp rdp-no-nla
	sign pc 3389 tcp tls-self-signed
}

# A PC that drops everything: only ARP shows it.
device_shut() {
	value shut OPEN 1
	fill shut pc.nft | sed '/dport/d' >"$folder/shut/pc.nft"
	inside shut nft -f "$folder/shut/pc.nft"
}

device_server() {
	there=$(address server)
	serve_database server trust
	start server redis redis-server --bind "$there" --protected-mode no \
		--save '' --dir "$folder/server" --databases 1
	port server 6379
	sign server 6379 tcp db-exposed
	sign server 6379 tcp db-no-auth
	mkdir -p "$folder/server/mysql"
	start server mariadb mariadbd --no-defaults --user=root --skip-innodb \
		--default-storage-engine=Aria --skip-grant-tables --skip-log-bin \
		--bind-address="$there" --datadir="$folder/server/mysql" \
		--socket="$folder/server/mysql.sock" --pid-file="$folder/server/mysql.pid" \
		--port=3306 --lc-messages-dir=/usr/share/mysql
	port server 3306
	sign server 3306 tcp db-exposed
	sign server 3306 tcp db-no-auth
	printf '%s stream tcp4 nowait root /usr/sbin/telnetd telnetd\n' "$there:23" \
		>"$folder/server/inetd.conf"
	start server telnetd inetutils-inetd -d "$folder/server/inetd.conf"
	port server 23
	sign server 23 tcp telnet
	start server vnc Xtigervnc :0 -SecurityTypes None -rfbport 5900 -nolock \
		-nolisten unix -geometry 320x200 -depth 16 -interface "$there"
	port server 5900
	sign server 5900 tcp vnc-no-auth

	certificate server expired server "IP:$there" -400 -$((1 + $(pick expired 90)))
	if [ "$odd" = 1 ]; then # of a short life, of which a third is not left
		certificate server soon server "IP:$there" -62 25
	else
		certificate server soon server "IP:$there" -345 20
	fi
	serve_web server
	port server 443
	port server 8443
	sign server 443 tcp tls-expired
	sign server 8443 tcp tls-expiring
}

device_mail() {
	value mail STRICT no
	value mail ADVERTISE '*'
	serve_mail mail
	for number in 25 587; do
		sign mail "$number" tcp smtp-cleartext
	done
	sign mail 110 tcp pop3-cleartext
	sign mail 143 tcp imap-cleartext
	serve_ftp mail NO "Mairie"
	serve_database mail scram-sha-256
	certificate mail name intranet.autre-mairie.fr DNS:intranet.autre-mairie.fr -10 355
	serve_web mail
	port mail 443
	port mail 8443
	sign mail 443 tcp tls-name
	sign mail 8443 tcp tls-legacy
}

# Everything as it should be: no sign at all.
device_tidy() {
	serve_files tidy
	value tidy STRICT yes
	value tidy ADVERTISE '${if eq{$tls_in_cipher}{}{}{*}}'
	serve_mail tidy
	certificate tidy short tidy "IP:$(address tidy)" -35 25
	serve_web tidy
	ssh-keygen -q -t ed25519 -N '' -f "$folder/tidy/host_key"
	fill tidy sshd_config >"$folder/tidy/sshd_config"
	start tidy sshd /usr/sbin/sshd -D -e -f "$folder/tidy/sshd_config"
	for number in 22 80 443 8443; do
		port tidy "$number"
	done
}

device_phone() {
	mkdir "$folder/phone/received"
	start phone talk "$folder/talk" "$folder/phone/received" 62078:hush
	serve_names phone _apple-mobdev2._tcp 62078
	port phone 62078 tcp may
}

device_camera() {
	mkdir "$folder/camera/received"
	printf 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hikvision\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n' \
		>"$folder/camera/rtsp"
	printf 'HTTP/1.1 401 Unauthorized\r\nServer: App-webs/\r\nWWW-Authenticate: Digest realm="DS-2CD2143", nonce="4f2a", qop="auth"\r\nContent-Length: 0\r\n\r\n' \
		>"$folder/camera/http"
	start camera talk "$folder/talk" "$folder/camera/received" \
		"554:answer:$folder/camera/rtsp" "80:answer:$folder/camera/http"
	port camera 554
	port camera 80
}
