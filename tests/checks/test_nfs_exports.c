/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/probe/linux/nfs_exports.h"

#include <string.h>

static const struct {
	const char *text;
	size_t count;
	struct nfs_export last;
} exports[] = {
	{ "", 0, { 0 } },
	{ "# /srv *(rw)\n\n", 0, { 0 } },
	{ "/srv *(rw)", 1, { "/srv", "*", true, true, true } },
	{ "/srv", 1, { "/srv", "*", true, false, true } },
	{ "/srv (rw)", 1, { "/srv", "*", true, true, true } },
	{ "/srv pc(rw) (ro)", 2, { "/srv", "*", true, false, true } },
	{ "/srv pc (rw)", 2, { "/srv", "*", true, true, true } },
	{ "/srv 192.168.1.0/24(rw,sync,no_root_squash)",
	  1,
	  { "/srv", "192.168.1.0/24", false, true, false } },
	{ "/srv 0.0.0.0/0(ro)", 1, { "/srv", "0.0.0.0/0", true, false, true } },
	{ "\"/a b\" pc(rw)\n", 1, { "/a b", "pc", false, true, true } },
	{ "/a\\040b pc(rw)\n", 1, { "/a b", "pc", false, true, true } },
	{ "/srv \\\n  *(rw,\\\nro)\n", 1, { "/srv", "*", true, false, true } },
	{ "/srv -rw,no_root_squash a b(root_squash)\n",
	  2,
	  { "/srv", "b", false, true, true } },
	{ "/srv *(rw,sec=krb5p)", 1, { "/srv", "*", false, true, true } },
	{ "/srv *(rw,sec=krb5:sys)", 1, { "/srv", "*", true, true, true } },
	{ "/srv @bureau(rw) # *(rw)\n/b pc\n",
	  2,
	  { "/b", "pc", false, false, true } },
	{ "/srv *(rw)\r\n", 1, { "/srv", "*", true, true, true } },
	{ "words that are no export\n",
	  4,
	  { "words", "export", false, false, true } },
};

static void exports_come_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(exports) / sizeof(exports[0]); i++) {
		struct arena *a = arena_new(1u << 20);
		const struct nfs_export *want = &exports[i].last;
		const struct nfs_export *got;
		struct rows rows;

		rows_init(&rows, a, sizeof(*got));
		assert_true(nfs_exports_parse(&rows, exports[i].text,
		                              strlen(exports[i].text)));
		if (rows.count != exports[i].count)
			fail_msg("%s: %zu rows", exports[i].text, rows.count);
		if (rows.count) {
			got = (struct nfs_export *)rows.data + rows.count - 1;
			if (strcmp(got->path, want->path) != 0 ||
			    strcmp(got->client, want->client) != 0 ||
			    got->world != want->world ||
			    got->writable != want->writable ||
			    got->root_squash != want->root_squash)
				fail_msg("%s: %s %s %d %d %d", exports[i].text,
				         got->path, got->client, got->world,
				         got->writable, got->root_squash);
		}
		arena_free(a);
	}
}

static void memory_runs_out_cleanly(void **state)
{
	struct arena *a = arena_new(64);
	struct rows rows;

	(void)state;
	rows_init(&rows, a, sizeof(struct nfs_export));
	assert_false(nfs_exports_parse(&rows, "/srv *(rw) b c d e", 18));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exports_come_to),
		cmocka_unit_test(memory_runs_out_cleanly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
