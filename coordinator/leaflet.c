/* SPDX-License-Identifier: Apache-2.0 */
#include "coordinator/leaflet.h"

#include "coordinator/wording.h"
#include "report/markup.h"

#include <string.h>

/* packaging/windows/LISEZMOI.html and its pictures: leaflet_data.s. */
extern const char leaflet_html[];
extern const char leaflet_html_end[];
extern const char leaflet_1[];
extern const char leaflet_1_end[];
extern const char leaflet_2[];
extern const char leaflet_2_end[];
extern const char leaflet_3[];
extern const char leaflet_3_end[];

/* What is about the commune stands behind it. */
static const char title[] = "<h1>Garde Champêtre</h1>\n";

bool leaflet_write(struct buf *out, const char *commune,
                   const char *coordinator, const char *phone)
{
	size_t len = (size_t)(leaflet_html_end - leaflet_html);
	const char *at = strstr(leaflet_html, title);
	size_t head = at ? (size_t)(at - leaflet_html) + strlen(title) : 0;

	buf_add(out, leaflet_html, head);
	buf_str(out, "<p>");
	wording_html(out, "leaflet-for", LANG_FR, "commune", commune,
	             "coordinator", coordinator, NULL);
	buf_str(out, "</p>\n");
	if (phone) {
		buf_str(out, "<p>");
		wording_html(out, "leaflet-call", LANG_FR, "phone", phone,
		             NULL);
		buf_str(out, "</p>\n");
	}
	buf_add(out, leaflet_html + head, len - head);
	return at && buf_ok(out);
}

const void *leaflet_picture(size_t index, const char **name, size_t *len)
{
	static const struct {
		const char *name;
		const char *data;
		const char *end;
	} list[LEAFLET_PICTURES] = {
		{ "lisezmoi-1.png", leaflet_1, leaflet_1_end },
		{ "lisezmoi-2.png", leaflet_2, leaflet_2_end },
		{ "lisezmoi-3.png", leaflet_3, leaflet_3_end },
	};

	*name = list[index].name;
	*len = (size_t)(list[index].end - list[index].data);
	return list[index].data;
}
