/* SPDX-License-Identifier: Apache-2.0
 *
 * Labels of charsets and the ICU converter each one means. After the WHATWG Encoding Standard, with
 * the labels that mail uses besides (Japanese variants, Korean and Chinese escape sequences).
 * Converters need no files of their own.
 */
#include "mail/text/charset-table.h"

const CharsetRow charset_rows[] = {
	[CHARSET_UTF8] = {"UTF-8", FALSE,
		"utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 "
		"utf-8-mac "
		"utf8mb4 cp65001 65001"},
	[CHARSET_WESTERN] = {"windows-1252", FALSE,
		"windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 "
		"iso_8859-1:1987 "
		"iso-ir-100 latin1 latin-1 l1 csisolatin1 cp819 ibm819 "
		"iso-8859-1-windows-3.1-latin-1"},
	[CHARSET_SHIFT_JIS] = {"ibm-943_P15A-2003", FALSE,
		"shift_jis shift-jis shiftjis sjis x-sjis ms_kanji csshiftjis windows-31j "
		"cswindows31j windows-932 ms932 cp932 x-ms-cp932 cp943 sjis-win sjis-open "
		"shift_jisx0213"},
	[CHARSET_EUC_JP] = {"euc-jp-2007", FALSE,
		"euc-jp eucjp x-euc-jp cseucpkdfmtjapanese x-euc ujis eucjp-ms eucjp-win "
		"eucjp-open cp51932 x-eucjp"},
	[CHARSET_ISO_2022_JP] = {"ISO_2022,locale=ja,version=4", TRUE,
		"iso-2022-jp iso2022jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 "
		"iso-2022-jp-ms iso-2022-jp-2004 csiso2022jp2 cp50220 cp50221 cp50222 "
		"x-windows-iso2022jp jis jis7 jis8"},
	[CHARSET_UTF16LE] = {"UTF-16LE", TRUE,
		"utf-16 utf-16le utf16 utf16le ucs-2 csunicode iso-10646-ucs-2 unicode "
		"unicodefeff"},
	[CHARSET_UTF16BE] = {"UTF-16BE", TRUE, "utf-16be utf16be unicodefffe"},
	{"ISO_2022,locale=ko,version=0", TRUE, "iso-2022-kr csiso2022kr"},
	{"HZ", TRUE, "hz-gb-2312 hz"},
	{"gb18030", FALSE,
		"gb18030 gb2312 eucgb2312_cn gb_2312-80 gb_2312 gbk x-gbk cp936 ms936 windows-936 "
		"chinese "
		"csgb2312 "
		"csiso58gb231280 iso-ir-58 euc-cn x-euc-cn gb2312-1980 gb-2312"},
	{"Big5-HKSCS", FALSE, "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 windows-950 big-5"},
	{"windows-949-2000", FALSE,
		"euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
		"ksc5601 ksc_5601 windows-949 cp949 ms949 uhc ks_c_5601"},
	{"ISO-8859-2", FALSE,
		"iso-8859-2 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 iso-ir-101 latin2 l2 "
		"csisolatin2 iso-8859-16 iso8859-16"},
	{"ISO-8859-3", FALSE,
		"iso-8859-3 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 iso-ir-109 latin3 l3 "
		"csisolatin3"},
	{"ISO-8859-4", FALSE,
		"iso-8859-4 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 iso-ir-110 latin4 l4 "
		"csisolatin4"},
	{"ISO-8859-5", FALSE,
		"iso-8859-5 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 iso-ir-144 cyrillic "
		"csisolatincyrillic"},
	{"ISO-8859-6", FALSE,
		"iso-8859-6 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 iso-8859-6-e "
		"iso-8859-6-i "
		"iso-ir-127 arabic ecma-114 asmo-708 csiso88596e csiso88596i csisolatinarabic"},
	{"ISO-8859-7", FALSE,
		"iso-8859-7 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 iso-ir-126 greek greek8 "
		"ecma-118 elot_928 sun_eu_greek csisolatingreek"},
	{"iso-8859-8", FALSE,
		"iso-8859-8 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 iso-8859-8-e "
		"iso-8859-8-i "
		"iso-ir-138 hebrew visual logical csiso88598e csiso88598i csisolatinhebrew"},
	{"iso-8859-10", FALSE, "iso-8859-10 iso8859-10 iso885910 iso-ir-157 latin6 l6 csisolatin6"},
	{"ISO-8859-13", FALSE, "iso-8859-13 iso8859-13 iso885913"},
	{"iso-8859-14", FALSE, "iso-8859-14 iso8859-14 iso885914"},
	{"ISO-8859-15", FALSE,
		"iso-8859-15 iso8859-15 iso885915 iso_8859-15 latin9 latin-9 l9 csisolatin9"},
	{"KOI8-R", FALSE, "koi8-r koi8 koi koi8_r cskoi8r"},
	{"KOI8-U", FALSE, "koi8-u koi8-ru"},
	{"windows-1250", FALSE, "windows-1250 cp1250 x-cp1250"},
	{"windows-1251", FALSE, "windows-1251 cp1251 x-cp1251"},
	{"windows-1253", FALSE, "windows-1253 cp1253 x-cp1253"},
	{"windows-1254", FALSE,
		"windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 "
		"iso_8859-9:1989 iso-ir-148 latin5 l5 csisolatin5"},
	{"windows-1255", FALSE, "windows-1255 cp1255 x-cp1255"},
	{"windows-1256", FALSE, "windows-1256 cp1256 x-cp1256"},
	{"windows-1257", FALSE, "windows-1257 cp1257 x-cp1257"},
	{"windows-1258", FALSE, "windows-1258 cp1258 x-cp1258"},
	{"windows-874", FALSE,
		"windows-874 dos-874 tis-620 iso-8859-11 iso8859-11 iso885911 cp874"},
	{"ibm-866", FALSE, "ibm866 866 cp866 csibm866"},
	{"ibm-437", FALSE, "ibm437 437 cp437 cspc8codepage437"},
	{"ibm-850", FALSE, "ibm850 850 cp850 cspc850multilingual"},
	{"macintosh", FALSE, "macintosh mac csmacintosh x-mac-roman"},
	{"x-mac-cyrillic", FALSE, "x-mac-cyrillic x-mac-ukrainian"},
	{"UTF-32", TRUE, "utf-32 utf32"},
};

const gsize charset_row_count = G_N_ELEMENTS(charset_rows);
