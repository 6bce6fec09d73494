/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/dpkg.h"

#include "checks/probe/linux/lines.h"
#include "core/text.h"

#include <string.h>
#include <strings.h>

/* The value of the field if the line is that field, else NULL. */
static const char *field(const char *line, const char *name, size_t len)
{
	if (strncasecmp(line, name, len) != 0 || line[len] != ':')
		return NULL;
	line += len + 1;
	return line + strspn(line, " \t");
}

static void take(const char *line, const char *name, char *to, size_t size)
{
	const char *value = field(line, name, strlen(name));

	if (value)
		text_clean(to, size, value);
}

/* Most lines of a large list are none of ours: the first letter tells. */
static void read_line(struct dpkg_package *p, const char *line)
{
	switch (line[0]) {
	case 'P':
	case 'p':
		take(line, "Package", p->name, sizeof(p->name));
		break;
	case 'V':
	case 'v':
		take(line, "Version", p->version, sizeof(p->version));
		break;
	case 'A':
	case 'a':
		take(line, "Architecture", p->architecture,
		     sizeof(p->architecture));
		break;
	case 'S':
	case 's':
		take(line, "Status", p->status, sizeof(p->status));
		break;
	case 'M':
	case 'm':
		take(line, "Maintainer", p->maintainer, sizeof(p->maintainer));
		break;
	default:
		break;
	}
}

static void forget(struct dpkg_package *p)
{
	p->name[0] = '\0';
	p->version[0] = '\0';
	p->architecture[0] = '\0';
	p->status[0] = '\0';
	p->maintainer[0] = '\0';
}

bool dpkg_read(const char *path,
               bool (*each)(void *ctx, const struct dpkg_package *p), void *ctx,
               struct err *e)
{
	struct lines *l = lines_open(path, e);
	struct dpkg_package p;
	bool go = true;
	bool ok;

	if (!l)
		return false;
	forget(&p);
	while (go) {
		const char *line = lines_next(l);

		if (line && line[0]) {
			read_line(&p, line);
			continue;
		}
		if (p.name[0] && !(!line && lines_failed(l, e)))
			go = each(ctx, &p);
		forget(&p);
		if (!line)
			break;
	}
	ok = !lines_failed(l, e);
	lines_close(l);
	return ok;
}

bool dpkg_installed(const struct dpkg_package *p)
{
	return p->status[0] && !text_ends(p->status, " not-installed") &&
	       !text_ends(p->status, " config-files");
}
