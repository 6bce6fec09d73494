// SPDX-License-Identifier: Apache-2.0
// How hard a French text is to read, by two published formulas:
//   Kandel and Moles (1958): 207 - 1.015 * words/sentences - 73.6 * syllables/words
//   LIX (Björnsson, 1968): words/sentences + 100 * words over six letters / words
// The syllable count is a heuristic: compare its figures only with themselves.

const VOWELS = 'aeiouyàâäéèêëîïôöùûüÿœæ';
const WORD = /[A-Za-zÀ-ÖØ-öø-ÿœŒ0-9_]+/g;

// Endings in "ent" that are heard, and so are no mute verb ending.
const HEARD_ENT = /(ment|vent|cent|dent|gent|lent|rent|sent|tent|quent)$/;
const MUTE_ENT = /(aient|[^aeiou]issent)$/;

function withoutMuteEnding(word) {
  const cut = word.replace(
    /(?<=[bcdfghjklmnpqrstvwxzçaiouéèêy])(es?|ent)$/,
    (ending) => {
      if (ending !== 'ent') return '';
      return HEARD_ENT.test(word) && !MUTE_ENT.test(word) ? ending : '';
    },
  );
  return [...cut].some((letter) => VOWELS.includes(letter)) ? cut : word;
}

// Letters that are written as vowels and said as consonants.
function asSaid(word) {
  return word
    .replace(/qu/g, 'k')
    .replace(/gu(?=[eéèêi])/g, 'g')
    .replace(/(^|[^aeiouy])i(?=on)/g, '$1j')
    .replace(/y(?=[aeiou])/g, 'j')
    .replace(/i(?=[aeéèo](?!$))/g, 'i');
}

// A run of vowels is one syllable, or two where they are said apart.
function isHiatus(run) {
  return (
    run.length > 1 &&
    /é[aeo]|[ou]é|i[oa](?!u)|aï|oë|éo|éi/.test(run) &&
    !/ieu|iez|ien|ion/.test(run) &&
    !/io|ia/.test(run)
  );
}

export function syllables(word) {
  const letters = word.toLowerCase().replace(/[^a-zàâäéèêëîïôöùûüÿçœæ]/g, '');
  if (letters.length === 0) return 0;
  if (letters.length <= 3) return 1;
  const runs = asSaid(withoutMuteEnding(letters)).match(new RegExp(`[${VOWELS}]+`, 'g')) ?? [];
  const count = runs.reduce((sum, run) => sum + (isHiatus(run) ? 2 : 1), 0);
  return Math.max(1, count);
}

export function sentences(text) {
  return text
    .replace(/([0-9])[.,](?=[0-9])/g, '$1_')
    .split(/[.!?…:;]+(?=\s|$)|\n+/)
    .map((part) => part.trim())
    .filter((part) => /[A-Za-zÀ-ÿ0-9]/.test(part));
}

export function words(sentence) {
  return sentence.match(WORD) ?? [];
}

export function measure(text) {
  const parts = sentences(text);
  const all = parts.flatMap(words);
  const count = all.length;
  const perSentence = count / (parts.length || 1);
  const spoken = all.reduce((sum, w) => sum + (/^\d/.test(w) ? 2 : syllables(w)), 0);
  const long = all.filter((w) => w.length > 6).length;
  return {
    words: count,
    sentences: parts.length,
    longest: Math.max(0, ...parts.map((part) => words(part).length)),
    kandelMoles: 207 - 1.015 * perSentence - (73.6 * spoken) / (count || 1),
    lix: perSentence + (100 * long) / (count || 1),
  };
}
