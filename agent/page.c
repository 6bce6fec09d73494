/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/page.h"

#include <stdint.h>

void page_button(struct page_words *p, int id, const char *label,
                 const char *note)
{
	if (p->buttons < PAGE_BUTTONS)
		p->button[p->buttons++] =
		    (struct page_button){ id, label, note };
}

void page_link(struct page_words *p, int id, const char *label)
{
	if (p->links < PAGE_LINKS)
		p->link[p->links++] = (struct page_button){ id, label, NULL };
}

/* The bit of an ASCII letter, 0 for anything else. */
static unsigned letter(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	return c >= 'a' && c <= 'z' ? 1u << (c - 'a') : 0;
}

/* The place of the letter to press: first of all words, then any other. */
static size_t place(const char *label, unsigned used)
{
	for (size_t i = 0; label[i]; i++)
		if ((i == 0 || label[i - 1] == ' ') && letter(label[i]) & ~used)
			return i;
	for (size_t i = 0; label[i]; i++)
		if (letter(label[i]) & ~used)
			return i;
	return SIZE_MAX;
}

void page_mnemonic(struct buf *out, const char *label, unsigned *used)
{
	size_t at = place(label, *used);

	for (size_t i = 0; label[i]; i++) {
		if (i == at) {
			buf_char(out, '&');
			*used |= letter(label[i]);
		}
		if (label[i] == '&')
			buf_char(out, '&');
		buf_char(out, label[i]);
	}
}
