/* SPDX-License-Identifier: Apache-2.0
 *
 * Compound File Binary ([MS-CFB]: doc, xls, ppt, msi, msg), read flat: the directory is a list
 * here, never a tree, so that a hostile one costs linear time and no stack. Damage is told and what
 * can be read is read.
 */
#pragma once

#include "base/span.h"

typedef enum {
	OLE_VBA = 1 << 0,
	OLE_XLM = 1 << 1,       /* Excel 4 macro sheet */
	OLE_ENCRYPTED = 1 << 2, /* password or rights management */
	OLE_INSTALLER = 1 << 3, /* a Windows Installer package, patch or transform */
	OLE_MESSAGE = 1 << 4,   /* an Outlook message */
	OLE_DAMAGED = 1 << 5,   /* header, tables or directory do not hold together */
} OleMarks;

/* A file that is packed into a document ("Package" object). NAME is valid UTF-8; both last for the
 * call only. */
typedef void (*OlePackageFunc)(gpointer data, const char *name, Span content);

/* What FILE holds, as OleMarks. ON_PACKAGE (may be NULL) is called for the first few packed files.
 * FILE may also be a bare Excel workbook from before compound files. */
guint ole_look(Span file, OlePackageFunc on_package, gpointer data);
