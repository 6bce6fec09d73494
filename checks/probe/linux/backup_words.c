/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/probe/linux/backup_words.h"

#include "core/text.h"

#include <string.h>

/*
 * An option that is not listed but is likely to be followed by a secret:
 * "--sftp-pass x", "--s3-secret-access-key x", "--header x".
 */
static bool smells(const char *option)
{
	static const char *const smell[] = {
		"pass", "secret", "token", "key",
		"auth", "header", "cred",  "schema"
	};

	if (option[1] != '-' || strchr(option, '='))
		return false;
	for (size_t i = 0; i < sizeof(smell) / sizeof(smell[0]); i++)
		if (strstr(option, smell[i]))
			return true;
	return false;
}

const char *backup_words_next(const struct backup_command *c, size_t *i,
                              const char *const *valued)
{
	while (*i < c->words) {
		const char *word = c->word[(*i)++];
		bool takes = smells(word);

		if (word[0] != '-' || !word[1] ||
		    (*i >= 2 && strcmp(c->word[*i - 2], "--") == 0))
			return word;
		for (const char *const *v = valued; *v; v++)
			takes = takes || strcmp(*v, word) == 0;
		if (takes)
			(*i)++;
	}
	return NULL;
}

const char *backup_words_option(const struct backup_command *c,
                                const char *brief, const char *full)
{
	size_t n = full ? strlen(full) : 0;

	for (size_t i = 1; i < c->words; i++) {
		const char *word = c->word[i];
		const char *next = i + 1 < c->words ? c->word[i + 1] : NULL;

		if (full && strncmp(word, full, n) == 0 && word[n] == '=')
			return word + n + 1;
		if ((full && strcmp(word, full) == 0) ||
		    (brief && strcmp(word, brief) == 0))
			return next;
		if (brief && text_begins(word, brief) && word[1] != '-')
			return word + strlen(brief);
	}
	return NULL;
}

size_t backup_words_find(const struct backup_command *c, const char *word)
{
	for (size_t i = 1; i < c->words; i++)
		if (strcmp(c->word[i], word) == 0)
			return i;
	return 0;
}
