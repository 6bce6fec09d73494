/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORT_SIGN_WORDS_H
#define REPORT_SIGN_WORDS_H

#include "core/lang.h"

/*
 * The code of an evidence about a device in plain words: what the device does
 * ("laisse lire un dossier sans mot de passe"), and what to ask of whoever
 * looks after it, as a sentence. NULL for codes that have none; static.
 */
const char *sign_words_does(const char *code, enum lang lang);
const char *sign_words_ask(const char *code, enum lang lang);

#endif
