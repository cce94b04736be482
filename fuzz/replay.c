/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a fuzz target over committed inputs, without a fuzzer: `replay-<name> FOLDER...`. Each input
 * is given whole and cut short at a number of places, in a block of exactly its size, so that a
 * sanitizer sees the first byte read past its end. One TAP point for each folder.
 */
#include <errno.h>
#include <glib.h>
#include <stdint.h>

/* How many cut versions of one input are tried. */
#define CUTS 16
/* An input over this is not cut: that is a test of endurance, not of edges. */
#define CUT_MAXIMUM (64 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* A target that has to prepare something (open converters) defines this, as for libFuzzer. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

static void run(const char *data, gsize length)
{
	/* malloc and not g_memdup2: for length 0 it must be a block too. */
	uint8_t *copy = malloc(length ? length : 1);

	g_assert_nonnull(copy);
	if (length)
		memcpy(copy, data, length);
	LLVMFuzzerTestOneInput(copy, length);
	free(copy);
}

static gboolean run_file(const char *path)
{
	g_autofree char *data = NULL;
	gsize length;

	if (!g_file_get_contents(path, &data, &length, NULL))
		return FALSE;
	/* Said before it is run: after a crash the last line names the culprit. */
	g_print("# %s\n", path);
	run(data, length);
	if (length <= CUT_MAXIMUM)
		for (gsize cut = 0; cut < CUTS && cut < length; cut++)
			run(data, length * cut / CUTS);
	return TRUE;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* How many inputs of FOLDER were run; 0 when there are none or one cannot be read. */
static guint run_folder(const char *folder)
{
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (directory && (name = g_dir_read_name(directory)))
		g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		if (!run_file(names->pdata[i]))
			return 0;
	return names->len;
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	g_print("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++) {
		guint count = run_folder(argv[i]);

		failed += count == 0;
		g_print("%s %d - %u inputs of %s\n", count ? "ok" : "not ok", i, count, argv[i]);
	}
	return failed || argc < 2;
}
