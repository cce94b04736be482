/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of dates: lower-cased where that is an ASCII matter, whole, without a final dot, one
 * space between. English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian,
 * Czech, Swedish, Danish, Norwegian, Finnish, Turkish, Japanese, Chinese, Korean.
 */
#include "mail/text/quote-date-table.h"

const DateWords date_words[] = {
	{DATE_WORD_MONTH, 1,
		"january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari "
		"stycznia "
		"styczeń sty января янв январь ledna leden led tammikuuta tammi ocak oca"},
	{DATE_WORD_MONTH, 2,
		"february feb februar février févr fév febrero febbraio fevereiro fev februari "
		"lutego "
		"luty lut февраля фев февр únor února úno helmikuuta helmi şubat şub"},
	{DATE_WORD_MONTH, 3,
		"march mar märz mär mrz mars marzo março maart mrt marca marzec марта мар март "
		"března "
		"březen bře maaliskuuta maalis mart"},
	{DATE_WORD_MONTH, 4,
		"april apr avril avr abril abr aprile kwietnia kwi kwiecień апреля апр апрель "
		"dubna "
		"duben dub huhtikuuta huhti nisan nis"},
	{DATE_WORD_MONTH, 5,
		"may mai mayo maggio mag maio mei maja maj мая май května květen kvě toukokuuta "
		"touko "
		"mayıs"},
	{DATE_WORD_MONTH, 6,
		"june jun juni juin junio giugno giu junho czerwca cze czerwiec июня июн июнь "
		"června "
		"červen čvn kesäkuuta kesä haziran haz"},
	{DATE_WORD_MONTH, 7,
		"july jul juli juillet juil julio luglio lug julho lipca lip lipiec июля июл июль "
		"července červenec čvc heinäkuuta heinä temmuz tem"},
	{DATE_WORD_MONTH, 8,
		"august aug août aout agosto ago augustus augusti sierpnia sie sierpień августа "
		"авг "
		"август srpna srpen srp elokuuta elo ağustos ağu"},
	{DATE_WORD_MONTH, 9,
		"september sept sep septembre septiembre settembre set setembro września wrz "
		"wrzesień "
		"сентября сен сент сентябрь září zář syyskuuta syys eylül eyl"},
	{DATE_WORD_MONTH, 10,
		"october oct oktober okt octobre octubre ottobre ott outubro out października paź "
		"październik октября окт октябрь října říjen říj lokakuuta loka ekim eki"},
	{DATE_WORD_MONTH, 11,
		"november nov novembre noviembre novembro listopada listopad lis ноября ноя нояб "
		"ноябрь "
		"marraskuuta marras kasım kas"},
	{DATE_WORD_MONTH, 12,
		"december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia "
		"gru "
		"grudzień декабря дек декабрь prosince prosinec pro joulukuuta joulu aralık ara"},
	{DATE_WORD_WEEKDAY, 0,
		"monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri "
		"saturday sat "
		"sunday sun montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa "
		"sonnabend sonntag so lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi "
		"sam "
		"dimanche dim lunes martes miércoles mié jueves jue viernes vie sábado sáb domingo "
		"dom "
		"lunedì martedì mercoledì giovedì gio venerdì sabato sab domenica segunda-feira "
		"segunda seg terça-feira terça ter quarta-feira quarta qua quinta-feira quinta qui "
		"sexta-feira sexta sex maandag ma dinsdag woensdag wo wo donderdag vrijdag vr "
		"zaterdag za "
		"zondag zo poniedziałek pon wtorek wt środa śr czwartek czw piątek pt sobota sob "
		"niedziela niedz понедельник пн вторник вт среда ср четверг чт пятница пт суббота "
		"сб "
		"воскресенье вс måndag mån tisdag tis onsdag ons torsdag tors tor fredag fre "
		"lördag lör "
		"söndag sön mandag man tirsdag tirs lørdag lør søndag søn pondělí po úterý út "
		"středa st "
		"čtvrtek čt pátek pá neděle ne maanantai tiistai keskiviikko torstai perjantai "
		"lauantai "
		"sunnuntai pazartesi salı çarşamba perşembe cuma cumartesi pazar "
		"月 火 水 木 金 土 日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 周一 周二 "
		"周三 周四 "
		"周五 周六 周日 週一 週二 週三 週四 週五 週六 週日 星期一 星期二 星期三 星期四 "
		"星期五 "
		"星期六 星期日 星期天 월 화 수 목 금 토 일 월요일 화요일 수요일 목요일 금요일 "
		"토요일 "
		"일요일"},
	{DATE_WORD_FORENOON, 0, "am a.m 午前 上午 오전"},
	{DATE_WORD_AFTERNOON, 0, "pm p.m 午後 下午 오후"},
	{DATE_WORD_LINK, 0,
		"at um à a las la le alle ore às as de del di of the den kl klo o v ve в om du il "
		"el dia "
		"día uhr on h hs г р dne der dem saat t klokken giorno no tarihinde に"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS, "utc gmt z ut wet"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 4, "cet mez bst west"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 8, "cest mesz eet sast"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 12, "eest msk"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 36, "jst kst"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 40, "aest"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS + 44, "aedt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 12, "brt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 16, "edt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 20, "est cdt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 24, "cst mdt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 28, "mst pdt"},
	{DATE_WORD_ZONE, DATE_ZONE_BIAS - 32, "pst"},
	{DATE_WORD_YEAR, 0, "年 년"},
	{DATE_WORD_MONTH_MARK, 0, "月 월"},
	{DATE_WORD_DAY_MARK, 0, "日 일 号"},
	{DATE_WORD_HOUR_MARK, 0, "時 시 时 點 点"},
	{DATE_WORD_MINUTE_MARK, 0, "分 분"},
};

const gsize date_word_count = G_N_ELEMENTS(date_words);
