/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COORDINATOR_PAGE_H
#define COORDINATOR_PAGE_H

#include "coordinator/request.h"

/*
 * The frame of every page: head, style, coordinator's name and logo,
 * navigation, who is signed in, language. Content is written between with
 * report/markup.h, which escapes; it stands in <main>, behind an <h1>.
 */

/*
 * Open; title is the id of words; here is the path of the navigation's page
 * that this one belongs to, "/communes", or "".
 */
void page_open(struct request *r, struct response *out, const char *title,
               const char *here);

/* The same with a title that is a text of its own, a commune's name. */
void page_open_text(struct request *r, struct response *out, const char *title,
                    const char *here);
void page_close(struct request *r, struct response *out);

/*
 * A form that posts to path, with its csrf field; closed with </form>. The
 * second one may carry files; its route is a ROUTE_UPLOAD.
 */
void page_form(struct request *r, struct response *out, const char *path,
               const char *class);
void page_form_upload(struct request *r, struct response *out, const char *path,
                      const char *class);

/*
 * A whole page that says one thing: an error, a result. title and text are
 * ids of words, or words. Returns true, to end a handler with.
 */
bool page_say(struct request *r, struct response *out, int status,
              const char *title, const char *text);

#endif
