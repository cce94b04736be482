/* SPDX-License-Identifier: Apache-2.0
 *
 * Quoted headers by language, as the mail programs that people use write them. To add a language or
 * a program, add words or a row, and a sample to tests/unit/mail/text/quote-header.c.
 */
#include "mail/text/quote-header.h"

#define FIELDS(language_, from_, date_, to_, cc_, subject_)                                        \
	{                                                                                          \
		.language = (language_), .form = QUOTE_FIELDS, .names = {                          \
			[QUOTE_FROM] = (from_),                                                    \
			[QUOTE_DATE] = (date_),                                                    \
			[QUOTE_TO] = (to_),                                                        \
			[QUOTE_CC] = (cc_),                                                        \
			[QUOTE_SUBJECT] = (subject_),                                              \
			[QUOTE_OTHER] = ""                                                         \
		}                                                                                  \
	}
#define ATTRIBUTION(language_, patterns_)                                                          \
	{                                                                                          \
		.language = (language_), .form = QUOTE_ATTRIBUTION, .patterns = (patterns_)        \
	}
#define DIVIDER(language_, patterns_)                                                              \
	{                                                                                          \
		.language = (language_), .form = QUOTE_DIVIDER, .patterns = (patterns_)            \
	}

/* clang-format off */
const QuoteHeaderRow quote_header_rows[] = {
	FIELDS("en",
		"from", "sent|date|sent at|date sent", "to", "cc|copy to", "subject|re"),
	FIELDS("ja",
		"差出人|送信者|送信元|発信者|発信元|from",
		"送信日時|送信日|日時|日付|受信日時|送信時刻|date|sent",
		"宛先|宛名|送信先|受信者|to", "cc|写し|同報", "件名|題名|表題|タイトル|subject"),
	FIELDS("de",
		"von", "gesendet|datum|gesendet am|gesendet von", "an", "cc|kopie", "betreff"),
	FIELDS("fr",
		"de|expéditeur", "envoyé|date|envoyé le|date d'envoi", "à|destinataire|pour",
		"cc|copie à|copie", "objet|sujet"),
	FIELDS("es",
		"de|remitente", "enviado el|enviado|fecha|enviada el", "para", "cc|con copia",
		"asunto"),
	FIELDS("it",
		"da|mittente", "inviato|data|inviato il", "a|destinatario", "cc|c.c", "oggetto"),
	FIELDS("pt",
		"de|remetente", "enviada em|enviado|enviado em|enviada|data", "para", "cc|c/c",
		"assunto"),
	FIELDS("nl",
		"van", "verzonden|datum|verstuurd", "aan", "cc|kopie", "onderwerp"),
	FIELDS("pl",
		"od|nadawca", "wysłano|data|wysłane", "do", "dw|dw.|cc|kopia", "temat"),
	FIELDS("ru",
		"от|от кого", "отправлено|дата", "кому", "копия", "тема"),
	FIELDS("cs",
		"od", "odesláno|datum|odesláno dne", "komu", "kopie|cc", "předmět"),
	FIELDS("sv",
		"från", "skickat|datum|skickat den", "till", "kopia|cc", "ämne"),
	FIELDS("da",
		"fra", "sendt|dato", "til", "cc|kopi|kopi til", "emne"),
	FIELDS("fi",
		"lähettäjä", "lähetetty|päiväys|pvm", "vastaanottaja", "kopio|cc", "aihe"),
	FIELDS("tr",
		"kimden|gönderen", "gönderildi|tarih|gönderme tarihi", "kime|alıcı", "bilgi|cc",
		"konu"),
	FIELDS("zh",
		"发件人|寄件者|寄件人|發件人",
		"发送时间|日期|傳送時間|寄件日期|时间|發送時間|发送日期", "收件人|收件者",
		"抄送|副本", "主题|主旨|標題|主題"),
	FIELDS("ko",
		"보낸 사람|보낸사람|발신인", "보낸 날짜|보낸날짜|날짜|보낸 시간",
		"받는 사람|받는사람|수신인", "참조", "제목"),
	/* Fields that may stand in a block of any language. */
	{.language = "", .form = QUOTE_FIELDS, .names = {"", "", "", "",  "",
		"reply-to|bcc|importance|priority|attachments|attachment|sensitivity|organization|"
		"newsgroups|mailed-by|signed-by|security|list-id|message-id|references|in-reply-to|"
		"resent-from|via|sender|x-mailer|return-path|添付ファイル|重要度|返信先|anlagen|"
		"wichtigkeit|antwort an|pièces jointes|répondre à|datos adjuntos|importancia|"
		"allegati|priorità|anexos|prioridade|bijlagen|prioriteit|附件|첨부|załączniki|"
		"вложения|přílohy|bilagor|vedhæftede filer"}},

	ATTRIBUTION("en",
		"on {n} wrote|on {n} writes|on {n} said|at {n} wrote|{n} wrote on {d}|"
		"{n} writes on {d}|{n} wrote the following on {d}|in article {i} {n} writes|"
		"in article {i} {n} wrote|in message {i} {n} writes|in message {i} {n} wrote|"
		"on {d} in message {i} {n} wrote|quoting {n}|{n} wrote in message {i}|"
		"once upon a time, {n} said|once upon a time, {n} wrote|{n} wrote|{n} writes|"
		"{n} said"),
	ATTRIBUTION("ja",
		"{d}に{n}さんは書きました|{n}さんは書きました|{n}さんが書きました|{n}は書きました|{n}さんのメール|"
		"{n}のメール|{n}さんからのメール|{n}が書きました|"
		"{n}さん wrote|{n}さんは"),
	ATTRIBUTION("de",
		"am {d} schrieb {n}|{n} schrieb am {d}|am {d} hat {n} geschrieben|"
		"{d} schrieb {n}|{n} schrieb|am {d} schrieben {n}|{n} schreibt"),
	ATTRIBUTION("fr",
		"le {n} a écrit|{n} a écrit le {d}|{n} a écrit|le {n} écrit|{n} écrivait|"
		"{n} écrit"),
	ATTRIBUTION("es",
		"el {n} escribió|en {n} escribió|{n} escribió el {d}|{n} escribió|{n} escribe|"
		"el {n} ha escrito"),
	ATTRIBUTION("it",
		"il giorno {n} ha scritto|in data {n} ha scritto|il {n} ha scritto|"
		"{n} ha scritto il {d}|{n} ha scritto|il {n} scrive|{n} scrive|{n} scriveva"),
	ATTRIBUTION("pt",
		"em {n} escreveu|no dia {n} escreveu|a {n} escreveu|{n} escreveu em {d}|"
		"{n} escreveu|às {n} escreveu"),
	ATTRIBUTION("nl",
		"op {d} schreef {n}|{n} schreef op {d}|"
		"op {d} heeft {n} het volgende geschreven|op {d} heeft {n} geschreven|"
		"{n} schreef|{n} schrijft"),
	ATTRIBUTION("pl",
		"w dniu {n} pisze|w dniu {n} napisał(a)|w dniu {n} napisał|w dniu {n} napisała|"
		"dnia {n} napisał(a)|dnia {n} napisał|{n} napisał(a)|{n} napisał|{n} napisała|"
		"{n} pisze"),
	ATTRIBUTION("ru",
		"{d} пользователь {n} написал|{n} пишет|{n} писал(а)|{n} писал|{n} написал(а)|"
		"{n} написал|{n} написала"),
	ATTRIBUTION("cs",
		"dne {n} napsal(a)|dne {n} napsal|{n} napsal(a)|"
		"{n} napsal|{n} píše"),
	ATTRIBUTION("sv",
		"den {d} skrev {n}|{n} skrev den {d}|{d} skrev {n}|{n} skrev"),
	ATTRIBUTION("fi",
		"{n} kirjoitti {d}|{n} kirjoitti"),
	ATTRIBUTION("tr",
		"{n} şunu yazdı|{d} tarihinde {n} yazdı|{n} yazdı"),
	ATTRIBUTION("zh",
		"在 {n} 写道|在{n}写道|于 {n} 写道|{n} 于{d}写道|{n}写道|於 {n} 寫道|"
		"在 {n} 寫道|{n} 於 {d} 寫道|{n}寫道"),
	ATTRIBUTION("ko",
		"{d}에 {n}님이 작성|{n}님이 작성|{n}님이 쓴 글|{n}님이 쓰신 글"),
	/* A date, a name and an address, whatever the language: only this one needs both. */
	ATTRIBUTION("",
		"{n}"),

	DIVIDER("en",
		"original message|forwarded message|original appointment|forwarded by|"
		"begin forwarded message|reply message|original mail|forwarded mail|"
		"reply separator|forwarded original message|message from"),
	DIVIDER("ja",
		"元のメッセージ|元のメール|転送メッセージ|転送されたメッセージ|転送メール|"
		"転送元メッセージ|返信元メッセージ|オリジナルメッセージ|original message from|"
		"原文"),
	DIVIDER("de",
		"ursprüngliche nachricht|originalnachricht|original-nachricht|"
		"weitergeleitete nachricht|originalmail|anfang der weitergeleiteten nachricht|"
		"anfang der weitergeleiteten e-mail|weitergeleitet"),
	DIVIDER("fr",
		"message d'origine|message d’origine|message original|message transféré|"
		"message initial|message forwardé|début du message transféré|"
		"début du message réexpédié|e-mail d'origine|e-mail transféré"),
	DIVIDER("es",
		"mensaje original|mensaje reenviado|forwarded message|"
		"inicio del mensaje reenviado|mensaje enviado originalmente"),
	DIVIDER("it",
		"messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|"
		"messaggio originario"),
	DIVIDER("pt",
		"mensagem original|mensagem encaminhada|mensagem reencaminhada|"
		"início da mensagem encaminhada|início da mensagem reencaminhada"),
	DIVIDER("nl",
		"oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|"
		"begin doorgestuurd bericht|oorspronkelijke bericht"),
	DIVIDER("pl",
		"oryginalna wiadomość|wiadomość oryginalna|wiadomość przekazana|"
		"treść przekazanej wiadomości|treść oryginalnej wiadomości"),
	DIVIDER("ru",
		"исходное сообщение|пересылаемое сообщение|пересланное сообщение|"
		"оригинальное сообщение|конец пересылаемого сообщения"),
	DIVIDER("cs",
		"původní zpráva|přeposlaná zpráva|původní e-mail|přeposlaný e-mail"),
	DIVIDER("sv",
		"ursprungligt meddelande|vidarebefordrat meddelande|originalmeddelande|"
		"vidarebefordrat brev"),
	DIVIDER("da",
		"oprindelig meddelelse|videresendt meddelelse|original meddelelse|"
		"opprinnelig melding|videresendt melding|oprindelig besked"),
	DIVIDER("fi",
		"alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti"),
	DIVIDER("tr",
		"özgün ileti|orijinal mesaj|iletilen mesaj|yönlendirilmiş mesaj"),
	DIVIDER("zh",
		"原始邮件|原始郵件|原邮件|转发邮件|轉寄郵件|转发的邮件|原始信件|邮件原件|"
		"轉寄的郵件|转发邮件信息"),
	DIVIDER("ko",
		"원본 메시지|원본 메일|전달된 메시지|original message|전달 메시지"),
};
/* clang-format on */

const gsize quote_header_row_count = G_N_ELEMENTS(quote_header_rows);
