/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/windows/decode/file_history.h"

#include "checks/probe/net/xml.h"
#include "core/buf.h"
#include "core/text.h"

#include <string.h>

#define WHAT_BYTES 600 /* of the names of folders that are kept */

static void keep(const char **slot, const struct xml *x, struct arena *a)
{
	if (!*slot && x->text[0])
		*slot = arena_strdup(a, x->text);
}

static void add_folder(struct buf *what, const char *folder)
{
	if (folder[0] && what->len + strlen(folder) + 2 < WHAT_BYTES)
		buf_fmt(what, "%s%s", what->len ? ", " : "", folder);
}

static void read_element(const struct xml *x, struct arena *a,
                         struct file_history *out, struct buf *what)
{
	if (strcmp(x->name, "TargetUrl") == 0)
		keep(&out->target, x, a);
	else if (strcmp(x->name, "TargetVolumePath") == 0)
		keep(&out->volume, x, a);
	else if (strcmp(x->name, "TargetBackupStorePath") == 0)
		keep(&out->store, x, a);
	else if (strcmp(x->name, "UserFolder") == 0 ||
	         strcmp(x->name, "Folder") == 0)
		add_folder(what, x->text);
	else if (strcmp(x->name, "DPStatus") == 0)
		out->on = text_same(x->text, "ENABLED")    ? TRI_YES
		          : text_same(x->text, "DISABLED") ? TRI_NO
		                                           : TRI_UNKNOWN;
}

bool file_history_parse(const char *text, size_t len, struct arena *a,
                        struct file_history *out)
{
	struct buf what;
	struct xml x;

	memset(out, 0, sizeof(*out));
	xml_init(&x, text, len);
	if (xml_next(&x) != XML_OPEN ||
	    strcmp(x.name, "DataProtectionUserConfig") != 0)
		return false;
	buf_init(&what, WHAT_BYTES);
	for (enum xml_step step = xml_next(&x); step != XML_END;
	     step = xml_next(&x))
		if (step == XML_CLOSE)
			read_element(&x, a, out, &what);
	if (what.len)
		out->what = arena_strdup(a, buf_text(&what));
	buf_clear(&what);
	return true;
}
