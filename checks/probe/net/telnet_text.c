/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/net/telnet_text.h"

#include "core/text.h"

#include <string.h>

/* Blank out what a terminal would obey, not show (ECMA-48). */
static void blank_controls(char *text)
{
	for (char *s = text; *s; s++) {
		if (s[0] == '\x1b' && s[1] == '[') {
			*s++ = ' ';
			while (*s && !(*s >= '@' && *s <= '~' && *s != '['))
				*s++ = ' ';
			if (!*s)
				return;
			*s = ' ';
		} else if ((unsigned char)*s < ' ' && *s != '\n') {
			*s = *s == '\r' ? '\n' : ' ';
		}
	}
}

/* Blank out words that ask nobody anything. */
static void blank_phrases(char *text)
{
	static const char *const phrases[] = {
		"password is not set", /* HP JetDirect, before its prompt */
		"last login",
	};

	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
		for (char *s = text; *s; s++) {
			size_t n = strlen(phrases[i]), j = 0;

			while (j < n && s[j] &&
			       (s[j] | 0x20) == (phrases[i][j] | 0x20))
				j++;
			if (j == n)
				memset(s, ' ', n);
		}
}

/* The number that a line of a menu begins with, 0: none. */
static int menu_number(const char *line)
{
	int number = 0;

	line += strspn(line, " \t[(");
	while (*line >= '0' && *line <= '9' && number < 1000)
		number = number * 10 + (*line++ - '0');
	return *line && strchr(".):]-", *line) && line[1] ? number : 0;
}

/* A prompt has little before its sign, and is no rule of ####. */
static bool is_shell(const char *last)
{
	size_t n = strlen(last);

	return n > 0 && n <= 60 && strchr("$#>", last[n - 1]) &&
	       (n == 1 || last[n - 2] != last[n - 1]) && !strchr(last, '<') &&
	       !text_has(last, "://");
}

static bool asks_choice(const char *last)
{
	size_t n = strlen(last);

	return n > 0 && strchr(":?>#=", last[n - 1]);
}

enum telnet_text telnet_text_judge(char *text, const struct baseline *b)
{
	char *cursor = text, *line, *last = NULL;
	int items = 0, number = 0;
	size_t n;

	blank_controls(text);
	blank_phrases(text);
	n = strlen(text);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	for (size_t i = 0; i < b->login_words; i++)
		if (text_has(text, b->login_word[i]))
			return TELNET_TEXT_LOGIN;
	/* The cursor waits behind a prompt, not below it. */
	if (n == 0 || text[n - 1] == '\n')
		return TELNET_TEXT_OTHER;
	while ((line = text_line(&cursor))) {
		line = text_trim(line);
		if (!*line)
			continue;
		last = line;
		/* A menu counts up. */
		if (menu_number(line) > number) {
			number = menu_number(line);
			items++;
		}
	}
	if (last && (is_shell(last) || (items >= 2 && asks_choice(last))))
		return TELNET_TEXT_OPEN;
	return TELNET_TEXT_OTHER;
}
