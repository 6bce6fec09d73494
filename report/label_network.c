/* SPDX-License-Identifier: Apache-2.0 */
#include "report/label.h"

/* Sorted by id, one a line. */
/* clang-format off */
static const struct label_line lines[] = {
	{ "kind-camera", { { "caméra", "camera" } } },
	{ "kind-computer", { { "ordinateur", "computer" } } },
	{ "kind-phone", { { "téléphone", "phone" } } },
	{ "kind-printer", { { "copieur", "printer" } } },
	{ "kind-router", { { "box", "Internet box" } } },
	{ "kind-storage", { { "boîtier de stockage", "storage box" } } },
	{ "kind-unknown", { { "appareil inconnu", "unknown device" } } },
	{ "sign-backup-exposed", { { "laisse voir des sauvegardes à n’importe qui", "shows backups to anyone" } } },
	{ "sign-backup-stale", { { "garde des sauvegardes trop anciennes", "keeps backups that are too old" } } },
	{ "sign-db-exposed", { { "a une base de données que tout le réseau peut joindre", "has a database that the whole network can reach" } } },
	{ "sign-db-no-auth", { { "ouvre une base de données sans mot de passe", "opens a database without a password" } } },
	{ "sign-ftp-anonymous", { { "laisse prendre des fichiers sans mot de passe", "lets anyone take files without a password" } } },
	{ "sign-ftp-cleartext", { { "échange des fichiers et des mots de passe en clair", "exchanges files and passwords in clear" } } },
	{ "sign-http-admin-open", { { "ouvre sa page de réglages sans mot de passe", "opens its page of settings without a password" } } },
	{ "sign-http-basic-clear", { { "demande un mot de passe sur une page non protégée", "asks for a password on a page that is not protected" } } },
	{ "sign-imap-cleartext", { { "montre les messages avec un mot de passe en clair", "shows messages with a password in clear" } } },
	{ "sign-nfs-world", { { "partage un dossier avec tout le réseau", "shares a folder with the whole network" } } },
	{ "sign-out-of-date", { { "n’est pas à jour", "is not up to date" } } },
	{ "sign-pop3-cleartext", { { "reçoit les messages avec un mot de passe en clair", "fetches messages with a password in clear" } } },
	{ "sign-raw-print-open", { { "imprime ce que tout le réseau lui envoie", "prints whatever the network sends" } } },
	{ "sign-rdp-exposed", { { "accepte la prise de main à distance", "accepts remote control" } } },
	{ "sign-rdp-no-nla", { { "montre son écran avant de demander qui arrive", "shows its screen before it asks who comes" } } },
	{ "sign-rsync-open", { { "laisse copier un dossier sans mot de passe", "lets anyone copy a folder without a password" } } },
	{ "sign-smb-guest-read", { { "laisse lire un dossier sans mot de passe", "lets anyone read a folder without a password" } } },
	{ "sign-smb-guest-write", { { "laisse écrire dans un dossier sans mot de passe", "lets anyone write to a folder without a password" } } },
	{ "sign-smb-null-session", { { "montre la liste de ses dossiers à n’importe qui", "shows the list of its folders to anyone" } } },
	{ "sign-smb-sign-optional", { { "ne signe pas toujours les échanges de fichiers", "does not always sign exchanges of files" } } },
	{ "sign-smb1", { { "accepte un partage de fichiers très ancien", "accepts a very old kind of file sharing" } } },
	{ "sign-smtp-cleartext", { { "envoie les messages avec un mot de passe en clair", "sends messages with a password in clear" } } },
	{ "sign-snmp-public", { { "parle de lui avec un mot de passe que tous connaissent", "tells about itself with a password that everyone knows" } } },
	{ "sign-telnet", { { "se règle par une connexion que tout le réseau peut lire", "is set up over a connection that the whole network can read" } } },
	{ "sign-telnet-no-auth", { { "ouvre ses réglages sans mot de passe", "opens its settings without a password" } } },
	{ "sign-tls-chain", { { "a un certificat que personne ne garantit", "has a certificate that nobody vouches for" } } },
	{ "sign-tls-expired", { { "a un certificat périmé", "has a certificate that has expired" } } },
	{ "sign-tls-expiring", { { "a un certificat qui finit bientôt", "has a certificate that ends soon" } } },
	{ "sign-tls-legacy", { { "protège ses échanges d’une façon trop ancienne", "protects its exchanges in too old a way" } } },
	{ "sign-tls-name", { { "a un certificat au nom d’un autre", "has a certificate in another name" } } },
	{ "sign-tls-self-signed", { { "a un certificat fait par l’appareil lui-même", "has a certificate that it made itself" } } },
	{ "sign-upnp-igd", { { "ouvre une porte vers Internet à tout programme qui le demande", "opens a door to the Internet for any program that asks" } } },
	{ "sign-upnp-mapping", { { "garde une porte ouverte depuis Internet", "keeps a door open from the Internet" } } },
	{ "sign-vnc-no-auth", { { "montre son écran à n’importe qui", "shows its screen to anyone" } } },
};
/* clang-format on */

const struct label_table label_network = {
	.line = lines,
	.count = sizeof(lines) / sizeof(lines[0]),
};
