/* SPDX-License-Identifier: Apache-2.0 */
#include "report/badge.h"

#include "report/markup.h"

#define LETTERS 5

/* Dark enough for white letters: contrast above 4.5 (WCAG 2.2, 1.4.3). */
static const char *const colours[LETTERS] = { "#2c5a41", "#4d5f2a", "#85570c",
	                                      "#94461c", "#7f2a22" };
static const char *const ids[LETTERS] = { "letter-A", "letter-B", "letter-C",
	                                  "letter-D", "letter-E" };

static int rank(char letter)
{
	return letter >= 'A' && letter <= 'E' ? letter - 'A' : -1;
}

const char *badge_word(char letter)
{
	return rank(letter) < 0 ? "letter-none" : ids[rank(letter)];
}

static void name(struct buf *out, char letter, enum lang lang)
{
	char text[] = { letter, '\0' };

	buf_str(out, " role=\"img\" aria-label=\"");
	if (rank(letter) >= 0)
		markup_fill(out, "page-grade", lang, "letter", text, NULL);
	else
		markup_label(out, "letter-none", lang);
	buf_char(out, '"');
}

/* An oval of brass: rim, two rivets, the letter. 120 wide, 104 high. */
static void plaque(struct buf *out, char letter)
{
	const char *fill = rank(letter) < 0 ? "#ffffff" : colours[rank(letter)];
	const char *ink = rank(letter) < 0 ? "#2b3a44" : "#ffffff";

	buf_fmt(out,
	        "<ellipse cx=\"60\" cy=\"52\" rx=\"58\" ry=\"50\" "
	        "fill=\"%s\" stroke=\"#2b3a44\" stroke-width=\"2\"%s/>",
	        fill, rank(letter) < 0 ? " stroke-dasharray=\"7 5\"" : "");
	buf_fmt(out,
	        "<ellipse cx=\"60\" cy=\"52\" rx=\"50\" ry=\"42\" "
	        "fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
	        ink);
	buf_fmt(out,
	        "<circle cx=\"18\" cy=\"52\" r=\"3.5\" fill=\"%s\"/>"
	        "<circle cx=\"102\" cy=\"52\" r=\"3.5\" fill=\"%s\"/>",
	        ink, ink);
	buf_fmt(out,
	        "<text x=\"60\" y=\"75\" text-anchor=\"middle\" "
	        "font-family=\"Georgia, serif\" font-weight=\"bold\" "
	        "font-size=\"64\" fill=\"%s\">%c</text>",
	        ink, rank(letter) < 0 ? '?' : letter);
}

/* Five posts on a rail below the plaque, the first ones full. */
static void fence(struct buf *out, char letter)
{
	int full = rank(letter) < 0 ? 0 : LETTERS - rank(letter);

	buf_str(out, "<path d=\"M6 134h108\" stroke=\"#2b3a44\" "
	             "stroke-width=\"4\"/>");
	for (int i = 0; i < LETTERS; i++)
		buf_fmt(out,
		        "<path d=\"M%d 152v-28l7-9 7 9v28z\" fill=\"%s\" "
		        "stroke=\"#2b3a44\" stroke-width=\"2\"/>",
		        10 + i * 21 + 1, i < full ? "#2b3a44" : "#ffffff");
}

void badge_letter(struct buf *out, char letter, enum lang lang)
{
	buf_str(out, "<svg class=\"badge\" viewBox=\"0 0 120 156\" "
	             "width=\"120\" height=\"156\"");
	name(out, letter, lang);
	buf_char(out, '>');
	plaque(out, letter);
	fence(out, letter);
	buf_str(out, "</svg>\n");
}

void badge_small(struct buf *out, char letter, enum lang lang)
{
	buf_str(out, "<svg class=\"small-badge\" viewBox=\"0 0 120 104\" "
	             "width=\"46\" height=\"40\"");
	name(out, letter, lang);
	buf_char(out, '>');
	plaque(out, letter);
	buf_str(out, "</svg>");
}

void badge_meaning(struct buf *out, char letter, enum lang lang)
{
	char text[] = { letter, '\0' };
	char id[] = "html-mean-X";

	buf_str(out, "<p class=\"grade-word\">");
	if (rank(letter) >= 0) {
		markup_fill(out, "page-grade", lang, "letter", text, NULL);
		buf_str(out, lang == LANG_FR ? "\u00a0: " : ": ");
	}
	markup_label(out, badge_word(letter), lang);
	buf_str(out, "</p>\n");
	id[sizeof(id) - 2] = letter;
	markup_words(out, "p", "lead", rank(letter) < 0 ? "html-mean-none" : id,
	             lang);
}

/* Each verdict has its own outline, to be told apart in black and white. */
static const char *const signs[VERDICT_COUNT] = {
	[VERDICT_UNKNOWN] =
	    "<circle cx=\"12\" cy=\"12\" r=\"10\" fill=\"#fff\" "
	    "stroke=\"#34495a\" stroke-width=\"2\" stroke-dasharray=\"4 2.3\"/>"
	    "<path d=\"M8.8 9.2a3.2 3.2 0 1 1 4.6 2.9c-1 .5-1.4 1-1.4 2.1"
	    "M12 17v.6\" fill=\"none\" stroke=\"#34495a\" stroke-width=\"2.2\" "
	    "stroke-linecap=\"round\"/>",
	[VERDICT_FAIL] = "<path d=\"M12 1.5l10.5 19.5h-21z\" fill=\"#7f2a22\"/>"
			 "<path d=\"M12 9v5.5M12 17.6v.4\" stroke=\"#fff\" "
			 "stroke-width=\"2.4\" stroke-linecap=\"round\"/>",
	[VERDICT_PARTIAL] =
	    "<path d=\"M12 1.5l10.5 10.5-10.5 10.5-10.5-10.5z\" fill=\"#fff\" "
	    "stroke=\"#85570c\" stroke-width=\"2\"/>"
	    "<path d=\"M12 1.5v21l-10.5-10.5z\" fill=\"#85570c\"/>",
	[VERDICT_PASS] =
	    "<circle cx=\"12\" cy=\"12\" r=\"10.5\" "
	    "fill=\"#2c5a41\"/><path d=\"M7 12.5l3.5 3.5 6.5-7.5\" "
	    "fill=\"none\" stroke=\"#fff\" stroke-width=\"2.6\" "
	    "stroke-linecap=\"round\" stroke-linejoin=\"round\"/>",
	[VERDICT_NOT_APPLICABLE] =
	    "<rect x=\"3\" y=\"3\" width=\"18\" height=\"18\" fill=\"#fff\" "
	    "stroke=\"#5c666c\" stroke-width=\"2\"/><path d=\"M8 12h8\" "
	    "stroke=\"#5c666c\" stroke-width=\"2.4\"/>",
};

void badge_verdict(struct buf *out, enum verdict v)
{
	buf_fmt(out,
	        "<svg class=\"sign\" viewBox=\"0 0 24 24\" width=\"24\" "
	        "height=\"24\" aria-hidden=\"true\">%s</svg>",
	        signs[v]);
}
