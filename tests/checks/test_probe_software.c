/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/rpm.h"
#include "tests/checks/told.h"

#include <sqlite3.h>

#define STATUS "/var/lib/dpkg/status"
#define INSTALLED(name, version, maintainer)                      \
	"Package: " name                                          \
	"\nStatus: install ok installed\nMaintainer: " maintainer \
	"\nArchitecture: amd64\nVersion: " version "\n\n"
#define DEBIAN  "Debian LibreOffice <debian-openoffice@lists.debian.org>"
#define MAKER   "The Document Foundation <info@documentfoundation.org>"
#define FLATPAK "/var/lib/flatpak/app/org.libreoffice.LibreOffice/"

static struct baseline *baseline;

/* "product version|product version|" in the order they were found. */
static void expect(const struct planted *files, enum fact_state state,
                   const char *want)
{
	struct probed p;
	struct buf text;

	told_new(&p, files);
	p.context.baseline = baseline;
	told_read(&p, "software");
	told_state(&p, "software.list", state);
	buf_init(&text, 4096);
	for (size_t i = 0; i < p.facts.software_list.count; i++) {
		const struct software *row = &p.facts.software_list.row[i];

		buf_fmt(&text, "%s %s|", row->product,
		        row->version ? row->version : "-");
	}
	assert_string_equal(buf_text(&text), want);
	buf_clear(&text);
	told_free(&p);
}

static void test_debian(void **state)
{
	static const struct planted own[] = {
		{ .path = STATUS,
		  .text =
		      INSTALLED("libreoffice-core", "4:7.4.7-1+deb12u8", DEBIAN)
		          INSTALLED(
			      "openjdk-17-jre-headless", "17.0.15+6-1~deb12u1",
			      "OpenJDK Team <openjdk@lists.launchpad.net>") },
		{ .path = NULL },
	};
	static const struct planted maker[] = {
		{ .path = STATUS,
		  .text = INSTALLED("libobasis24.8-core", "24.8.7.2-2", MAKER)
		      INSTALLED(
			  "google-chrome-stable", "140.0.1-1",
			  "Chrome Linux Team <x@google.com>") "Package: skypeforlinux\nStatus: deinstall ok "
		                                              "config-files\nVersion: 8.0\n" },
		{ .path = "/opt/libreoffice24.8/program/versionrc",
		  .text = "[Version]\nMsiProductVersion=24.8.7.2\n" },
		{ .path = NULL },
	};

	(void)state;
	/* What Debian ships is Debian's to mend, not its maker's. */
	expect(own, FACT_KNOWN,
	       "libreoffice-distribution 7.4.7|java-distribution 17.0.15+6|");
	expect(maker, FACT_KNOWN, "libreoffice 24.8.7.2|chrome 140.0.1|");
}

static void test_ubuntu(void **state)
{
	static const struct planted files[] = {
		{ .path = STATUS,
		  .text = INSTALLED("firefox", "1:1snap1-0ubuntu5",
		                    "Ubuntu Mozilla <u@lists.ubuntu.com>") },
		{ .path = "/snap/firefox/current/meta/snap.yaml",
		  .text = "name: firefox\nversion: 144.0-1\nsummary: x\n" },
		{ .path = "/snap/core22/current/meta/snap.yaml",
		  .text = "name: core22\nversion: '2024'\n" },
		{ .path = FLATPAK "x86_64/stable/active/files/share/metainfo/"
		                  "org.libreoffice.LibreOffice.metainfo.xml",
		  .text = "<releases>\n<release version=\"25.8.1.1\" "
		          "date=\"2025\"/>\n<release version=\"25.2\"/>" },
		{ .path = FLATPAK "current", .link = "x86_64/stable" },
		{ .path = NULL },
	};

	(void)state;
	expect(files, FACT_KNOWN, "firefox 144.0-1|libreoffice 25.8.1.1|");
}

static void test_unpacked(void **state)
{
	static const struct planted files[] = {
		{ .path = STATUS, .text = "\n" },
		{ .path = "/opt/libreoffice7.6/program/soffice.bin" },
		{ .path = "/opt/libreoffice7.6/program/bootstraprc",
		  .text = "[Bootstrap]\nProductKey=LibreOffice 7.6\n" },
		{ .path = "/opt/firefox/firefox" },
		{ .path = "/opt/firefox/application.ini",
		  .text = "[App]\nVendor=Mozilla\nVersion=115.0\n" },
		{ .path = "/opt/java/release",
		  .text = "JAVA_VERSION=\"1.8.0_392\"\n" },
		{ .path = "/usr/bin/skypeforlinux" },
		{ .path = NULL },
	};

	(void)state;
	expect(files, FACT_KNOWN,
	       "libreoffice 7.6|java 8.0_392|skype -|firefox 115.0|");
}

/* Headings as rpm makes them: entries, then their strings. */
static size_t heading(unsigned char *out, const char *name, const char *version,
                      const char *vendor)
{
	const struct {
		uint32_t tag;
		const char *text;
	} entries[] = {
		{ RPM_NAME, name },
		{ RPM_VERSION, version },
		{ RPM_VENDOR, vendor },
	};
	size_t at = 8 + 3 * 16;
	uint32_t offset = 0;

	memset(out, 0, 512);
	out[3] = 3;
	for (size_t i = 0; i < 3; i++) {
		unsigned char *e = out + 8 + i * 16;

		e[2] = (unsigned char)(entries[i].tag >> 8);
		e[3] = (unsigned char)entries[i].tag;
		e[7] = 6;
		e[11] = (unsigned char)offset;
		e[15] = 1;
		strcpy((char *)out + at, entries[i].text);
		at += strlen(entries[i].text) + 1;
		offset += (uint32_t)strlen(entries[i].text) + 1;
	}
	out[7] = (unsigned char)offset;
	return at;
}

static void insert(sqlite3 *db, int number, const char *name,
                   const char *version, const char *vendor)
{
	unsigned char blob[512];
	size_t len = heading(blob, name, version, vendor);
	sqlite3_stmt *row;

	sqlite3_prepare_v2(db, "INSERT INTO Packages VALUES(?,?)", -1, &row,
	                   NULL);
	sqlite3_bind_int(row, 1, number);
	sqlite3_bind_blob(row, 2, blob, (int)len, SQLITE_TRANSIENT);
	assert_int_equal(sqlite3_step(row), SQLITE_DONE);
	sqlite3_finalize(row);
	sqlite3_prepare_v2(db, "INSERT INTO Name VALUES(?,?,0)", -1, &row,
	                   NULL);
	sqlite3_bind_text(row, 1, name, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int(row, 2, number);
	assert_int_equal(sqlite3_step(row), SQLITE_DONE);
	sqlite3_finalize(row);
}

static void test_fedora(void **state)
{
	static const struct planted nothing[] = { { .path = NULL } };
	struct probed p;
	char place[4096];
	sqlite3 *db;

	(void)state;
	told_new(&p, nothing);
	planted_place(p.root, "/usr/lib/sysimage/rpm/rpmdb.sqlite", place);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	sqlite3_exec(db,
	             "CREATE TABLE Packages(hnum INTEGER PRIMARY KEY, blob "
	             "BLOB); CREATE TABLE Name(key TEXT, hnum INTEGER, idx "
	             "INTEGER);",
	             NULL, NULL, NULL);
	insert(db, 1, "firefox", "144.0", "Fedora Project");
	insert(db, 2, "libobasis25.8-core", "25.8.1.1", "");
	insert(db, 3, "bash", "5", "Fedora Project");
	insert(db, 4, "libreoffice-core", "25.2.1", "Fedora Project");
	sqlite3_close(db);
	p.context.baseline = baseline;
	told_read(&p, "software");
	told_state(&p, "software.list", FACT_KNOWN);
	assert_int_equal(p.facts.software_list.count, 3);
	assert_string_equal(p.facts.software_list.row[0].product,
	                    "firefox-distribution");
	assert_string_equal(p.facts.software_list.row[1].product,
	                    "libreoffice");
	assert_string_equal(p.facts.software_list.row[1].version, "25.8.1.1");
	assert_string_equal(p.facts.software_list.row[2].product,
	                    "libreoffice-distribution");
	told_free(&p);
}

static void test_unknown(void **state)
{
	static const struct planted nothing[] = { { .path = NULL } };
	static const struct planted folder[] = { { .path = STATUS "/" },
		                                 { .path = NULL } };
	static const struct planted damaged[] = {
		{ .path = "/var/lib/rpm/rpmdb.sqlite", .text = "not a file" },
		{ .path = NULL }
	};

	(void)state;
	expect(nothing, FACT_UNSUPPORTED, "");
	expect(folder, FACT_FAILED, "");
	expect(damaged, FACT_FAILED, "");
}

/* Cut at every byte and with every byte changed, no heading is overrun. */
static void test_hostile_heading(void **state)
{
	unsigned char good[512];
	unsigned char bad[512];
	size_t len = heading(good, "name", "1.0", "vendor");
	char out[8];

	(void)state;
	assert_true(rpm_text(good, len, RPM_VENDOR, out, sizeof(out)));
	assert_string_equal(out, "vendor");
	assert_false(rpm_text(good, len, 1234, out, sizeof(out)));
	for (size_t cut = 0; cut < len; cut++)
		assert_false(rpm_text(good, cut, RPM_VENDOR, out, sizeof(out)));
	for (size_t i = 0; i < len; i++) {
		memcpy(bad, good, sizeof(bad));
		bad[i] = 0xff;
		(void)rpm_text(bad, len, RPM_VENDOR, out, sizeof(out));
	}
}

static int load(void **state)
{
	struct err e;

	(void)state;
	baseline = baseline_builtin(&e);
	return baseline ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	baseline_free(baseline);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_debian),
		cmocka_unit_test(test_ubuntu),
		cmocka_unit_test(test_unpacked),
		cmocka_unit_test(test_fedora),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_hostile_heading),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
