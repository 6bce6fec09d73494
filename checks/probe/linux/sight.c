/* SPDX-License-Identifier: Apache-2.0 */
/* adjtimex() is Linux's own. */
#define _DEFAULT_SOURCE
#include "checks/probe/linux/sight.h"

#include "checks/probe/hardware.h"
#include "core/text.h"

#include <string.h>
#include <sys/timex.h>

enum tree_result sight_word(const struct probe_context *c, const char *path,
                            char out[128])
{
	enum tree_result r;
	struct buf text;
	char clean[128];
	char *cursor = clean;
	const char *word;

	out[0] = '\0';
	buf_init(&text, 4096);
	r = tree_read(c, path, &text);
	if (r == TREE_OK) {
		text_clean(clean, sizeof(clean), buf_text(&text));
		word = text_word(&cursor);
		if (word)
			memmove(out, word, strlen(word) + 1);
	}
	buf_clear(&text);
	return r;
}

bool sight_any(const struct probe_context *c, const char *const *pattern,
               size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count && !any; i++)
		tree_match(c, pattern[i], &any);
	return any;
}

struct battery {
	const struct probe_context *c;
	bool any;
};

/* A battery of the machine, not of its mouse. */
static bool look_battery(void *ctx, const char *folder)
{
	struct battery *b = ctx;
	char path[TREE_PATH];
	char word[128];

	if (!tree_path(path, "%s/type", folder) ||
	    sight_word(b->c, path, word) != TREE_OK ||
	    strcmp(word, "Battery") != 0)
		return true;
	if (tree_path(path, "%s/scope", folder) &&
	    sight_word(b->c, path, word) == TREE_OK &&
	    strcmp(word, "Device") == 0)
		return true;
	b->any = true;
	return false;
}

enum tri sight_laptop(const struct probe_context *c)
{
	struct battery b = { .c = c };
	char word[128];
	int64_t type = 0;

	if (sight_word(c, "/sys/class/dmi/id/chassis_type", word) == TREE_OK &&
	    text_int(word, 1, 255, &type) && type > 2)
		return hardware_moves(type) ? TRI_YES : TRI_NO;
	/* 1 "other" and 2 "unknown": machines that were badly filled in. */
	tree_glob(c, "/sys/class/power_supply/*", look_battery, &b);
	if (b.any)
		return sight_virtual(c) == TRI_YES ? TRI_NO : TRI_YES;
	return type ? TRI_NO : TRI_UNKNOWN;
}

static bool container(const struct probe_context *c)
{
	static const char *const marks[] = {
		"/.dockerenv",
		"/run/.containerenv",
		"/run/systemd/container",
		"/dev/.lxc-boot-id",
		"/dev/lxd/sock",
	};

	if (sight_any(c, marks, sizeof(marks) / sizeof(marks[0])))
		return true;
	/* OpenVZ: its host has /proc/bc too. */
	return tree_exists(c, "/proc/vz") && !tree_exists(c, "/proc/bc");
}

/* What makers of virtual machines write where hardware has its maker. */
static enum tri dmi_virtual(const struct probe_context *c)
{
	static const char *const files[] = {
		"/sys/class/dmi/id/sys_vendor",
		"/sys/class/dmi/id/product_name",
		"/sys/class/dmi/id/board_vendor",
		"/sys/class/dmi/id/bios_vendor",
	};
	enum tri answer = TRI_UNKNOWN;
	struct buf text;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		buf_init(&text, 4096);
		if (tree_read(c, files[i], &text) == TREE_OK)
			answer = TRI_NO;
		if (answer != TRI_UNKNOWN && hardware_virtual(buf_text(&text)))
			answer = TRI_YES;
		buf_clear(&text);
		if (answer == TRI_YES)
			break;
	}
	return answer;
}

/* The processor's flag; Xen's first domain has it but is the real machine. */
static enum tri flag_virtual(const struct probe_context *c)
{
	enum tri answer = TRI_UNKNOWN;
	const char *flags;
	char word[128];
	struct buf text;

	if (tree_exists(c, "/proc/device-tree/hypervisor"))
		return TRI_YES;
	buf_init(&text, 1u << 22);
	if (tree_read(c, "/proc/cpuinfo", &text) == TREE_OK) {
		flags = strstr(buf_text(&text), "\nflags");
		if (flags) {
			size_t n = strcspn(flags + 1, "\n") + 1;

			text.data[(size_t)(flags - text.data) + n] = '\0';
			answer =
			    strstr(flags, " hypervisor") ? TRI_YES : TRI_NO;
		}
	}
	buf_clear(&text);
	if (answer == TRI_YES &&
	    sight_word(c, "/proc/xen/capabilities", word) == TREE_OK &&
	    strstr(word, "control_d"))
		answer = TRI_NO;
	return answer;
}

enum tri sight_virtual(const struct probe_context *c)
{
	enum tri dmi;
	enum tri flag;

	if (container(c))
		return TRI_YES;
	dmi = dmi_virtual(c);
	flag = flag_virtual(c);
	if (dmi == TRI_YES || flag == TRI_YES)
		return TRI_YES;
	return dmi == TRI_NO || flag == TRI_NO ? TRI_NO : TRI_UNKNOWN;
}

enum tri sight_synchronized(void)
{
	struct timex t = { .modes = 0 };
	int state = adjtimex(&t);

	if (state < 0)
		return TRI_UNKNOWN;
	return state == TIME_ERROR || (t.status & STA_UNSYNC) ? TRI_NO
	                                                      : TRI_YES;
}
