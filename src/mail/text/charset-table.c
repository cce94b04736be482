/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets of mail, the ICU converter each one means, and the labels of it that ICU lacks or takes
 * for another; at the end what iconv knows besides. After the WHATWG Encoding Standard, with what
 * mail uses besides (variants of Japanese, escape sequences, UTF-7). All that ICU calls one of
 * these belongs to it as well, and what ICU has in addition needs no row (charset-label.c).
 * Converters need no files of their own.
 */
#include "mail/text/charset-table.h"

const CharsetRow charset_rows[] = {
	[CHARSET_UTF8] = {"UTF-8", 0, "utf-8 utf-8-mac utf-8-sig utf8mb4 utf-8n cesu-8"},
	[CHARSET_ASCII] = {"US-ASCII", 0, "us-ascii"},
	[CHARSET_WESTERN] = {"windows-1252", 0,
		"windows-1252 iso-8859-1 iso-latin-1 latin-1 windows-28591 "
		"iso-8859-1-windows-3.1-latin-1"},
	[CHARSET_SHIFT_JIS] = {"ibm-943_P15A-2003", 0,
		"shift_jis sjis-win sjis-open sjis-ms shift_jisx0213 shift_jis-2004 windows-31j "
		"cp932 cp943 windows-932 x-mac-japanese windows-10001"},
	[CHARSET_EUC_JP] = {"euc-jp-2007", 0,
		"euc-jp x-euc eucjp-ms eucjp-win eucjp-open euc-jisx0213 euc-jis-2004 "
		"windows-20932 windows-51932"},
	[CHARSET_ISO_2022_JP] = {"ISO_2022,locale=ja,version=4", CHARSET_STATEFUL,
		"iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 "
		"iso-2022-jp-ms iso-2022-jp-ext windows-50220 windows-50221 windows-50222 jis jis7 "
		"jis8"},
	[CHARSET_UTF16LE] = {"UTF-16LE", CHARSET_STATEFUL,
		"utf-16 utf-16le ucs-2le unicodefeff cp1200"},
	[CHARSET_UTF16BE] = {"UTF-16BE", CHARSET_STATEFUL, "utf-16be ucs-2be unicodefffe"},
	[CHARSET_UTF32] = {"UTF-32", CHARSET_STATEFUL | CHARSET_RARE, "utf-32"},
	[CHARSET_UTF32LE] = {"UTF-32LE", CHARSET_STATEFUL | CHARSET_RARE,
		"utf-32le ucs-4le cp12000"},
	[CHARSET_UTF32BE] = {"UTF-32BE", CHARSET_STATEFUL | CHARSET_RARE,
		"utf-32be ucs-4be cp12001"},
	{"UTF-7", CHARSET_STATEFUL | CHARSET_RARE, "utf-7"},
	{"ISO_2022,locale=ko,version=0", CHARSET_STATEFUL | CHARSET_RARE,
		"iso-2022-kr windows-50225"},
	{"ISO_2022,locale=zh,version=1", CHARSET_STATEFUL | CHARSET_RARE,
		"iso-2022-cn iso-2022-cn-ext iso-2022-cn-cns windows-50227 windows-50229"},
	{"HZ", CHARSET_STATEFUL | CHARSET_RARE, "hz windows-52936"},
	{"gb18030", 0,
		"gb18030 gb2312 gb_2312 gb_2312-80 gb2312_charset gbk cp936 windows-936 "
		"eucgb2312_cn euc-cn "
		"cn-gb windows-20936 windows-51936 x-mac-chinesesimp x-mac-simp-chinese "
		"windows-10008"},
	{"Big5-HKSCS", 0,
		"big5 big5-hkscs cn-big5 chinesebig5 x-x-big5 big5-eten big5-2003 cp950 "
		"windows-950 "
		"windows-951 x-mac-chinesetrad x-mac-trad-chinese windows-10002"},
	{"windows-949-2000", 0,
		"euc-kr ks_c_5601 ks_c_5601-1987 ks_c_5601-1989 ksc_5601 ks_x_1001 windows-949 "
		"cp949 "
		"uhc windows-20949 x-mac-korean windows-10003"},
	{"ISO-8859-2", 0, "iso-8859-2 iso-latin-2"},
	{"ISO-8859-3", 0, "iso-8859-3"},
	{"ISO-8859-4", 0, "iso-8859-4"},
	{"ISO-8859-5", 0, "iso-8859-5"},
	{"ISO-8859-6", 0, "iso-8859-6 csiso88596e csiso88596i"},
	{"ISO-8859-7", 0, "iso-8859-7"},
	{"ISO-8859-8", 0, "iso-8859-8 visual logical csiso88598e csiso88598i windows-38598"},
	{"iso-8859-10", 0, "iso-8859-10"},
	{"ISO-8859-13", 0, "iso-8859-13 l7 latin7"},
	{"iso-8859-14", 0, "iso-8859-14"},
	{"ISO-8859-15", 0, "iso-8859-15 latin-9"},
	{"KOI8-R", 0, "koi8-r koi8 koi"},
	{"KOI8-U", 0, "koi8-u koi8-ru"},
	{"windows-1250", 0, "windows-1250"},
	{"windows-1251", 0, "windows-1251"},
	{"windows-1253", 0, "windows-1253"},
	{"windows-1254", 0, "windows-1254 iso-8859-9"},
	{"windows-1255", 0, "windows-1255"},
	{"windows-1256", 0, "windows-1256"},
	{"windows-1257", 0, "windows-1257"},
	{"windows-1258", 0, "windows-1258"},
	{"windows-874", 0, "windows-874 dos-874 cp874 tis-620 iso-8859-11"},
	{"ibm-866", 0, "ibm866"},
	{"macintosh", 0, "macintosh x-mac-roman"},
	{"x-mac-cyrillic", 0, "x-mac-cyrillic x-mac-ukrainian windows-10017"},
	{"x-mac-ce", CHARSET_RARE, "x-mac-ce mac-latin2 mac-centeuro"},
	{"x-mac-greek", CHARSET_RARE, "x-mac-greek mac-greek"},
	{"x-mac-turkish", CHARSET_RARE, "x-mac-turkish mac-turkish"},
	{NULL, CHARSET_RARE, "x-mac-icelandic mac-iceland mac-is windows-10079", "MAC-IS"},
	{NULL, 0, "iso-8859-16 latin10 l10 iso-ir-226", "ISO-8859-16"},
	/* Letters stand in the place of control characters, too. */
	{NULL, CHARSET_STATEFUL | CHARSET_RARE, "viscii csviscii viscii1.1-1", "VISCII"},
	{NULL, CHARSET_STATEFUL | CHARSET_RARE, "tcvn tcvn-5712 tcvn5712-1", "TCVN5712-1"},
	{NULL, CHARSET_RARE, "koi8-t", "KOI8-T"},
	{NULL, CHARSET_RARE, "armscii-8", "ARMSCII-8"},
	{NULL, CHARSET_RARE, "georgian-ps", "GEORGIAN-PS"},
	{NULL, CHARSET_RARE, "georgian-academy", "GEORGIAN-ACADEMY"},
	{NULL, CHARSET_RARE, "ptcp154 pt154 cyrillic-asian", "PT154"},
	{NULL, CHARSET_RARE, "kz-1048 rk1048 strk1048-2002", "RK1048"},
};

const gsize charset_row_count = G_N_ELEMENTS(charset_rows);
