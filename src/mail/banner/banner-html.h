/* SPDX-License-Identifier: Apache-2.0
 *
 * The banner of an HTML text: a box that a sender's style sheet can neither move out of sight nor
 * take the place of, in programs that show HTML as a browser does. What those that simplify HTML
 * leave of it is the box.
 */
#pragma once

/* LINES (UTF-8, up to a NULL) in a box, and below them LINK to URL unless that is NULL: the
 * beginning of a document in ASCII, new string. Whatever follows is that document's body; a second
 * <html> or <body> there changes nothing that these say (HTML, 13.2.6.4.7). */
char *banner_html_make(const char *const *lines, const char *url, const char *link);
