/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"
#include "store.h"

static struct client client;
static struct db *store;

static int set_up(void **state)
{
	(void)state;
	store = store_fresh(DB_SQLITE);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_end(store);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	client_init(&client, store);
	return 0;
}

static int end(void **state)
{
	(void)state;
	client_clear(&client);
	return 0;
}

/* Every page of routes.def that a role may not see, and what it gets. */
static void pages_are_for_their_roles(void **state)
{
	static const struct {
		const char *method;
		const char *path;
		enum role role;
	} routes[] = {
#define ROUTE(method, path, role, kind, handler) { method, path, role },
#include "coordinator/routes.def"
#undef ROUTE
	};

	(void)state;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		for (int role = ROLE_NOBODY; role < (int)routes[i].role;
		     role++) {
			bool get = strcmp(routes[i].method, "GET") == 0;
			int status;

			client.role = (enum role)role;
			client.account = role == ROLE_NOBODY ? "" : "x";
			status = get ? client_get(&client, routes[i].path)
			             : client_post(&client, routes[i].path, "");
			if (role == ROLE_NOBODY) {
				assert_int_equal(status, 303);
				assert_true(text_begins(client.out.location,
				                        "/connexion"));
			} else if (status != 403) {
				fail_msg("%s: %d", routes[i].path, status);
			}
		}
}

static void a_form_without_its_token_changes_nothing(void **state)
{
	static const struct {
		const char *method;
		const char *path;
		enum route_kind kind;
	} routes[] = {
#define ROUTE(method, path, role, kind, handler) { method, path, kind },
#include "coordinator/routes.def"
#undef ROUTE
	};

	(void)state;
	client.forged = true;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (strcmp(routes[i].method, "POST") != 0 ||
		    routes[i].kind == ROUTE_API)
			continue;
		assert_int_equal(client_post(&client, routes[i].path, ""), 403);
		assert_int_equal(
		    client_post(&client, routes[i].path, "csrf=wrong"), 403);
		assert_int_equal(client_post(&client, routes[i].path, "csrf="),
		                 403);
	}
}

static void what_is_not_there_is_told(void **state)
{
	(void)state;
	assert_int_equal(client_get(&client, "/absent"), 404);
	assert_int_equal(client_get(&client, "/communes/01001/absent"), 404);
	assert_int_equal(client_get(&client, "/style/"), 404);
	assert_int_equal(client_get(&client, "/robots.txt/"), 404);
	assert_int_equal(client_get(&client, "/deconnexion"), 405);
	assert_string_equal(client.out.allow, "POST");
	assert_int_equal(client_post(&client, "/robots.txt", ""), 405);
	assert_string_equal(client.out.allow, "GET");
}

static void the_frame_is_for_who_sees_it(void **state)
{
	(void)state;
	assert_int_equal(client_get(&client, "/absent"), 404);
	assert_true(client_has(&client, "<html lang=\"fr\">"));
	assert_true(client_has(&client, "href=\"#main\""));
	assert_true(client_has(&client, "<main id=\"main\""));
	assert_true(client_has(&client, "action=\"/deconnexion\""));
	assert_true(client_has(&client, "href=\"/reglages\""));
	assert_true(client_has(&client, "value=\"" CLIENT_CSRF "\""));
	client.role = ROLE_READER;
	client.lang = LANG_EN;
	assert_int_equal(client_get(&client, "/absent"), 404);
	assert_true(client_has(&client, "<html lang=\"en\">"));
	assert_false(client_has(&client, "href=\"/reglages\""));
	client.role = ROLE_NOBODY;
	assert_int_equal(client_get(&client, "/absent"), 404);
	assert_false(client_has(&client, "<nav"));
	assert_false(client_has(&client, "/deconnexion"));
}

static void what_people_wrote_is_inert_in_the_frame(void **state)
{
	static const char sql[] =
	    "INSERT INTO setting (name, value) VALUES ('name', $1)";
	struct err e;

	(void)state;
	assert_true(db_run(store, sql,
	                   DB_VALUES(db_text("<script>alert(1)</script>\"")),
	                   NULL, &e));
	client.account = "<b onclick=x>";
	assert_int_equal(client_get(&client, "/%3Cscript%3E?lang=%22%3E%3Cb"),
	                 404);
	assert_false(client_has(&client, "<script"));
	assert_false(client_has(&client, "<b "));
	assert_true(client_has(&client, "&lt;script&gt;alert(1)"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(pages_are_for_their_roles),
		CASE(a_form_without_its_token_changes_nothing),
		CASE(what_is_not_there_is_told),
		CASE(the_frame_is_for_who_sees_it),
		CASE(what_people_wrote_is_inert_in_the_frame),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
