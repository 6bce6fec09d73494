/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/backup_target.h"

#include <string.h>

static const struct {
	const char *raw;
	const char *shown;
	const char *path;
	const char *place;
} targets[] = {
	{ "", NULL, NULL, NULL },
	{ "/srv/x/", "/srv/x", "/srv/x", NULL },
	{ "/", "/", "/", NULL },
	{ "~/x", "/h/x", "/h/x", NULL },
	{ "~", "/h", "/h", NULL },
	{ "x/y", "x/y", NULL, NULL },
	{ "./x", "./x", NULL, NULL },
	{ "file:///srv/x", "/srv/x", "/srv/x", NULL },
	{ "file://localhost/srv", "/srv", "/srv", NULL },
	{ "local:/srv", "/srv", "/srv", NULL },
	{ "//nas/x", "//nas/x", NULL, "network" },
	{ "\\\\nas\\x", "\\\\nas\\x", NULL, "network" },
	{ "nas:x", "nas:x", NULL, "network" },
	{ "u@nas:/x", "u@nas:/x", NULL, "network" },
	{ "u@nas::x", "u@nas::x", NULL, "network" },
	{ "u:pw@nas:x", "nas:x", NULL, "network" },
	{ "/a:b", "/a:b", "/a:b", NULL },
	{ "ssh://u:pw@nas:22/./x", "ssh://nas:22/./x", NULL, "network" },
	{ "ssh://localhost/x", "ssh://localhost/x", NULL, NULL },
	{ "ssh://127.0.0.1/x", "ssh://127.0.0.1/x", NULL, NULL },
	{ "ssh://a.repo.borgbase.com/x", "ssh://a.repo.borgbase.com/x", NULL,
	  "cloud" },
	{ "u1@u1.your-storagebox.de:b", "u1@u1.your-storagebox.de:b", NULL,
	  "cloud" },
	{ "sftp:u@nas:/x", "sftp:u@nas:/x", NULL, "network" },
	{ "sftp:u:pw@nas:/x", "sftp:nas:/x", NULL, "network" },
	{ "sftp://u:p/w@x@nas/y", "sftp://nas/y", NULL, "network" },
	{ "rsync://u@nas/m", "rsync://nas/m", NULL, "network" },
	{ "rest:https://u:p@192.168.1.4:8000/x",
	  "rest:https://192.168.1.4:8000/x", NULL, "network" },
	{ "rest:http://172.20.1.1/", "rest:http://172.20.1.1/", NULL,
	  "network" },
	{ "rest:http://172.40.1.1/", "rest:http://172.40.1.1/", NULL, "cloud" },
	{ "https://[fd00::1]/x", "https://[fd00::1]/x", NULL, "network" },
	{ "https://[2001:db8::1]/x", "https://[2001:db8::1]/x", NULL, "cloud" },
	{ "webdavs://dav.example.fr/x?token=s#t", "webdavs://dav.example.fr/x",
	  NULL, "cloud" },
	{ "webdav://nas.local/x", "webdav://nas.local/x", NULL, "network" },
	{ "s3:s3.amazonaws.com/b", "s3:s3.amazonaws.com/b", NULL, "cloud" },
	{ "s3:http://minio:9000/b", "s3:http://minio:9000/b", NULL, "network" },
	{ "s3:https://s3.gra.io.cloud.ovh.net/b",
	  "s3:https://s3.gra.io.cloud.ovh.net/b", NULL, "cloud" },
	{ "s3://bucket/x", "s3://bucket/x", NULL, "cloud" },
	{ "boto3+s3://b/x", "boto3+s3://b/x", NULL, "cloud" },
	{ "b2:bucket:x", "b2:bucket:x", NULL, "cloud" },
	{ "b2://id:key@bucket/x", "b2://bucket/x", NULL, "cloud" },
	{ "swift:c:/x", "swift:c:/x", NULL, "cloud" },
	{ "rclone:drive:x", "rclone:drive:x", NULL, "cloud" },
	{ "rclone:s3,secret=K:x", "rclone:s3", NULL, "cloud" },
	{ "rclone::s3,secret=K:x", "rclone::s3", NULL, "cloud" },
	{ "//u:p@w@nas/x", "//nas/x", NULL, "network" },
	{ "rclone:https://u:p@h/x", "rclone:https", NULL, "cloud" },
	{ "rclone:word", NULL, NULL, "cloud" },
	{ "word", NULL, NULL, NULL },
	{ "what://u:p@x/y", "what://x/y", NULL, NULL },
};

static void tells_places_and_hides_secrets(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		struct arena *a = arena_new(100000);
		struct backup_target t;
		const char *got[3];
		const char *want[3] = { targets[i].shown, targets[i].path,
			                targets[i].place };

		backup_target_parse(a, targets[i].raw, "/h", &t);
		got[0] = t.shown;
		got[1] = t.path;
		got[2] = t.place;
		for (size_t j = 0; j < 3; j++)
			if (!got[j] != !want[j] ||
			    (got[j] && strcmp(got[j], want[j]) != 0))
				fail_msg("%s: %s", targets[i].raw,
				         got[j] ? got[j] : "NULL");
		arena_free(a);
	}
}

static void knows_two_ways_of_writing(void **state)
{
	struct arena *a = arena_new(100000);
	struct backup_target url;
	struct backup_target host;

	(void)state;
	backup_target_parse(a, "ssh://u@nas:2222/./x/y", NULL, &url);
	backup_target_parse(a, "u@nas:x/y", NULL, &host);
	assert_string_equal(url.key, host.key);
	backup_target_parse(a, "u@nas:z", NULL, &host);
	assert_string_not_equal(url.key, host.key);
	backup_target_parse(a, "~/x", NULL, &host);
	assert_null(host.path);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_places_and_hides_secrets),
		cmocka_unit_test(knows_two_ways_of_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
