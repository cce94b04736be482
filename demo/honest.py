# SPDX-License-Identifier: Apache-2.0
"""The honest part of the demo's new mail: ordinary replies, and all that only looks like a "
  "hijack."""

import dataclasses
import io
import zipfile

import attacks
import clients
import compose
import past
import people

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 "
        b"obj<</Type/Pages/Kids[]/Count 0>>"
        b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
ICALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Atelier Mesure//Calendar//EN
METHOD:REPLY
BEGIN:VEVENT
UID:audit-2025-10-14@hoshino-instruments.example
DTSTAMP:20250917T080000Z
DTSTART:20251014T000000Z
SUMMARY:Supplier audit
ORGANIZER:mailto:s.ito@hoshino-instruments.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:claire.fontaine@atelier-mesure.example
END:VEVENT
END:VCALENDAR
"""


def someone(name, address, client="gmail", zone=1, signature=None):
    """A person who writes once."""
    signature = name if signature is None else signature
    return people.Person(name, address, client, zone, "en", signature)


def reply(parent, writer, hours, own, **more):
    """An honest answer to PARENT; WRITER is a key of people.PEOPLE or a person."""
    sender = people.PEOPLE[writer] if isinstance(writer, str) else writer
    to = more.pop("to", [parent.sender])
    subject = more.pop("subject", parent.subject if parent.subject.startswith("Re:")
                       else "Re: " + parent.subject)
    if sender.domain not in people.SERVERS:
        more.setdefault("server", ("mx." + sender.domain, "198.51.100.222"))
    return compose.Mail(sender, to, past.END + hours * past.HOUR, subject, own, parent, **more)


def fresh(sender, to, hours, subject, own, **more):
    """An honest mail that answers nothing."""
    if sender.domain not in people.SERVERS:
        more.setdefault("server", ("mx." + sender.domain, "198.51.100.222"))
    return compose.Mail(sender, [people.PEOPLE[to]], past.END + hours * past.HOUR, subject, own,
                        **more)


def docx():
    """A small Word document without macros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        members = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
        for name, text in members.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 9, 1, 0, 0, 0)), text)
    return stream.getvalue()


def ordinary(told):
    """Plain replies in many programs and charsets."""
    return {
        "honest-01-reply-english.eml": reply(
            told["calibration"][4], "katrin", 30,
            "Dear Emily,\n\nhas 40-1182 reached you? Our forwarder says it was signed for on "
            "Monday.",
            to=[people.PEOPLE["emily"]]),
        "honest-02-reply-japanese.eml": reply(
            told["housing"][3], "sato", 33,
            "山本様\n\nお世話になっております。佐藤です。\n\n量産二百個のお見積書をお送りいたします。単価は試作時より\n"
            "二割ほど下げることができました。", attachments=[("御見積書.pdf", PDF, PAGE)]),
        "honest-03-shift-jis.eml": reply(
            told["booth"][1], "suzuki", 35,
            "高橋様\n\nお世話になっております。鈴木です。\n\n敷板の手配が完了いたしました。搬入は前日の十時からです。"),
        "honest-04-euc-jp.eml": reply(
            told["interferometer"][1], "ota", 36,
            "伊藤様\n\n太田です。当日の測定室の温度は二十度プラスマイナス〇・〇二度でした。記録をお送りします。"),
        "honest-05-inline-answers.eml": reply(
            told["lens"][2], "jonas", 38, inline_answer(told["lens"][2]), quote=""),
        "honest-06-mobile.eml": reply(
            told["reseller"][1], "claire", 40,
            "Dear Emily, just landed in Tokyo, see you at ten tomorrow.", client="iphone",
            signature="Sent from my iPhone"),
        "honest-07-reply-after-a-year.eml": reply(
            told["reseller"][1], "claire", 60,
            "Dear Emily,\n\nI found this old mail again: has the agreement for Belgium ended "
            "now? We\n"
            "would still be glad to take it over."),
        "honest-08-macro-form-from-its-owner.eml": reply(
            told["portland"][1], "susan", 62,
            "Hello Emily,\n\nhere is our supplier form again, with the macro that fills in the "
            "tax\n"
            "fields. Please use it from October on.",
            attachments=[("supplier form.xlsm", attacks.XLSM,
                          attacks.payload.ooxml("xlsm", "honest"))]),
        "honest-09-internal-document.eml": dataclasses.replace(
            reply(told["pricelist"][0], "ai", 64,
                  "高橋さん\n\n小林です。価格表の改訂版の案を添付します。",
                  attachments=[("価格表_案.docx", DOCX, docx())]),
            account=people.PEOPLE["ai"].address),
        "honest-10-two-people-of-one-name.eml": reply(
            told["loan"][3], "daniel2", 66,
            "Dear Emily,\n\nthe roughness charts, as promised. Seal 7 is the odd one.",
            to=[people.PEOPLE["emily"]], attachments=[("charts.pdf", PDF, PAGE)]),
        "honest-11-first-contact.eml": fresh(
            someone("Ingrid Solberg", "ingrid@fjordmekanikk.example"), "emily", 68,
            "Height gauges for a small workshop",
            "Dear Hoshino team,\n\nwe are a small workshop in Bergen and look for a used height "
            "gauge.\n"
            "Do you sell demonstration units?"),
    }


def inline_answer(parent):
    """A quotation with answers between its lines."""
    first = f"Am 16.09.25 um 09:12 schrieb {parent.sender.name}:\n"
    answers = {"Distortion is what you promised; contrast": None,
               "drops toward the corner, probably the missing coating. When would coated ones "
               "be ready?":
               "In week 41. The chamber is booked until then."}
    lines = []
    for line in parent.own.split("\n"):
        lines.append("> " + line)
        if answers.get(line):
            lines += ["", answers[line], ""]
    return first + "\n".join(lines)


def other_addresses(told):
    """People who write from elsewhere than usual."""
    mori = someone("森 さやか", "sayaka.mori@freemail.example", "gmail-ja", 9)
    moved = someone("Julien Moreau", "julien.moreau@mesure-lyon.example", "outlook-fr", 2,
                    "Julien Moreau\nResponsable qualité, Mesure Lyon (ex Atelier Mesure)")
    old = people.PEOPLE["sato"]
    sato = dataclasses.replace(old, address="k.sato@example.co.jp",
                               signature=old.signature.replace("sato@", "k.sato@"))
    kim = someone("Kim Lee", "klee@redwood-metrology.example", "outlook", -7,
                  "Kim Lee\nAssistant to Susan Park")
    weber = someone("Ulrich Weber", "u.weber@spedition-isar.example", "outlook-de", 2,
                    "Ulrich Weber\nSpedition Isar GmbH")
    forwarded = compose.Mail(people.PEOPLE["katrin"], [weber], past.END + 20 * past.HOUR,
                             "WG: " + told["calibration"][3].subject,
                             "Hallo Herr Weber,\n\nbitte holen Sie das Gerät am Tor 3 ab.",
                             told["calibration"][3], message_id="fwd.40-1182@brenner-optik.example")
    return {
        "honest-12-private-address.eml": reply(
            told["booth"][2], mori, 80,
            "高橋様\n\nさくら商事の森です。出張先のため私用のアドレスから失礼します。必要容量は三キロワットで申込みました。",
            to=[people.PEOPLE["naoki"]]),
        "honest-13-new-address-same-firm.eml": reply(
            told["housing"][3], sato, 82,
            "山本様\n\nお世話になっております。佐藤です。\n\nメールアドレスが変わりましたのでご連絡いたします。"),
        "honest-14-firm-renamed.eml": reply(
            told["audit"][1], moved, 84,
            "Dear Mr Ito,\n\nsince Monday we are called Mesure Lyon, and our addresses have "
            "changed. The\n"
            "dates of the audit stay as they are."),
        "honest-15-provider-changed.eml": reply(
            told["spindle"][2], "anton", 86,
            "Dear Ms Yamamoto,\n\nsixty more at the same price, delivery in the first week of "
            "December.",
            server=("mx-out-9.neuerhoster.example", "203.0.113.180")),
        "honest-16-assistant.eml": reply(
            told["portland"][1], kim, 88,
            "Hello Emily,\n\nI am Susan's assistant; she is away until Thursday. HI-2291-A was "
            "paid\n"
            "today.", cc=[people.PEOPLE["susan"]]),
        "honest-17-delegate.eml": reply(
            told["portland"][1], "susan", 90,
            "Hello Emily,\n\nplease send a copy of HI-2291-A for our auditor.",
            extra=[("Sender", compose.mailbox(kim.name, kim.address, "utf-8"))]),
        "honest-18-third-party-answers.eml": reply(
            forwarded, weber, 92,
            "Dear Ms Clarke,\n\nMs Vogel forwarded your mail to me. We collect 40-1182 on the "
            "eighteenth\n"
            "at nine, is somebody there to sign?",
            to=[people.PEOPLE["emily"]], cc=[people.PEOPLE["katrin"]]),
    }


def services(told):
    """What systems send in people's names."""
    ticket = someone("Redwood Support", "support@helpdesk-cloud.example", "gmail", 0, "")
    signing = someone("", "notices@signright.example", "gmail", 0, "")
    sharing = someone("", "share-noreply@drivebox.example", "gmail", 0, "")
    driver, reseller = told["driver"][1], told["reseller"][1]
    return {
        "honest-19-ticket-system.eml": reply(
            driver, ticket, 100,
            "##- Please type your reply above this line -##\n\nDaniel Price wrote on ticket 4811:\n"
            "Driver 4.3 runs on the old granite table since yesterday.",
            subject="[Redwood Support] Re: Probe driver 4.2 stops on start-up (ticket 4811)",
            from_field='"Daniel Price (Redwood Support)" <support@helpdesk-cloud.example>',
            extra=[("X-Zendesk-From-Account-Id", "4811"), ("Auto-Submitted", "auto-generated")]),
        "honest-20-signing-notice.eml": fresh(
            signing, "emily", 102, "Please sign: Reseller agreement for France",
            "Claire Fontaine sent you a document to review and sign.\n\n"
            "https://signright.example/review/7c21\n\nDo not share this mail.",
            from_field='"Claire Fontaine via SignRight" <notices@signright.example>',
            extra=[("Reply-To", "Claire Fontaine <claire.fontaine@atelier-mesure.example>"),
                   ("X-SignRight-Envelope", "7c21"), ("Auto-Submitted", "auto-generated")]),
        "honest-21-sharing-notice.eml": fresh(
            sharing, "sho", 104, 'Daniel Price shared "granite table" with you',
            "Daniel Price (dprice@redwood-metrology.example) has shared a folder with you:\n\n"
            "https://drivebox.example/f/granite-table\n",
            from_field='"Daniel Price (via DriveBox)" <share-noreply@drivebox.example>',
            extra=[("Reply-To", "Daniel Price <dprice@redwood-metrology.example>"),
                   ("Auto-Submitted", "auto-generated"), ("Feedback-ID", "share:drivebox")]),
        "honest-22-out-of-office.eml": reply(
            told["lens"][2], "jonas", 106, "Ich bin bis zum 22. September nicht im Büro. In "
                                           "dringenden "
            "Fällen wenden Sie sich bitte an Frau Vogel.",
            subject="Automatische Antwort: " + told["lens"][2].subject,
            extra=[("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]),
        "honest-23-bounce.eml": bounce(told["spindle"][2]),
        "honest-24-read-receipt.eml": receipt(told["portland"][1]),
        "honest-25-calendar-reply.eml": calendar_reply(),
        "honest-26-newsletter.eml": past.newsletter(
            312, past.END + 114 * past.HOUR, people.PEOPLE["emily"]),
        "honest-27-list-rewritten-from.eml": list_reply(),
        "honest-28-group.eml": group_mail(reseller),
    }


def bounce(original):
    """A delivery report that quotes our mail."""
    daemon = someone("Mail Delivery System", "mailer-daemon@alpine-feinwerk.example", "becky", 2)
    text = (b"--report1\nContent-Type: text/plain; charset=us-ascii\n\nI am sorry to inform you "
            b"that "
            b"your message could not be\ndelivered: mailbox full.\n\n--report1\nContent-Type: "
            b"message/delivery-status\n\nReporting-MTA: dns; mail.alpine-feinwerk.example\n\n"
            b"Final-Recipient: rfc822; office@alpine-feinwerk.example\nAction: failed\nStatus: "
            b"4.2.2\n\n"
            b"--report1\nContent-Type: text/rfc822-headers\n\n")
    text += (f"From: {original.sender.address}\nTo: office@alpine-feinwerk.example\nSubject: "
             f"{original.subject}\nMessage-ID: <{original.message_id}>\n\n--report1--\n").encode()
    kind = 'multipart/report; report-type=delivery-status;\n boundary="report1"'
    mail = fresh(daemon, "megumi", 108, "Undelivered Mail Returned to Sender", "",
                 whole=(kind, text),
                 extra=[("Auto-Submitted", "auto-replied")])
    mail.account = ""
    return mail


def receipt(original):
    """A read receipt."""
    text = (b"--r1\nContent-Type: text/plain; charset=us-ascii\n\nYour message was displayed on "
            b"17 September 2025. There is no guarantee\nthat it was read or understood.\n\n--r1\n"
            b"Content-Type: message/disposition-notification\n\nReporting-UA: redwood; Mail\n"
            b"Final-Recipient: rfc822;spark@redwood-metrology.example\n")
    text += f"Original-Message-ID: <{original.message_id}>\n".encode()
    text += b"Disposition: manual-action/MDN-sent-manually; displayed\n\n--r1--\n"
    kind = 'multipart/report; report-type=disposition-notification;\n boundary="r1"'
    return reply(original, "susan", 110, "", subject="Read: " + original.subject,
                 whole=(kind, text))


def calendar_reply():
    """Claire accepts an invitation."""
    return fresh(people.PEOPLE["claire"], "sho", 112, "Accepted: Supplier audit", "",
                 whole=("text/calendar; charset=utf-8; method=REPLY", ICALENDAR.encode()))


def list_reply():
    """The mailing list goes on, with a From that it rewrote."""
    list_address = people.Person("", past.LIST, "thunderbird", 0, "en")
    talk = past.mailing_list()[-2]
    talk.message_id = "wear.1@cardiff-tools.example"
    mail = compose.Mail(
        past.person("marta"), [list_address, people.PEOPLE["sho"]], past.END + 116 * past.HOUR,
        "Re: Stylus wear on ceramics", "We saw the same with zirconia. The tip was chipped from "
                                       "the "
        "start.", talk)
    return past.through_list(mail, 9)


def group_mail(parent):
    """A mail through a web group that keeps the writer's name."""
    group = someone("", "hoshino-resellers@groups.bigmail.example", "gmail", 0, "")
    return fresh(
        group, "emily", 118, "[hoshino-resellers] Stock of height gauges in France",
        "Dear all,\n\nwe hold three height gauges in Lyon now. Call us before you order in "
        "Tokyo.\n\n"
        "Claire Fontaine",
        from_field="\"'Claire Fontaine' via Hoshino Resellers\" "
                   "<hoshino-resellers@groups.bigmail.example>",
        extra=[("Reply-To", "Claire Fontaine <claire.fontaine@atelier-mesure.example>"),
               ("List-Id", "<hoshino-resellers.groups.bigmail.example>"),
               ("List-Post", "<mailto:hoshino-resellers@groups.bigmail.example>"),
               ("Precedence", "list")])


def guarded(told):
    """Signed, encrypted and password-protected mail."""
    jonas, misaki = people.PEOPLE["jonas"], people.PEOPLE["misaki"]
    signed = (b"--sig1\nContent-Type: text/plain; charset=us-ascii\n\nDear Sho,\n\nthe coated "
              b"samples "
              b"passed our climate test.\n\nJonas Brandt\n\n--sig1\nContent-Type: "
              b"application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n"
              b"Content-Disposition: attachment; filename=smime.p7s\n\nMIIBAAYJKoZIhvcNAQcCoA==\n"
              b"--sig1--\n")
    sealed = (b"--enc1\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--enc1\n"
              b"Content-Type: "
              b"application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n\n"
              b"aGFybWxlc3M=\n-----END PGP MESSAGE-----\n--enc1--\n")
    archive = attacks.payload.locked_zip("明細.pdf", PAGE, "kitamura9", "honest")
    return {
        "honest-29-signed.eml": reply(
            told["lens"][2], jonas, 120, "", whole=(
                'multipart/signed; protocol="application/pkcs7-signature";\n micalg=sha-256; '
                'boundary="sig1"', signed)),
        "honest-30-encrypted.eml": reply(
            told["lens"][2], jonas, 122, "", whole=(
                'multipart/encrypted; protocol="application/pgp-encrypted";\n boundary="enc1"',
                sealed)),
        "honest-31-locked-archive-from-its-owner.eml": reply(
            told["september"][1], misaki, 124,
            "山本様\n\nお世話になっております。田中です。\n\n明細をお送りいたします。パスワードは別途ご連絡いたします。",
            attachments=[("明細.zip", attacks.ZIP, archive)]),
        "honest-32-password-follows.eml": reply(
            told["september"][1], misaki, 125,
            "山本様\n\nお世話になっております。田中です。\n\n先ほどお送りしたファイルのパスワードは kitamura9 です。"),
        "honest-33-scanner.eml": dataclasses.replace(
            fresh(people.Person("", "scanner@hoshino-instruments.example", "becky", 9, "en"), "ai",
                  126, "Scan from the copier on floor 2", "1 page, 200 dpi.", signature="",
                  attachments=[("scan0917.pdf", PDF, PAGE)]),
            account="scanner@hoshino-instruments.example"),
        "honest-34-advertisement-with-re.eml": fresh(
            someone("Mike", "mike@growth-leads.example"), "emily", 128, "Re: your website",
            "Hi,\n\njust following up on my last mail. We can bring you two hundred leads a week."),
    }


def all_of(told):
    """{file name: Mail}."""
    return {**ordinary(told), **other_addresses(told), **services(told), **guarded(told)}
