/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/baseline.h"

#include "checks/baseline_control.h"
#include "core/arena.h"
#include "core/date.h"
#include "core/json.h"

#include <stdlib.h>
#include <string.h>

/* Made at build time from checks/baseline/ (packaging/cmake/embed.cmake). */
extern const unsigned char baseline_data[];
extern const size_t baseline_size;

#define BASELINE_MEMORY (16u << 20) /* bytes; the built-in one takes 1 MB */
#define ROWS_MAX        2000        /* of any list of the file */

/* Read one row of a list. */
typedef bool row_reader(void *row, const cJSON *item, struct arena *a,
                        struct err *e);

static bool read_threshold(void *row, const cJSON *item, struct arena *a,
                           struct err *e)
{
	struct threshold *t = row;

	return json_text(item, "id", true, a, &t->id, e) &&
	       json_int(item, "value", true, 0, INT64_C(1) << 53, &t->value,
	                e) &&
	       json_text(item, "source", true, a, &t->source, e);
}

/* A day, as a time. */
static bool read_day(const cJSON *item, const char *name, struct arena *a,
                     int64_t *out, struct err *e)
{
	const char *text = NULL;

	if (!json_text(item, name, true, a, &text, e))
		return false;
	return date_parse(text, out) ||
	       err_set(e, "\"%s\" is not a day like 2026-11-22", name);
}

static bool read_support(void *row, const cJSON *item, struct arena *a,
                         struct err *e)
{
	struct support_end *s = row;

	if (!json_text(item, "product", true, a, &s->product, e) ||
	    !json_text(item, "cycle", true, a, &s->cycle, e) ||
	    !json_text(item, "name", true, a, &s->name, e) ||
	    !json_text(item, "note", false, a, &s->note, e) ||
	    !read_day(item, "ends", a, &s->ends, e))
		return false;
	/* The last day itself still counts. */
	s->ends += DATE_DAY;
	return true;
}

static bool read_product(void *row, const cJSON *item, struct arena *a,
                         struct err *e)
{
	struct product *p = row;

	return json_text(item, "id", true, a, &p->id, e) &&
	       json_text(item, "name", true, a, &p->name, e) &&
	       json_text(item, "list", true, a, &p->list, e) &&
	       json_text(item, "kind", false, a, &p->kind, e) &&
	       baseline_texts(item, "packages", a, &p->package, &p->packages,
	                      e) &&
	       baseline_texts(item, "units", a, &p->unit, &p->units, e) &&
	       baseline_texts(item, "processes", a, &p->process, &p->processes,
	                      e) &&
	       baseline_texts(item, "paths", a, &p->path, &p->paths, e) &&
	       baseline_texts(item, "programs", a, &p->program, &p->programs,
	                      e) &&
	       baseline_texts(item, "services", a, &p->service, &p->services,
	                      e);
}

static bool read_port(void *row, const cJSON *item, struct arena *a,
                      struct err *e)
{
	struct port_rule *p = row;

	return json_int(item, "port", true, 1, 65535, &p->port, e) &&
	       json_text(item, "transport", true, a, &p->transport, e) &&
	       json_text(item, "service", true, a, &p->service, e) &&
	       json_text(item, "code", true, a, &p->code, e) &&
	       json_bool(item, "severe", true, &p->severe, e);
}

static bool read_lan_port(void *row, const cJSON *item, struct arena *a,
                          struct err *e)
{
	struct lan_port *p = row;

	return json_int(item, "port", true, 1, 65535, &p->port, e) &&
	       json_text(item, "transport", true, a, &p->transport, e) &&
	       json_text(item, "service", true, a, &p->service, e) &&
	       json_text(item, "speaks", false, a, &p->speaks, e) &&
	       json_text(item, "code", false, a, &p->code, e);
}

static bool one_of(const char *name, const char *text, const char *const *list,
                   struct err *e)
{
	for (; *list; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return err_set(e, "\"%s\" is no %s", text, name);
}

static const char *const kinds[] = { "router", "printer", "storage", "computer",
	                             "phone",  "camera",  NULL };

static bool read_admin_page(void *row, const cJSON *item, struct arena *a,
                            struct err *e)
{
	struct admin_page *p = row;

	return json_text(item, "text", true, a, &p->text, e) &&
	       json_text(item, "kind", true, a, &p->kind, e) &&
	       json_text(item, "vendor", false, a, &p->vendor, e) &&
	       one_of("kind of device", p->kind, kinds, e) &&
	       (p->text[0] || err_set(e, "\"text\" is empty"));
}

static bool read_device(void *row, const cJSON *item, struct arena *a,
                        struct err *e)
{
	static const char *const sures[] = { "guess", "likely", "certain",
		                             NULL };
	struct device_rule *d = row;

	return json_text(item, "vendor", false, a, &d->vendor, e) &&
	       json_text(item, "name", false, a, &d->name, e) &&
	       json_text(item, "model", false, a, &d->model, e) &&
	       json_text(item, "product", false, a, &d->product, e) &&
	       json_text(item, "mdns", false, a, &d->mdns, e) &&
	       json_text(item, "ssdp", false, a, &d->ssdp, e) &&
	       json_text(item, "wsd", false, a, &d->wsd, e) &&
	       json_text(item, "netbios", false, a, &d->netbios, e) &&
	       json_int(item, "port", false, 0, 65535, &d->port, e) &&
	       json_text(item, "kind", true, a, &d->kind, e) &&
	       json_text(item, "sure", true, a, &d->sure, e) &&
	       one_of("kind of device", d->kind, kinds, e) &&
	       one_of("degree of certainty", d->sure, sures, e);
}

static bool read_backup_name(void *row, const cJSON *item, struct arena *a,
                             struct err *e)
{
	struct backup_name *n = row;

	return json_text(item, "pattern", true, a, &n->pattern, e) &&
	       json_text(item, "is", true, a, &n->is, e);
}

/* Read the list "name" of json into *rows, count of size bytes each. */
static bool read_list(const cJSON *json, const char *name, row_reader *read,
                      size_t size, struct arena *a, void **rows, size_t *count,
                      struct err *e)
{
	const cJSON *list = json_array(json, name, e);
	const cJSON *item;
	struct err inner;
	size_t i = 0;
	char *row;

	if (!list)
		return false;
	if (cJSON_GetArraySize(list) > ROWS_MAX)
		return err_set(e, "\"%s\" is too long", name);
	row = arena_alloc(a, (size_t)cJSON_GetArraySize(list) + 1, size);
	if (!row)
		return err_set(e, "\"%s\" takes too much memory", name);
	cJSON_ArrayForEach (item, list) {
		if (!read(row + i * size, item, a, &inner))
			return err_set(e, "%s %zu: %s", name, i + 1,
			               inner.text);
		i++;
	}
	*rows = row;
	*count = i;
	return true;
}

static bool read_controls(struct baseline *b, const cJSON *json, struct err *e)
{
	const struct control *control;
	size_t count = 0;
	void *rows = NULL;

	if (!read_list(json, "controls", baseline_control_read,
	               sizeof(*control), b->arena, &rows, &count, e))
		return false;
	control = rows;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(control[i].id, control[j].id) == 0)
				return err_set(e, "control %s is there twice",
				               control[i].id);
	b->control = control;
	b->controls = count;
	return count > 0 || err_set(e, "there are no controls");
}

static bool read_lists(struct baseline *b, const cJSON *json, struct err *e)
{
	struct arena *a = b->arena;
	void *rows = NULL;

	if (!read_list(json, "thresholds", read_threshold,
	               sizeof(*b->threshold), a, &rows, &b->thresholds, e))
		return false;
	b->threshold = rows;
	if (!read_list(json, "support", read_support, sizeof(*b->support), a,
	               &rows, &b->supports, e))
		return false;
	b->support = rows;
	if (!read_list(json, "products", read_product, sizeof(*b->product), a,
	               &rows, &b->products, e))
		return false;
	b->product = rows;
	if (!read_list(json, "ports", read_port, sizeof(*b->port), a, &rows,
	               &b->ports, e))
		return false;
	b->port = rows;
	if (!read_list(json, "lan_ports", read_lan_port, sizeof(*b->lan_port),
	               a, &rows, &b->lan_ports, e))
		return false;
	b->lan_port = rows;
	if (!read_list(json, "devices", read_device, sizeof(*b->device), a,
	               &rows, &b->devices, e))
		return false;
	b->device = rows;
	if (!read_list(json, "admin_pages", read_admin_page,
	               sizeof(*b->admin_page), a, &rows, &b->admin_pages, e))
		return false;
	b->admin_page = rows;
	if (!read_list(json, "backup_names", read_backup_name,
	               sizeof(*b->backup_name), a, &rows, &b->backup_names, e))
		return false;
	b->backup_name = rows;
	return baseline_texts(json, "login_words", a, &b->login_word,
	                      &b->login_words, e) &&
	       baseline_texts(json, "settings_words", a, &b->settings_word,
	                      &b->settings_words, e) &&
	       baseline_texts(json, "public_mail", a, &b->public_mail,
	                      &b->public_mails, e) &&
	       baseline_texts(json, "site_endings", a, &b->site_ending,
	                      &b->site_endings, e) &&
	       baseline_texts(json, "site_tolerated", a, &b->site_tolerated,
	                      &b->site_tolerateds, e) &&
	       baseline_texts(json, "mail_european", a, &b->mail_european,
	                      &b->mail_europeans, e) &&
	       baseline_texts(json, "dkim_selectors", a, &b->dkim_selector,
	                      &b->dkim_selectors, e) &&
	       baseline_messages(json, a, &b->message, &b->messages, e);
}

static bool read_head(struct baseline *b, const cJSON *json, struct err *e)
{
	int64_t format = 0;

	if (!cJSON_IsObject(json))
		return err_set(e, "it is not a baseline");
	if (!json_int(json, "format", true, 0, 1000, &format, e))
		return false;
	if (format != BASELINE_FORMAT)
		return err_set(e,
		               "it has format %d, this program reads format %d",
		               (int)format, BASELINE_FORMAT);
	return json_text(json, "id", true, b->arena, &b->id, e) &&
	       json_text(json, "version", true, b->arena, &b->version, e) &&
	       read_day(json, "made", b->arena, &b->made, e) &&
	       read_day(json, "expires", b->arena, &b->expires, e);
}

struct baseline *baseline_parse(const char *text, size_t len, struct err *e)
{
	cJSON *json = json_parse(text, len, e);
	struct baseline *b = NULL;

	if (!json)
		return NULL;
	b = calloc(1, sizeof(*b));
	if (b)
		b->arena = arena_new(BASELINE_MEMORY);
	if (!b || !b->arena) {
		err_set(e, "out of memory");
		goto failed;
	}
	if (!read_head(b, json, e) || !read_lists(b, json, e) ||
	    !read_controls(b, json, e))
		goto failed;
	cJSON_Delete(json);
	return b;
failed:
	cJSON_Delete(json);
	baseline_free(b);
	return NULL;
}

struct baseline *baseline_builtin(struct err *e)
{
	return baseline_parse((const char *)baseline_data, baseline_size, e);
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	arena_free(b->arena);
	free(b);
}

const struct control *baseline_control(const struct baseline *b, const char *id)
{
	for (size_t i = 0; i < b->controls; i++)
		if (strcmp(b->control[i].id, id) == 0 ||
		    strcmp(b->control[i].id_fr, id) == 0)
			return &b->control[i];
	return NULL;
}

static const struct threshold *find_threshold(const struct baseline *b,
                                              const char *id)
{
	for (size_t i = 0; i < b->thresholds; i++)
		if (strcmp(b->threshold[i].id, id) == 0)
			return &b->threshold[i];
	return NULL;
}

int64_t baseline_number(const struct baseline *b, const char *id)
{
	const struct threshold *t = find_threshold(b, id);

	return t ? t->value : 0;
}

/* Length of cycle if it is a prefix of version that ends at a dot, else 0. */
static size_t prefix(const char *cycle, const char *version)
{
	size_t n = strlen(cycle);

	if (strncmp(version, cycle, n) != 0)
		return 0;
	return version[n] == '\0' || version[n] == '.' || version[n] == '-' ||
	               version[n] == '+' || version[n] == '~'
	           ? n
	           : 0;
}

const struct support_end *baseline_support(const struct baseline *b,
                                           const char *product,
                                           const char *version)
{
	const struct support_end *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < b->supports; i++) {
		size_t n = prefix(b->support[i].cycle, version);

		if (n > longest &&
		    strcmp(b->support[i].product, product) == 0) {
			best = &b->support[i];
			longest = n;
		}
	}
	return best;
}

static const struct message *find_message(const struct message *list,
                                          size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].id, id) == 0)
			return &list[i];
	return NULL;
}

const struct message *baseline_message(const struct baseline *b,
                                       const struct control *c, const char *id)
{
	const struct message *m = find_message(c->message, c->messages, id);

	return m ? m : find_message(b->message, b->messages, id);
}

const struct product *baseline_product(const struct baseline *b,
                                       const char *list, const char *id)
{
	for (size_t i = 0; i < b->products; i++)
		if (strcmp(b->product[i].list, list) == 0 &&
		    strcmp(b->product[i].id, id) == 0)
			return &b->product[i];
	return NULL;
}

const struct choice *question_choice(const struct question *q, const char *id)
{
	for (size_t i = 0; i < q->choices; i++)
		if (strcmp(q->choice[i].id, id) == 0)
			return &q->choice[i];
	return NULL;
}

static bool covers_control(const struct baseline *b, const struct control *old,
                           struct err *e)
{
	const struct control *c = baseline_control(b, old->id);

	/* A baseline may drop a control; what it keeps must be whole. */
	if (!c)
		return true;
	if (old->mode != MODE_MEASURED && !c->question)
		return err_set(e, "control %s has no question", c->id);
	for (size_t i = 0; i < old->messages; i++)
		if (!find_message(c->message, c->messages, old->message[i].id))
			return err_set(e, "control %s has no message \"%s\"",
			               c->id, old->message[i].id);
	return true;
}

bool baseline_covers(const struct baseline *b, const struct baseline *builtin,
                     struct err *e)
{
	for (size_t i = 0; i < builtin->thresholds; i++)
		if (!find_threshold(b, builtin->threshold[i].id))
			return err_set(e, "the threshold %s is missing",
			               builtin->threshold[i].id);
	for (size_t i = 0; i < builtin->messages; i++)
		if (!find_message(b->message, b->messages,
		                  builtin->message[i].id))
			return err_set(e, "the message %s is missing",
			               builtin->message[i].id);
	for (size_t i = 0; i < builtin->controls; i++)
		if (!covers_control(b, &builtin->control[i], e))
			return false;
	return true;
}
