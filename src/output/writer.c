/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing rows in any form.
 */
#include "output/writer.h"

Writer *writer_new(const WriterForm *form, const Column *columns, guint count, FILE *stream)
{
	Writer *writer = g_new0(Writer, 1);
	*writer = (Writer){form, columns, count, stream, NULL};
	form->begin(writer);
	return writer;
}

void writer_row(Writer *writer, const Cell *cells)
{
	writer->form->row(writer, cells);
}

void writer_flush(Writer *writer)
{
	writer->form->flush(writer);
	fflush(writer->stream);
}

void writer_free(Writer *writer)
{
	if (writer == NULL)
		return;
	writer_flush(writer);
	writer->form->end(writer);
	g_free(writer);
}
