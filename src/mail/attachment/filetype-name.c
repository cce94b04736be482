/* SPDX-License-Identifier: Apache-2.0
 *
 * What a file's name and its declared MIME type claim. A name is read as Windows reads it, since
 * that decides what a double click does: the last extension counts, blanks and dots after it do
 * not.
 */
#include "mail/attachment/filetype.h"

typedef struct Claim {
	const char *word;
	FileType type;
} Claim;

/* Each row: one type and its extensions, each between blanks. */
static const Claim extensions[] = {
	{" txt text log c h cc cpp cxx hpp patch diff csv tsv md rst ini conf cfg json yaml yml "
	 "toml sql tex bib "
	 "sh bash csh zsh py pl pm rb php java go rs lua m r s asm f f90 mk cmake grc po srt vcf "
	 "ldif xml xsd "
	 "xsl css awk sed spec dts dtsi out err dmesg trace nfo ",
		FILE_TEXT},
	{" jpg jpeg jpe jfif png gif bmp dib tif tiff webp heic heif avif ico svg psd wmf emf eps "
	 "ps xpm xbm pnm "
	 "ppm pgm pbm pcx tga jp2 ai dwg dxf raw cr2 nef ",
		FILE_IMAGE},
	{" mp3 mp4 m4a m4v mov avi wav wma wmv mpg mpeg mpe mkv webm ogg ogv oga flac aac amr 3gp "
	 "3g2 mid midi "
	 "flv asf aif aiff opus ",
		FILE_MEDIA},
	{" pdf ", FILE_PDF},
	{" doc xls xlt xla xlm ppt pps ppa vsd mpp wiz ", FILE_OLE},
	{" docx docm dotx dotm xlsx xlsm xltx xltm xlsb xlam pptx pptm potx potm ppsx ppsm ppam "
	 "sldx sldm vsdx "
	 "vsdm thmx xps oxps ",
		FILE_OOXML},
	{" odt ods odp odg odf odb odc ott ots otp otg fodt fods fodp sxw sxc sxi ", FILE_ODF},
	{" rtf ", FILE_RTF},
	{" one onetoc onetoc2 onepkg ", FILE_ONENOTE},
	{" html htm shtml xhtml xht mht mhtml ", FILE_HTML},
	{" js jse vbs vbe vb wsf wsh wsc sct hta bat cmd ps1 ps1xml ps2 psm1 psc1 psd1 msh mshxml "
	 "reg inf "
	 "slk iqy oqy dqy rqy application settingcontent-ms library-ms search-ms appref-ms ade adp "
	 "mda mdb mdz "
	 "mde accda accde accdb mad maf mag mam maq mar mas mat mau mav maw msc chm hlp wcx xbap "
	 "swf "
	 "applescript scpt command terminal workflow jnlp theme themepack diagcab ",
		FILE_SCRIPT},
	{" exe com scr pif cpl dll sys ocx drv msi msp mst msix msixbundle appx appxbundle msu jar "
	 "class "
	 "gadget xll wll apk ipa app run elf ax efi pkg mpkg vxd ",
		FILE_PROGRAM},
	{" lnk url website webloc desktop scf mcf pnf ", FILE_SHORTCUT},
	{" iso img vhd vhdx vmdk dmg udf nrg mdf toast wim vdi qcow2 ", FILE_DISK},
	{" zip zipx rar 7z gz tgz tar bz2 tbz tbz2 xz txz zst tzst lzma lz lz4 z taz cab arj ace "
	 "lzh lha uue uu "
	 "xxe cpio ar zpaq zpq r00 r01 001 hqx sit sitx epub deb rpm ",
		FILE_ARCHIVE},
	{" eml msg rfc822 tnef mbox mime ", FILE_MESSAGE},
	{" ics ical ifb vcs icalendar ", FILE_CALENDAR},
	{" asc sig gpg pgp p7s p7m p7c p7b cer crt der pem pfx p12 key sign minisig ", FILE_KEY},
};

/* MIME types, or their beginnings when they end in "*". The first match wins. */
static const Claim declared_types[] = {
	{"text/html", FILE_HTML},
	{"application/xhtml+xml", FILE_HTML},
	{"text/calendar", FILE_CALENDAR},
	{"application/ics", FILE_CALENDAR},
	{"text/rtf", FILE_RTF},
	{"text/richtext", FILE_TEXT},
	{"text/javascript", FILE_SCRIPT},
	{"text/vbscript", FILE_SCRIPT},
	{"text/x-uri", FILE_SHORTCUT},
	{"text/*", FILE_TEXT},
	{"image/*", FILE_IMAGE},
	{"audio/*", FILE_MEDIA},
	{"video/*", FILE_MEDIA},
	{"message/rfc822", FILE_MESSAGE},
	{"message/delivery-status", FILE_TEXT},
	{"message/disposition-notification", FILE_TEXT},
	{"application/ms-tnef", FILE_MESSAGE},
	{"application/vnd.ms-tnef", FILE_MESSAGE},
	{"application/vnd.ms-outlook", FILE_MESSAGE},
	{"application/pdf", FILE_PDF},
	{"application/x-pdf", FILE_PDF},
	{"application/postscript", FILE_IMAGE},
	{"application/rtf", FILE_RTF},
	{"application/x-rtf", FILE_RTF},
	{"application/msword", FILE_OLE},
	{"application/doc", FILE_OLE},
	{"application/vnd.ms-word.document.macroenabled*", FILE_OOXML},
	{"application/vnd.ms-excel.sheet*", FILE_OOXML},
	{"application/vnd.ms-powerpoint.presentation*", FILE_OOXML},
	{"application/vnd.ms-word", FILE_OLE},
	{"application/vnd.ms-excel", FILE_OLE},
	{"application/vnd.ms-powerpoint", FILE_OLE},
	{"application/msexcel", FILE_OLE},
	{"application/x-msexcel", FILE_OLE},
	{"application/excel", FILE_OLE},
	{"application/mspowerpoint", FILE_OLE},
	{"application/powerpoint", FILE_OLE},
	{"application/vnd.visio", FILE_OLE},
	{"application/vnd.openxmlformats-officedocument*", FILE_OOXML},
	{"application/vnd.oasis.opendocument*", FILE_ODF},
	{"application/onenote", FILE_ONENOTE},
	{"application/msonenote", FILE_ONENOTE},
	{"application/javascript", FILE_SCRIPT},
	{"application/x-javascript", FILE_SCRIPT},
	{"application/ecmascript", FILE_SCRIPT},
	{"application/hta", FILE_SCRIPT},
	{"application/x-bat", FILE_SCRIPT},
	{"application/x-shockwave-flash", FILE_SCRIPT},
	{"application/x-msdownload", FILE_PROGRAM},
	{"application/x-msdos-program", FILE_PROGRAM},
	{"application/x-dosexec", FILE_PROGRAM},
	{"application/x-executable", FILE_PROGRAM},
	{"application/vnd.microsoft.portable-executable", FILE_PROGRAM},
	{"application/java-archive", FILE_PROGRAM},
	{"application/x-java-archive", FILE_PROGRAM},
	{"application/x-msi", FILE_PROGRAM},
	{"application/x-ms-installer", FILE_PROGRAM},
	{"application/x-ms-shortcut", FILE_SHORTCUT},
	{"application/x-iso9660-image", FILE_DISK},
	{"application/x-cd-image", FILE_DISK},
	{"application/x-raw-disk-image", FILE_DISK},
	{"application/x-apple-diskimage", FILE_DISK},
	{"application/zip", FILE_ARCHIVE},
	{"application/x-zip*", FILE_ARCHIVE},
	{"application/x-compress*", FILE_ARCHIVE},
	{"application/gzip", FILE_ARCHIVE},
	{"application/x-gzip", FILE_ARCHIVE},
	{"application/x-gtar*", FILE_ARCHIVE},
	{"application/x-tar", FILE_ARCHIVE},
	{"application/x-bzip*", FILE_ARCHIVE},
	{"application/x-xz", FILE_ARCHIVE},
	{"application/zstd", FILE_ARCHIVE},
	{"application/x-rar*", FILE_ARCHIVE},
	{"application/vnd.rar", FILE_ARCHIVE},
	{"application/rar", FILE_ARCHIVE},
	{"application/x-7z-compressed", FILE_ARCHIVE},
	{"application/vnd.ms-cab-compressed", FILE_ARCHIVE},
	{"application/x-lzh*", FILE_ARCHIVE},
	{"application/x-lha", FILE_ARCHIVE},
	{"application/epub+zip", FILE_ARCHIVE},
	{"application/pgp*", FILE_KEY},
	{"application/pkcs7*", FILE_KEY},
	{"application/x-pkcs7*", FILE_KEY},
	{"application/pkix-cert", FILE_KEY},
	{"application/x-x509*", FILE_KEY},
	{"application/pkcs12", FILE_KEY},
	{"application/x-pkcs12", FILE_KEY},
	{"application/json", FILE_TEXT},
	{"application/xml", FILE_TEXT},
	{"application/x-sh", FILE_TEXT},
	{"application/x-shellscript", FILE_TEXT},
	{"application/x-patch", FILE_TEXT},
	{"application/x-perl", FILE_TEXT},
	{"application/x-python*", FILE_TEXT},
};

/* Least dangerous first. */
static const FileType dangers[] = {
	FILE_UNKNOWN,
	FILE_TEXT,
	FILE_IMAGE,
	FILE_MEDIA,
	FILE_CALENDAR,
	FILE_KEY,
	FILE_PDF,
	FILE_ODF,
	FILE_MESSAGE,
	FILE_RTF,
	FILE_OOXML,
	FILE_OLE,
	FILE_ARCHIVE,
	FILE_HTML,
	FILE_ONENOTE,
	FILE_DISK,
	FILE_SHORTCUT,
	FILE_SCRIPT,
	FILE_PROGRAM,
};

guint filetype_danger(FileType type)
{
	for (guint i = 0; i < G_N_ELEMENTS(dangers); i++)
		if (dangers[i] == type)
			return i;
	return 0;
}

gboolean filetype_is_dangerous(FileType type)
{
	return filetype_danger(type) >= filetype_danger(FILE_HTML);
}

/* Marks that turn the direction of text around, so that "gpj.exe" can be shown as "exe.jpg" (UAX
 * #9). */
static gboolean is_direction(gunichar c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* NAME as Windows would keep it: lower-cased, nothing invisible, no blanks or dots at the end. */
static char *plain_name(const char *name)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar character = g_utf8_get_char(c);
		if (character < ' ' || g_unichar_type(character) == G_UNICODE_FORMAT)
			continue;
		gboolean space = g_unichar_isspace(character);
		g_string_append_unichar(out, space ? ' ' : g_unichar_tolower(character));
	}
	while (out->len > 0 && strchr(" .\"'>", out->str[out->len - 1]) != NULL)
		g_string_truncate(out, out->len - 1);
	return g_strdup(out->str);
}

static FileType type_of_extension(const char *extension)
{
	gsize length = strlen(extension);
	if (length == 0 || length > 20 || strchr(extension, ' ') != NULL)
		return FILE_UNKNOWN;
	g_autofree char *word = g_strdup_printf(" %s ", extension);
	for (gsize i = 0; i < G_N_ELEMENTS(extensions); i++)
		if (strstr(extensions[i].word, word) != NULL)
			return extensions[i].type;
	return FILE_UNKNOWN;
}

FileType filetype_of_name(const char *name)
{
	g_autofree char *plain = plain_name(name);
	const char *dot = strrchr(plain, '.');
	return dot == NULL ? FILE_UNKNOWN : type_of_extension(dot + 1);
}

FileType filetype_of_declared(const char *declared_type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(declared_types); i++) {
		const char *word = declared_types[i].word;
		gsize length = strlen(word);
		gboolean start = word[length - 1] == '*';
		if (start && strncmp(declared_type, word, length - 1) == 0)
			return declared_types[i].type;
		if (strcmp(declared_type, word) == 0)
			return declared_types[i].type;
	}
	return FILE_UNKNOWN;
}

/* Is there a direction override, or a run of blanks that pushes the extension out of sight? */
static gboolean hides_extension(const char *name)
{
	guint blanks = 0;
	for (const char *c = name; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar character = g_utf8_get_char(c);
		if (is_direction(character))
			return TRUE;
		blanks = g_unichar_isspace(character) || character == 0x2800 ? blanks + 1 : 0;
		if (blanks >= 8 && strchr(c, '.') != NULL)
			return TRUE;
	}
	return FALSE;
}

gboolean filetype_name_deceives(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	if (hides_extension(valid))
		return TRUE;
	g_autofree char *plain = plain_name(name);
	char *last = strrchr(plain, '.');
	if (last == NULL || !filetype_is_dangerous(type_of_extension(last + 1)))
		return FALSE;
	*last = '\0';
	const char *first = strrchr(plain, '.');
	FileType shown = first == NULL ? FILE_UNKNOWN
				       : type_of_extension(g_strchomp(plain) + (first + 1 - plain));
	return shown == FILE_PDF || shown == FILE_IMAGE || shown == FILE_MEDIA ||
	       shown == FILE_OLE || shown == FILE_OOXML || shown == FILE_ODF || shown == FILE_RTF ||
	       shown == FILE_ARCHIVE || (shown == FILE_TEXT && strcmp(first, ".txt") == 0);
}
