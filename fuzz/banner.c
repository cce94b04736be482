/* SPDX-License-Identifier: Apache-2.0
 *
 * Banners in any message: the body keeps what was behind the header, and an edited message can be
 * read and edited again.
 */
#include <stdint.h>

#include "mail/banner/banner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const Banner banner = {.text = "注意\r\n", .plain = "Caution\r\n", .html = "<p>!</p>"};
	g_auto(BannerEdit) edit = {0}, again = {0};
	if (!banner_insert(span_new(data, size), &banner, &edit))
		return 0;
	g_assert_cmpuint(edit.body->len, >, 0);
	g_autoptr(GByteArray) message = g_byte_array_new();
	g_autofree char *header = g_strdup_printf(
		"Content-Type: %s\r\n\r\n", edit.type != NULL ? edit.type : "text/html");
	g_byte_array_append(message, (const guint8 *)header, (guint)strlen(header));
	g_byte_array_append(message, edit.body->data, edit.body->len);
	banner_insert(span_new(message->data, message->len), &banner, &again);
	return 0;
}
