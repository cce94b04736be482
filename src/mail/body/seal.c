/* SPDX-License-Identifier: Apache-2.0
 *
 * The outer form only: OpenPGP by its armour, CMS by the head of its DER or BER.
 */
#include "mail/body/seal.h"

#include "mail/body/transfer.h"
#include "mail/bytes.h"
#include "mail/header/parameter.h"

/* No CMS object is shorter than its certificate's name and a signature. */
enum { shortest_cms = 64 };

/* A SEQUENCE of a length that is there, or of none (X.690, 8.1.3). */
static gboolean is_cms(Span bytes)
{
	const guint8 *data = (const guint8 *)bytes.data;
	if (bytes.length < shortest_cms || data[0] != 0x30)
		return FALSE;
	if (data[1] < 0x80)
		return (gsize)data[1] + 2 <= bytes.length;
	gsize digits = data[1] & 0x7f, length = 0;
	for (gsize i = 0; i < digits && digits <= 4; i++)
		length = length << 8 | data[2 + i];
	return digits <= 4 && length + 2 + digits <= bytes.length;
}

static gboolean holds_cms(const Part *part)
{
	g_autofree char *owned = NULL;
	return is_cms(transfer_decode(
		transfer_of(part->encoding), part->body, part->body.length, &owned, NULL));
}

static gboolean begins(const Part *part, const char *words)
{
	g_autofree char *owned = NULL;
	Span text = transfer_decode(
		transfer_of(part->encoding), part->body, part->body.length, &owned, NULL);
	return bytes_begin(bytes_trim(text), words);
}

/* Both children of part INDEX; FALSE when it has not two. */
static gboolean take_two(const Outline *outline, guint index, const Part *ret[2])
{
	guint count = 0;
	for (guint i = index + 1; i < outline->parts->len && count <= 2; i++) {
		const Part *part = outline_part(outline, i);
		if (part->parent != index)
			continue;
		if (count < 2)
			ret[count] = part;
		count++;
	}
	return count == 2;
}

static gboolean is_signature(const Part *part, const char *protocol)
{
	if (!g_str_equal(part->media, protocol))
		return FALSE;
	if (g_str_equal(protocol, "application/pgp-signature"))
		return begins(part, "-----BEGIN PGP SIGNATURE-----");
	return (g_str_equal(protocol, "application/pkcs7-signature") ||
		       g_str_equal(protocol, "application/x-pkcs7-signature")) &&
	       holds_cms(part);
}

static gboolean is_encrypted(const Part *control, const Part *content, const char *protocol)
{
	return g_str_equal(protocol, "application/pgp-encrypted") &&
	       g_str_equal(control->media, protocol) && begins(control, "Version: 1") &&
	       g_str_equal(content->media, "application/octet-stream") &&
	       begins(content, "-----BEGIN PGP MESSAGE-----");
}

gboolean seal_is_real(const Outline *outline, guint index)
{
	const Part *part = outline_part(outline, index);
	const Part *inner[2];
	if (g_str_equal(part->media, "application/pkcs7-mime") ||
		g_str_equal(part->media, "application/x-pkcs7-mime"))
		return holds_cms(part);
	gboolean is_signed = g_str_equal(part->media, "multipart/signed");
	if (!is_signed && !g_str_equal(part->media, "multipart/encrypted"))
		return FALSE;
	g_autofree char *named = parameter_text(part->type, "protocol");
	g_autofree char *protocol = g_ascii_strdown(named, -1);
	if (part->kind != PART_MULTIPART || !take_two(outline, index, inner))
		return FALSE;
	return is_signed ? is_signature(inner[1], protocol)
			 : is_encrypted(inner[0], inner[1], protocol);
}
