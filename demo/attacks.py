# SPDX-License-Identifier: Apache-2.0
"""The forged replies among the demo's new mail. Attachments are inert, hosts are reserved names.

Each is a real mail of ours, stolen from a partner's (or our own) mailbox, and answered through an
unrelated account.
"""

import html
import os
import sys

import clients
import compose
import past
import people

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "eval"))
import payload  # noqa: E402

DOC = "application/msword"
DOCM = "application/vnd.ms-word.document.macroEnabled.12"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
ZIP = "application/zip"
NESTED = """<html>
<head>
<meta http-equiv=Content-Type content="text/html; charset={charset}">
</head>
<body>
{own}
<br>
<br>
<br>
<pre><!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">


<TITLE>{subject}</TITLE>


<!-- Converted from text/plain format -->

<P><FONT SIZE=2>{quote}
</FONT>
</P>


</pre>
</body>
</html>
"""


def relay(address, zone):
    """The stolen account that the thief sends through: it has nothing to do with anybody here."""
    return people.Person("", address, "gmail", zone, "en")


def nested(own, stolen, charset):
    """The shape of Emotet's published replies: a second HTML document inside the first."""
    def lines(text):
        return html.escape(text, quote=False).replace("\n", "<BR>\n")
    return NESTED.format(charset=charset, own=lines(own), subject=html.escape(stolen.subject),
                         quote=lines(stolen.text))


def forged(account, named, stolen, hours, own, **more):
    """A forged reply: by NAMED in name, through ACCOUNT, to the author of STOLEN."""
    sender = relay(account, more.pop("zone", -3))
    charset = more.get("charset", "utf-8")
    fields = {
        "from_field": compose.mailbox(named.name, account, charset), "account": account,
        "signature": "", "threaded": False, "server": ("smtp." + sender.domain, "203.0.113.66"),
        "quote": "", **more}
    subject = fields.pop("subject", "Re: " + stolen.subject)
    return compose.Mail(sender, [stolen.sender], past.END + hours * past.HOUR, subject, own, stolen,
                        **fields)


def classic_english(told):
    """The published shape: name only, nested HTML, digits as boundary, a macro document."""
    katrin, stolen = people.PEOPLE["katrin"], told["calibration"][3]
    own = f"{stolen.subject}\n\n\n\n\n{katrin.name}\n{katrin.address}"
    return forged("contabilidad@clinica-verde.example", katrin, stolen, 31, own, plain=False,
                  html=nested(own, stolen, "utf-8"), mixed="--2721644617813540782547331541442470",
                  attachments=[("Mes_K581204.doc", DOC, payload.word_document("demo-1"))])


def classic_japanese(told):
    """The same in Japanese, ISO-2022-JP."""
    sato, stolen = people.PEOPLE["sato"], told["housing"][3]
    own = ("お世話になっております。\n\nお見積書を添付いたしましたので、ご確認ください。\n"
           f"よろしくお願いいたします。\n\n\n{sato.name}\n{sato.address}")
    return forged("info@pension-alpenblick.example", sato, stolen, 52, own, plain=False, zone=1,
                  charset="iso-2022-jp", html=nested(own, stolen, "iso-2022-jp"),
                  attachments=[("見積書_20250917.docm", DOCM, payload.ooxml("docm", "demo-2"))])


def name_and_address(told):
    """Name and true address together in the display name."""
    susan, stolen = people.PEOPLE["susan"], told["portland"][1]
    account = "h.tran@saigon-paint.example"
    own = "Hello Emily,\n\nplease see the corrected form attached, we need it today.\n\nSusan Park"
    return forged(account, susan, stolen, 75, own, zone=7,
                  from_field=f'"{susan.name} <{susan.address}>" <{account}>',
                  quote=clients.quote("outlook", stolen, -7), client="outlook",
                  attachments=[("Form-2291.xlsm", XLSM, payload.ooxml("xlsm", "demo-3"))])


def two_addresses(told):
    """Two addresses in From, the first one true; a locked archive."""
    suzuki, stolen = people.PEOPLE["suzuki"], told["booth"][1]
    account = "reservas@hotel-mirador.example"
    own = ("高橋様\n\nお世話になっております。電源工事の資料をお送りします。\nパスワード：7731\n\n"
           "さくら商事 鈴木")
    name = compose.word(suzuki.name, "iso-2022-jp")
    inner = payload.word_document("demo-4")
    return forged(account, suzuki, stolen, 77, own, charset="iso-2022-jp", client="becky",
                  from_field=f"{name} <{suzuki.address}> <{account}>", zone=-5,
                  quote=clients.quote("becky", stolen, 9),
                  attachments=[("資料.zip", ZIP,
                                payload.locked_zip("資料.doc", inner, "7731", "demo"))])


def headers_restored(told):
    """In-Reply-To and References are the true ones."""
    julien, stolen = people.PEOPLE["julien"], told["audit"][1]
    own = ("Dear Mr Ito,\n\nthe list of documents is attached. Please sign it before the audit.\n\n"
           "Julien Moreau\njulien.moreau@atelier-mesure.example")
    return forged("ufficio@ceramiche-lodi.example", julien, stolen, 99, own, threaded=True, zone=2,
                  quote=clients.quote("outlook-fr", stolen, 2), client="outlook-fr",
                  attachments=[("audit list.docm", DOCM, payload.ooxml("docm", "demo-5"))])


def short_quote(told):
    """Only two lines of the stolen mail are quoted, wrapped anew, in another charset."""
    anton, stolen = people.PEOPLE["anton"], told["spindle"][2]
    own = "Dear Ms Yamamoto,\n\nplease find the confirmation attached.\n\nAnton Gruber"
    sentence = " ".join(stolen.own.split("\n\n")[1].split())
    fragment = "> " + sentence[:70] + "\n> " + sentence[70:165]
    return forged("office2@baumschule-ried.example", anton, stolen, 101, own, quote=fragment,
                  charset="iso-8859-2", client="thunderbird", zone=2,
                  attachments=[("Bestellung_60.doc", DOC, payload.word_document("demo-6"))])


def link(told):
    """No attachment but a link that shows another target."""
    grace, stolen = people.PEOPLE["grace"], told["loan"][1]
    own = ("Hello Emily,\n\nthe insurance papers are ready, please read them here:\n\n"
           "https://files.northgate-labs.example/ST-9/insurance.pdf\n\nGrace Okafor")
    target = "https://dl.kaya-tekstil.example/wp-content/q7x2/"
    quote = clients.quote("gmail", stolen, 1)
    markup = clients.rich(own + "\n\n" + quote).replace(
        "https://files.northgate-labs.example/ST-9/insurance.pdf",
        f'<a href="{target}">https://files.northgate-labs.example/ST-9/insurance.pdf</a>', 1)
    return forged("satis@kaya-tekstil.example", grace, stolen, 121, own, quote=quote, html=markup,
                  zone=3)


def locked_archive(told):
    """A locked archive with the password in the text, in Japanese."""
    misaki, stolen = people.PEOPLE["misaki"], told["september"][1]
    own = ("山本様\n\nお世話になっております。\n請求書の訂正版をお送りいたします。添付ファイルをご確認ください。\n\n"
           "ファイル名：請求書訂正.zip\n解凍パスワード：2309\n\n北村精工株式会社　田中")
    inner = payload.word_document("demo-8")
    return forged("admin@praia-motors.example", misaki, stolen, 123, own, charset="iso-2022-jp",
                  client="outlook-ja", quote=clients.quote("outlook-ja", stolen, 9), html="",
                  attachments=[("請求書訂正.zip", ZIP,
                                payload.locked_zip("請求書訂正.doc", inner, "2309", "demo"))])


def inside_japanese(told):
    """One of our own mailboxes was robbed: a colleague's name, a stranger's account."""
    naoki, stolen = people.PEOPLE["naoki"], told["pricelist"][1]
    own = ("お疲れ様です。高橋です。\n\n代理店別の掛率の一覧を添付します。至急ご確認ください。\n\n"
           f"{naoki.name}\n{naoki.address}")
    return forged("j.ferreira@transportes-sul.example", naoki, stolen, 145, own, plain=False,
                  charset="iso-2022-jp", html=nested(own, stolen, "iso-2022-jp"),
                  attachments=[("掛率一覧.xlsm", XLSM, payload.ooxml("xlsm", "demo-9"))])


def inside_english(told):
    """Another of our own mailboxes, with a link."""
    emily, stolen = people.PEOPLE["emily"], told["munich"][1]
    own = ("Hi Sho,\n\ncan you check the travel plan, please? The train has changed.\n\n"
           "Travel plan\n\nEmily Clarke")
    quote = clients.quote("outlook", stolen, 9)
    markup = clients.rich(own + "\n\n" + quote).replace(
        "Travel plan<br>", '<a href="http://ferreteria-ramos.example/docs/m4k9/">Travel '
                           'plan</a><br>')
    return forged("ventas@ferreteria-ramos.example", emily, stolen, 147, own, quote=quote,
                  html=markup, zone=-6)


def organisation_only(told):
    """The person is scrubbed, only a cut name of the organisation is left."""
    stolen = told["calibration"][1]
    nobody = people.Person("brenner-optik", "", "gmail", 0, "en")
    own = "Good day,\n\nsee the enclosed certificate.\n\nbrenner-optik"
    return forged("muhasebe@deniz-insaat.example", nobody, stolen, 149, own, plain=False, zone=3,
                  html=nested(own, stolen, "utf-8"),
                  attachments=[("certificate 40-1182.doc", DOC, payload.word_document("demo-11"))])


def all_of(told):
    """{file name: Mail}."""
    return {
        "hijack-01-classic-english.eml": classic_english(told),
        "hijack-02-classic-japanese.eml": classic_japanese(told),
        "hijack-03-name-and-address.eml": name_and_address(told),
        "hijack-04-two-addresses-japanese.eml": two_addresses(told),
        "hijack-05-thread-headers-restored.eml": headers_restored(told),
        "hijack-06-short-quote.eml": short_quote(told),
        "hijack-07-link.eml": link(told),
        "hijack-08-locked-archive-japanese.eml": locked_archive(told),
        "hijack-09-inside-japanese.eml": inside_japanese(told),
        "hijack-10-inside-english.eml": inside_english(told),
        "hijack-11-organisation-only.eml": organisation_only(told),
    }
