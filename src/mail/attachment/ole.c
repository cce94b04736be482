/* SPDX-License-Identifier: Apache-2.0
 *
 * What the streams of a compound file say: names first, then the few bytes in Excel's, Word's and
 * PowerPoint's own streams that tell of macro sheets and passwords. Sources: [MS-CFB], [MS-DOC],
 * [MS-XLS], [MS-PPT], [MS-OVBA]. libgsf reads the same, but its directory tree recurses: 6 MB of a
 * chained directory end it on its stack.
 */
#include "mail/attachment/ole.h"

#include "base/limits.h"
#include "mail/attachment/ole-file.h"

/* How much of a stream is read for its marks. Sheets are listed early in a workbook. */
#define WORKBOOK_BYTES     LIMIT_MIB(4)
#define PRESENTATION_BYTES LIMIT_MIB(16)
#define PACKAGE_BYTES      LIMIT_MIB(8)
#define PACKAGES           8
#define PACKAGE_MARK       2

/* BIFF records ([MS-XLS] 2.3) */
#define BIFF_EOF        0x000A
#define BIFF_FILEPASS   0x002F
#define BIFF_BOUNDSHEET 0x0085
#define BIFF_MACRO_BOF  0x0040

typedef struct Look {
	OleFile *file;
	guint marks;
	guint packages;
	OlePackageFunc on_package;
	gpointer data;
} Look;

typedef void (*StreamFunc)(Look *look, const OleEntry *entry);

typedef struct NameRow {
	const char *name; /* lower case */
	gboolean storage;
	guint marks;
	StreamFunc read; /* may be NULL */
} NameRow;

static guint16 get_u16(Span bytes, gsize at)
{
	return (guint16)((guchar)bytes.data[at] | (guchar)bytes.data[at + 1] << 8);
}

static Span span_of(const GByteArray *bytes)
{
	return span_new(bytes->data, bytes->len);
}

/* Marks out of the records of a workbook's first substream, which names its sheets. */
static guint workbook_marks(Span stream)
{
	guint marks = 0;
	for (gsize at = 0; at + 4 <= stream.length;) {
		guint type = get_u16(stream, at);
		gsize length = get_u16(stream, at + 2);
		if (type == BIFF_EOF || (type == 0 && length == 0))
			break;
		if (type == BIFF_FILEPASS)
			marks |= OLE_ENCRYPTED;
		if (type == BIFF_BOUNDSHEET && length >= 6 && at + 10 <= stream.length &&
			stream.data[at + 9] == 1)
			marks |= OLE_XLM;
		at += 4 + length;
	}
	/* Behind a password the list of sheets is not to be read. */
	return (marks & OLE_ENCRYPTED) != 0 ? OLE_ENCRYPTED : marks;
}

static void read_workbook(Look *look, const OleEntry *entry)
{
	g_autoptr(GByteArray) stream = ole_file_read(look->file, entry, WORKBOOK_BYTES);
	look->marks |= workbook_marks(span_of(stream));
}

static void read_word(Look *look, const OleEntry *entry)
{
	g_autoptr(GByteArray) stream = ole_file_read(look->file, entry, 512);
	Span fib = span_of(stream);
	if (fib.length >= 12 && (get_u16(fib, 10) & 0x0100) != 0) /* fEncrypted */
		look->marks |= OLE_ENCRYPTED;
}

static void read_current_user(Look *look, const OleEntry *entry)
{
	g_autoptr(GByteArray) stream = ole_file_read(look->file, entry, 512);
	Span user = span_of(stream);
	if (user.length >= 16 && get_u16(user, 12) == 0xC4DF &&
		get_u16(user, 14) == 0xF3D1) /* headerToken */
		look->marks |= OLE_ENCRYPTED;
}

/* PowerPoint keeps VBA in its one stream: a VBAInfoAtom that says fHasMacros. */
static void read_presentation(Look *look, const OleEntry *entry)
{
	static const char atom[] = "\x02\x00\x00\x04\x0C\x00\x00\x00";
	g_autoptr(GByteArray) stream = ole_file_read(look->file, entry, PRESENTATION_BYTES);
	Span rest = span_of(stream);
	while (rest.length > sizeof atom + 8) {
		const char *found = memmem(rest.data, rest.length, atom, sizeof atom - 1);
		if (found == NULL)
			return;
		gsize at = (gsize)(found - rest.data) + sizeof atom - 1;
		if (at + 6 <= rest.length && rest.data[at + 4] == 1)
			look->marks |= OLE_VBA;
		rest = span_from(rest, at);
	}
}

/* The NUL-terminated string at *AT, which is moved behind it; NULL when it does not end. */
static const char *take_string(Span bytes, gsize *at)
{
	Span rest = span_from(bytes, *at);
	const char *end = rest.length == 0 ? NULL : memchr(rest.data, 0, rest.length);
	if (end == NULL)
		return NULL;
	*at += (gsize)(end - rest.data) + 1;
	return rest.data;
}

/* Ole10Native as Packager writes it: size, flags, label, path, more flags, a temporary path, the
 * file. */
static void read_package(Look *look, const OleEntry *entry)
{
	if (look->on_package == NULL || look->packages++ >= PACKAGES)
		return;
	g_autoptr(GByteArray) stream = ole_file_read(look->file, entry, PACKAGE_BYTES);
	Span bytes = span_of(stream);
	if (bytes.length < 6 ||
		get_u16(bytes, 4) != PACKAGE_MARK) /* other programs' data under this name */
		return;
	gsize at = 6;
	const char *label = take_string(bytes, &at);
	const char *path = label == NULL ? NULL : take_string(bytes, &at);
	at += 8;
	if (path == NULL || take_string(bytes, &at) == NULL || at + 4 > bytes.length)
		return;
	gsize length = get_u16(bytes, at) | (gsize)get_u16(bytes, at + 2) << 16;
	Span content = span_from(bytes, at + 4);
	content.length = MIN(content.length, length);
	const char *base = strrchr(path, '\\');
	g_autofree char *name = g_utf8_make_valid(*label != '\0' ? label
						  : base == NULL ? path
								 : base + 1,
		-1);
	look->on_package(look->data, name, content);
}

static const NameRow rows[] = {
	{"_vba_project", FALSE, OLE_VBA, NULL},
	{"_vba_project_cur", TRUE, OLE_VBA, NULL},
	{"vba", TRUE, OLE_VBA, NULL},
	{"macros", TRUE, OLE_VBA, NULL},
	{"encryptedpackage", FALSE, OLE_ENCRYPTED, NULL},
	{"encryptioninfo", FALSE, OLE_ENCRYPTED, NULL},
	{"encryptedsummary", FALSE, OLE_ENCRYPTED, NULL},
	{"\tdrmcontent", FALSE, OLE_ENCRYPTED, NULL},
	{"__properties_version1.0", FALSE, OLE_MESSAGE, NULL},
	{"__nameid_version1.0", TRUE, OLE_MESSAGE, NULL},
	{"workbook", FALSE, 0, read_workbook},
	{"book", FALSE, 0, read_workbook},
	{"worddocument", FALSE, 0, read_word},
	{"current user", FALSE, 0, read_current_user},
	{"powerpoint document", FALSE, 0, read_presentation},
	{"\001ole10native", FALSE, 0, read_package},
};

static void look_at(Look *look, const OleEntry *entry)
{
	/* {000C1084-…} and its neighbours: package, patch, transform */
	static const char installer[] =
		"\x10\x0C\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46";
	guchar first = (guchar)entry->clsid[0];
	if (entry->kind == OLE_ROOT && (first == 0x82 || first == 0x84 || first == 0x86) &&
		memcmp(entry->clsid + 1, installer, sizeof installer - 1) == 0)
		look->marks |= OLE_INSTALLER;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const NameRow *row = &rows[i];
		if (row->storage != (entry->kind == OLE_STORAGE) ||
			strcmp(entry->name, row->name) != 0)
			continue;
		look->marks |= row->marks;
		if (row->read != NULL)
			row->read(look, entry);
	}
}

/* "_VBA_PROJECT" as it stands in a directory: found also where the directory itself cannot be
 * followed. */
static gboolean names_vba(Span file)
{
	static const char name[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T";
	return file.length > 0 && memmem(file.data, file.length, name, sizeof name) != NULL;
}

/* A bare workbook stream: its first record says whether it is a macro sheet. */
static guint bare_workbook_marks(Span file)
{
	guint marks = workbook_marks(file);
	if (file.length >= 8 && get_u16(file, 6) == BIFF_MACRO_BOF)
		marks |= OLE_XLM;
	return marks;
}

guint ole_look(Span file, OlePackageFunc on_package, gpointer data)
{
	if (file.length > 0 && file.data[0] == '\x09')
		return bare_workbook_marks(file);
	gboolean damaged = FALSE;
	g_autoptr(OleFile) ole = ole_file_open(file, &damaged);
	Look look = {.file = ole, .on_package = on_package, .data = data};
	guint count = 0;
	const OleEntry *entries = ole == NULL ? NULL : ole_file_entries(ole, &count);
	for (guint i = 0; i < count; i++)
		look_at(&look, &entries[i]);
	if (damaged && names_vba(file))
		look.marks |= OLE_VBA;
	return look.marks | (damaged ? OLE_DAMAGED : 0);
}
