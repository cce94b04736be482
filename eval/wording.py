# SPDX-License-Identifier: Apache-2.0
"""Words for forged replies: lures, signatures, file names, invented relay accounts.

All texts are our own paraphrases of what defenders have published. Names of relay accounts are put
together from syllables, so that they name nobody; the caller still checks them against the archive.
"""

# What the thief writes above the quotation, by language: opening, request by payload, closing.
OPENINGS = {
    "en": ["Hello,", "Hi,", "Hi {first},", "Dear {first},", "Good morning,", "Good day!", "{name},",
           "Hello {first},", "Greetings,", ""],
    "ja": ["お世話になっております。", "いつもお世話になっております。", "{name} 様\n\nお世話になります。",
           "お疲れ様です。", "ご連絡ありがとうございます。", "{name} 様", "こんにちは。", ""],
    "de": ["Hallo,", "Guten Tag,", "Sehr geehrte Damen und Herren,", "Hallo {first},", ""],
    "fr": ["Bonjour,", "Bonjour {first},", "Cher {name},", ""],
    "es": ["Hola,", "Buenos días,", "Estimado {name}:", ""],
    "it": ["Buongiorno,", "Salve,", "Gentile {name},", ""],
}
REQUESTS = {
    "en": {
        "document": [
            "Please find attached the document we talked about.", "See the attached file.",
            "I have attached the corrected version, please check it today.",
            "As discussed, the details are in the attachment.",
            "Could you look at the attached form and confirm?",
            "The paperwork is attached. Let me know what you think.",
            "Sending you the report once more, see attachment.",
            "Attached is what you asked me for.", "Kindly review the enclosed document urgently.",
            "I forgot to attach this last time.", ""],
        "locked": [
            "Please see the attached archive.", "The files are in the attached zip.",
            "I have put the documents into the archive below.",
            "Attached you will find the protected report.", "Have a look at the files, please.",
            "Here are the papers for your approval."],
        "link": [
            "The document is too large to attach, you can read it here:",
            "Please look at the file by this link:", "I uploaded the papers for you:",
            "The corrected version is here:", "Please confirm the details below:",
            "You can download the report from our server:"],
    },
    "ja": {
        "document": [
            "添付ファイルをご確認ください。", "資料をお送りいたしますので、ご査収ください。",
            "ご依頼の書類を添付いたします。", "修正版を添付しました。至急ご確認をお願いいたします。",
            "請求書を添付いたしますので、ご確認のほどよろしくお願いいたします。",
            "先日の件、添付の通りです。", "添付をご参照ください。"],
        "locked": [
            "添付の圧縮ファイルをご確認ください。", "ファイルをお送りいたします。",
            "資料を圧縮してお送りします。ご査収ください。", "書類一式を添付いたします。"],
        "link": [
            "資料は以下よりダウンロードしてください。", "下記のリンクからご確認ください。",
            "ファイルをアップロードいたしました。", "詳細はこちらをご覧ください。"],
    },
    "de": {
        "document": ["Anbei das besprochene Dokument.", "Bitte beachten Sie den Anhang.",
                     "Im Anhang finden Sie die Unterlagen."],
        "locked": ["Die Unterlagen sind im Archiv.", "Anbei die geschützte Datei."],
        "link": ["Die Datei finden Sie hier:", "Bitte laden Sie das Dokument herunter:"],
    },
    "fr": {
        "document": ["Veuillez trouver le document en pièce jointe.", "Voir le fichier joint.",
                     "Ci-joint le dossier demandé."],
        "locked": ["Les fichiers sont dans l'archive jointe.", "Ci-joint le dossier protégé."],
        "link": ["Le document est disponible ici :", "Merci de consulter le fichier :"],
    },
    "es": {
        "document": ["Adjunto el documento.", "Le envío el archivo adjunto.",
                     "Por favor revise el documento adjunto."],
        "locked": ["Los archivos están en el zip adjunto.", "Adjunto la carpeta protegida."],
        "link": ["El documento está aquí:", "Puede descargar el informe:"],
    },
    "it": {
        "document": ["In allegato il documento richiesto.", "Vedi allegato.",
                     "Si prega di controllare il file allegato."],
        "locked": ["I file sono nell'archivio allegato.", "In allegato la cartella protetta."],
        "link": ["Il documento si trova qui:", "Può scaricare il file:"],
    },
}
PASSWORDS = {
    "en": ["Archive password: {0}", "Password - {0}", "The password is {0}", "Zip pass: {0}",
           "password: {0}"],
    "ja": ["パスワード：{0}", "解凍パスワード: {0}", "パスワードは {0} です。", "PW: {0}",
           "添付ファイルのパスワードは「{0}」です。"],
    "de": ["Passwort: {0}", "Das Kennwort lautet {0}"],
    "fr": ["Mot de passe : {0}", "mot de passe: {0}"],
    "es": ["Contraseña: {0}", "La contraseña es {0}"],
    "it": ["Password: {0}", "La password è {0}"],
}
CLOSINGS = {
    "en": ["Thanks,", "Regards,", "Kind regards,", "Best,", "Thank you", "Best regards,", "Cheers,",
           ""],
    "ja": ["よろしくお願いいたします。", "以上、よろしくお願い申し上げます。", "ご確認をお願いします。",
           "取り急ぎご連絡まで。", ""],
    "de": ["Mit freundlichen Grüßen", "Viele Grüße", "Danke"],
    "fr": ["Cordialement,", "Bien à vous,", "Merci"],
    "es": ["Saludos cordiales,", "Gracias,", "Un saludo"],
    "it": ["Cordiali saluti", "Grazie", "Distinti saluti"],
}
LINK_TEXTS = {
    "en": ["{org}/documents/{word}-{number}.pdf", "View document", "{word}_{number}.docx",
           "https://www.{org}/share/{number}"],
    "ja": ["{org}/download/{number}.pdf", "資料ダウンロード", "請求書_{number}.pdf",
           "https://www.{org}/files/{number}"],
}
FILE_NAMES = {
    "en": ["Mes_{letter}{number}", "INV-{number}", "{word} {number}", "{word}_{date}",
           "Form-{number}", "{number} {word}", "report_{letter}{number}", "Scan_{number}",
           "{word}-{letter}-{number}", "FILE_{number}", "doc {date} {number}"],
    "ja": ["請求書_{number}", "{date}_報告書", "お見積書{number}", "資料 {date}", "ご案内_{number}",
           "別紙{number}", "{word}_{number}", "賞与支給 {date}", "通知_{date}_{number}"],
}
FILE_WORDS = [
    "adjure", "decree", "statistics", "legal paper", "rule", "details", "Payment", "Untitled",
    "Electronic form", "ARCHIVE", "List", "question", "bid", "inquiry", "Copy", "Notice", "Balance",
    "contract", "agenda", "summary", "Overview", "Statement", "order", "charge", "instruct",
    "enjoin"]

# Relay accounts: invented people and firms all over the world.
SYLLABLES = """
    bra cor dal fen gri hol jun kel lor mav nes pol quin ros sil tor ulm ver wen yar zol tam vik
    lus der mon pra cal bel hav ter nor
""".split()
TRADES = """
    logistica contabil metal travel clinica imobiliaria tekstil hotel dental foods motors print
    edu consult agro pharma transport builders garden textiles security insaat elektrik studio
    farm optik
""".split()
TOP_LEVELS = """
    com com com net com.br co.za in it com.mx pl ro com.tr co.id vn gr cl com.ar hu es pt com.co
    pe lk ae cz bg rs com.my ph biz org fr de info co.in ec ke ma
""".split()
RELAY_FIRST = """
    ana marco joao lucia pedro sara ivan elena thabo mehmet rajesh nguyen katarzyna luis fatima
    giorgos andrei paula ahmed sofia jan petra dewi carla miguel olga
""".split()
RELAY_LAST = """
    santos ferreira kaya dlamini popa rossi kowalska garcia mehta tran novak silva yilmaz papas
    lopez moreno ricci wijaya botha horvat costa ramos singh vega nagy duarte
""".split()
RELAY_ROLES = """
    info ventas contabilidad sales admin contato ufficio accounts reservas muhasebe office
    compras hr recepcion finance biuro
""".split()

# Replacements that leave a sentence looking whole (profile E12).
SWAPS = {
    "the": "this", "this": "that", "is": "was", "can": "could", "will": "would", "and": "plus",
    "but": "though", "use": "employ", "using": "with", "problem": "trouble", "question": "matter",
    "please": "kindly", "thanks": "thank you", "need": "require", "try": "attempt",
    "think": "believe", "have": "had", "also": "too", "only": "just", "very": "quite",
    "about": "regarding",
    "because": "since", "so": "thus", "then": "afterwards", "some": "certain", "want": "wish",
    "know": "see", "make": "produce", "get": "obtain", "work": "function", "works": "functions"}
TRACKING = [
    "\n\nThis message was scanned. Reference {0}.", "\n\n[cid:{0}] External sender.",
    "\n\nSent from my phone ({0})", "\n\nUnsubscribe: {0}\n", "\n\n-- \nTicket {0}"]

# Header blocks as mail programs write them: from, sent, to, subject, separator line.
BLOCKS = {
    "en": ("From", "Sent", "To", "Subject", "-----Original Message-----"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "-----元のメッセージ-----"),
    "de": ("Von", "Gesendet", "An", "Betreff", "-----Ursprüngliche Nachricht-----"),
    "fr": ("De", "Envoyé", "À", "Objet", "-----Message d'origine-----"),
    "es": ("De", "Enviado el", "Para", "Asunto", "-----Mensaje original-----"),
    "it": ("Da", "Inviato", "A", "Oggetto", "-----Messaggio originale-----"),
}
ATTRIBUTIONS = {
    "en": ["On {a}, {b} {d}, {Y} at {H}:{M} {name} <{address}> wrote:",
           "On {m}/{d}/{Y} {H}:{M}, {name} wrote:",
           "On {a}, {d} {b} {Y} {H}:{M}:00 +0000\n{name} <{address}> wrote:"],
    "ja": ["{Y}年{m}月{d}日({w}) {H}:{M} {name} <{address}>:", "On {Y}/{m}/{d} {H}:{M}, {name} wrote:",
           "{name} <{address}> さんは書きました："],
    "de": ["Am {d}.{m}.{Y} um {H}:{M} schrieb {name}:",
           "Am {d}. {b} {Y} um {H}:{M} schrieb {name} <{address}>:"],
    "fr": ["Le {d}/{m}/{Y} à {H}:{M}, {name} a écrit :",
           "Le {d}/{m}/{Y}, {name} <{address}> a écrit :"],
    "es": ["El {d}/{m}/{Y} a las {H}:{M}, {name} escribió:",
           "El {d}/{m}/{Y}, {name} <{address}> escribió:"],
    "it": ["Il {d}/{m}/{Y} {H}:{M}, {name} ha scritto:",
           "Il giorno {d}/{m}/{Y} {name} <{address}> ha scritto:"],
}


def pick(rng, table, language):
    """A random entry for LANGUAGE out of TABLE, English where the language is missing."""
    return rng.choice(table.get(language) or table["en"])


def filled(rng, pattern, **more):
    """PATTERN with {word}, {number}, {letter} and {date} put in at random."""
    date = rng.choice(["{1:02d}.{0:02d}.2020", "2020{0:02d}{1:02d}", "{0:02d}-{1:02d}", "{1}_{0}"])
    values = {
        "word": rng.choice(FILE_WORDS), "letter": rng.choice("ABCDEFGHKLMNPRSTVWXYZ"),
        "number": str(rng.randrange(10 ** rng.randint(3, 8), 10 ** 9))[-rng.randint(4, 9):],
        "date": date.format(rng.randint(1, 12), rng.randint(1, 28))}
    return pattern.format(**{**values, **more})


def relay_domain(rng):
    """An invented second-level domain somewhere in the world."""
    stem = "".join(rng.sample(SYLLABLES, rng.randint(3, 4)))
    trade = rng.choice(TRADES)
    forms = [f"{stem}-{trade}", stem + trade, stem + trade, trade + stem, stem, stem]
    return f"{rng.choice(forms)}.{rng.choice(TOP_LEVELS)}"


def relay_local(rng):
    """An invented local part: a person or a role."""
    first, last = rng.choice(RELAY_FIRST), rng.choice(RELAY_LAST)
    forms = [f"{first}.{last}", f"{first[0]}{last}", first, f"{first}_{last}", f"{last}.{first}",
             rng.choice(RELAY_ROLES), f"{first}{rng.randint(1, 99)}"]
    return rng.choice(forms)


def lure(rng, language, kind, name):
    """(opening, request, closing) for a payload of KIND, addressed to NAME."""
    first = name.split()[0].strip(",") if name.split() else ""
    opening = pick(rng, OPENINGS, language).format(name=name, first=first)
    request = rng.choice(REQUESTS[language][kind])
    return opening, request, pick(rng, CLOSINGS, language)
