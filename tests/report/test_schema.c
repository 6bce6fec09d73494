/* SPDX-License-Identifier: Apache-2.0 */
#include "report/document_shape.h"
#include "tests/report/sample.h"

/*
 * The published schema says what the reader's own table says: the same names,
 * the same that must be there, the same limits. That documents satisfy it is
 * tested with a validator, in tests/pages/.
 */
static cJSON *load_schema(void)
{
	struct buf text;
	struct err e = { 0 };
	cJSON *json;

	buf_init(&text, DOCUMENT_BYTES);
	if (!file_read(SOURCE_DIR "/report/document.schema.json", &text, &e))
		fail_msg("%s", e.text);
	json = json_parse(buf_text(&text), text.len, &e);
	if (!json)
		fail_msg("%s", e.text);
	buf_clear(&text);
	return json;
}

static const cJSON *get(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* What "$ref": "#/$defs/NAME" stands for. */
static const cJSON *resolve(const cJSON *root, const cJSON *schema)
{
	const cJSON *ref = get(schema, "$ref");

	if (!ref)
		return schema;
	return get(get(root, "$defs"), strrchr(ref->valuestring, '/') + 1);
}

static bool lists(const cJSON *array, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, array)
		if (cJSON_IsString(item) &&
		    strcmp(item->valuestring, name) == 0)
			return true;
	return false;
}

static double number(const cJSON *schema, const char *name)
{
	const cJSON *item = get(schema, name);

	return item ? item->valuedouble : -1;
}

static void check_shape(const cJSON *root, const cJSON *schema,
                        const struct shape *s, int others);

static void check_choices(const cJSON *schema, const struct member *m)
{
	const cJSON *list = get(schema, "enum");
	int n = 0;

	for (; m->choice(n); n++)
		assert_true(lists(list, m->choice(n)));
	assert_int_equal(cJSON_GetArraySize(list), n);
}

static void check_member(const cJSON *root, const cJSON *schema,
                         const struct member *m)
{
	switch (m->kind) {
	case MEMBER_TEXT:
		assert_int_equal(number(schema, "maxLength"), DOCUMENT_TEXT);
		break;
	case MEMBER_CHOICE:
		check_choices(schema, m);
		break;
	case MEMBER_INT:
		assert_int_equal(number(schema, "minimum"), 0);
		assert_int_equal(number(schema, "maximum"), m->high);
		break;
	case MEMBER_RANGE:
		assert_int_equal(number(get(schema, "items"), "maximum"),
		                 m->high);
		break;
	case MEMBER_OBJECT:
		check_shape(root, schema, m->shape, 0);
		break;
	case MEMBER_TEXTS:
	case MEMBER_NAMES:
	case MEMBER_CIDRS:
		assert_int_equal(number(schema, "maxItems"), m->high);
		break;
	case MEMBER_LIST:
		assert_int_equal(number(schema, "maxItems"), m->high);
		check_shape(root, resolve(root, get(schema, "items")), m->shape,
		            0);
		break;
	case MEMBER_MAPPING:
		assert_int_equal(number(schema, "maxProperties"),
		                 MAPPING_REFERENCES);
		assert_int_equal(
		    number(get(schema, "additionalProperties"), "maxItems"),
		    MAPPING_ITEMS);
		break;
	default:
		break;
	}
}

static void check_shape(const cJSON *root, const cJSON *schema,
                        const struct shape *s, int others)
{
	const cJSON *properties = get(schema, "properties");
	const cJSON *required = get(schema, "required");
	int must = 0;

	for (size_t i = 0; i < s->members; i++) {
		const struct member *m = &s->member[i];
		const cJSON *property = get(properties, m->name);

		if (!property)
			fail_msg("%s: %s is not in the schema", s->noun,
			         m->name);
		if (lists(required, m->name) != (m->need == NEED_MUST))
			fail_msg("%s: who must have %s?", s->noun, m->name);
		must += m->need == NEED_MUST;
		check_member(root, resolve(root, property), m);
	}
	assert_int_equal(cJSON_GetArraySize(properties),
	                 (int)s->members + others);
	assert_int_equal(cJSON_GetArraySize(required), must + others);
}

static void test_schema(void **state)
{
	cJSON *schema = load_schema();

	(void)state;
	/* "format" is read before the table is. */
	check_shape(schema, schema, &document_shape, 1);
	assert_true(lists(get(schema, "required"), "format"));
	assert_int_equal(
	    number(get(get(schema, "properties"), "format"), "const"),
	    DOCUMENT_FORMAT);
	cJSON_Delete(schema);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schema),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
