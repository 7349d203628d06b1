/* SPDX-License-Identifier: GPL-2.0-only */
/* Text in HTML and in XML: everything there that comes from data goes through this. */
#ifndef EXITBENCH_RENDER_HTML_H
#define EXITBENCH_RENDER_HTML_H

#include <stdio.h>

/* Text of an element or of a quoted attribute. NULL is written as "". */
void html_text(FILE *out, const char *text);

#endif
