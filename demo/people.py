# SPDX-License-Identifier: Apache-2.0
"""Who writes in the demo: a small maker of measuring instruments and its partners. All invented."""

import dataclasses

OUR_DOMAIN = "hoshino-instruments.example"
OUR_SERVER = "mx1.hoshino-instruments.example"


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody with a mailbox; client names an entry of clients.py, zone is hours east of UTC."""

    name: str
    address: str
    client: str
    zone: int
    language: str
    signature: str = ""

    @property
    def domain(self):
        """The domain of the mailbox."""
        return self.address.rpartition("@")[2]

    @property
    def is_ours(self):
        """Whether this is one of our own people."""
        return self.domain == OUR_DOMAIN


def ours(name, local, client, language, role):
    """One of our own people."""
    address = f"{local}@{OUR_DOMAIN}"
    if language == "ja":
        signature = f"--\n星野計測機器株式会社 {role}\n{name}\n{address}\nTEL 03-0000-0100"
    else:
        signature = f"--\n{name}\n{role}, Hoshino Instruments, Tokyo\n{address}"
    return Person(name, address, client, 9, language, signature)


PEOPLE = {
    # Hoshino Instruments, Tokyo
    "yumi": ours("星野 由美", "y.hoshino", "outlook-ja", "ja", "代表取締役"),
    "naoki": ours("高橋 直樹", "n.takahashi", "becky", "ja", "営業部"),
    "megumi": ours("山本 恵", "m.yamamoto", "outlook-ja", "ja", "購買部"),
    "sho": ours("Sho Ito", "s.ito", "thunderbird", "en", "Engineering"),
    "emily": ours("Emily Clarke", "e.clarke", "outlook", "en", "Export Sales"),
    "ai": ours("小林 愛", "a.kobayashi", "outlook-ja", "ja", "総務部"),
    # Brenner Optik, Munich
    "katrin": Person("Katrin Vogel", "k.vogel@brenner-optik.example", "outlook-de", 2, "en",
                     "Katrin Vogel\nEinkauf | Brenner Optik GmbH | München\n"
                     "k.vogel@brenner-optik.example"),
    "jonas": Person("Jonas Brandt", "j.brandt@brenner-optik.example", "thunderbird-de", 2, "en",
                    "-- \nJonas Brandt, Entwicklung\nBrenner Optik GmbH"),
    # Atelier Mesure, Lyon
    "claire": Person("Claire Fontaine", "claire.fontaine@atelier-mesure.example", "apple", 2, "en",
                     "Claire Fontaine\nAtelier Mesure SARL, Lyon"),
    "julien": Person("Julien Moreau", "julien.moreau@atelier-mesure.example", "outlook-fr", 2, "en",
                     "Julien Moreau\nResponsable qualité, Atelier Mesure"),
    # Redwood Metrology, Oregon
    "daniel": Person("Daniel Price", "dprice@redwood-metrology.example", "gmail", -7, "en",
                     "Daniel Price\nRedwood Metrology, Inc."),
    "susan": Person("Susan Park", "spark@redwood-metrology.example", "outlook", -7, "en",
                    "Susan Park\nAccounts Payable\nRedwood Metrology, Inc.\n"
                    "spark@redwood-metrology.example"),
    # Kitamura Seiko
    "sato": Person("佐藤 健一", "sato@example.co.jp", "becky", 9, "ja",
                   "─────────────\n北村精工株式会社 生産管理課\n佐藤 健一\nsato@example.co.jp\n─────────────"),
    "misaki": Person("田中 美咲", "tanaka.m@example.co.jp", "outlook-ja", 9, "ja",
                     "北村精工株式会社 経理課\n田中 美咲\ntanaka.m@example.co.jp"),
    # Sakura Shoji
    "suzuki": Person("鈴木 一郎", "suzuki@sakura-shoji.example", "webmail-sjis", 9, "ja",
                     "さくら商事株式会社 第二営業部\n鈴木 一郎\nsuzuki@sakura-shoji.example"),
    "mori": Person("森 さやか", "mori@sakura-shoji.example", "gmail-ja", 9, "ja",
                   "森 さやか（さくら商事）"),
    # A university that calibrates
    "ota": Person("太田 博", "ota@lab.example.ac.jp", "mew-euc", 9, "ja",
                  "太田 博\n計測工学研究室\nota@lab.example.ac.jp"),
    # Alpine Feinwerk, supplier of bearings, Innsbruck
    "anton": Person("Anton Gruber", "office@alpine-feinwerk.example", "outlook-de", 2, "en",
                    "Anton Gruber\nAlpine Feinwerk, Innsbruck"),
    # Northgate Labs, Leeds: another Daniel Price
    "daniel2": Person("Daniel Price", "d.price@northgate-labs.example", "thunderbird", 1, "en",
                      "-- \nDr Daniel Price, Northgate Labs"),
    "grace": Person("Grace Okafor", "g.okafor@northgate-labs.example", "gmail", 1, "en",
                    "Grace Okafor\nNorthgate Labs"),
}

# Outgoing mail server and address of each domain: documentation networks only.
SERVERS = {
    OUR_DOMAIN: ("out.hoshino-instruments.example", "192.0.2.10"),
    "brenner-optik.example": ("mail.brenner-optik.example", "198.51.100.21"),
    "atelier-mesure.example": ("smtp.hebergeur-lyon.example", "198.51.100.40"),
    "redwood-metrology.example": ("out4.bigmail.example", "203.0.113.14"),
    "example.co.jp": ("mail.example.co.jp", "192.0.2.80"),
    "sakura-shoji.example": ("mta3.hosting-osaka.example", "192.0.2.120"),
    "lab.example.ac.jp": ("ns.lab.example.ac.jp", "192.0.2.200"),
    "alpine-feinwerk.example": ("mail.alpine-feinwerk.example", "198.51.100.77"),
    "northgate-labs.example": ("mx.northgate-labs.example", "198.51.100.130"),
}
