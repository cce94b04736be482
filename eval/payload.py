# SPDX-License-Identifier: Apache-2.0
"""Inert stand-ins for what reply-chain attacks carry: macro documents and locked archives.

Every byte that a real attack would run is replaced by a sentence that says so. The containers are
valid: OOXML by zipfile, an OLE compound file and PKWARE-encrypted zips by the few lines below.
"""

import io
import struct
import zipfile
import zlib

INERT = b"This is an inert stand-in for a macro project. It holds no code. "

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NOTHING = 0xFFFFFFFF

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '{macros}<Override PartName="/{folder}/{main}.xml" ContentType="{kind}"/></Types>')
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>')
MACRO_PART = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
OFFICE_DOCUMENT = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                   "officeDocument")
VBA_PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
OOXML = {
    "docm": ("word", "document", "application/vnd.ms-word.document.macroEnabled.main+xml",
             '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
             "<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"),
    "xlsm": ("xl", "workbook", "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
             '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
             "<!-- {text} --><sheets/></workbook>"),
}


def ooxml(kind, salt):
    """A macro-enabled Office document of KIND ("docm", "xlsm"); SALT makes its digest unique."""
    folder, main, content_type, body = OOXML[kind]
    members = {
        "[Content_Types].xml": CONTENT_TYPES.format(
            folder=folder, main=main, kind=content_type, macros=MACRO_PART),
        "_rels/.rels": RELATIONS.format(kind=OFFICE_DOCUMENT, target=f"{folder}/{main}.xml"),
        f"{folder}/{main}.xml": body.format(text=f"Inert document {salt}"),
        f"{folder}/_rels/{main}.xml.rels": RELATIONS.format(kind=VBA_PROJECT,
                                                            target="vbaProject.bin"),
        f"{folder}/vbaProject.bin": compound([
            ("VBA", None), ("VBA/_VBA_PROJECT", INERT), ("VBA/dir", INERT)]),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def plain_document(salt):
    """An ordinary .docx without macros."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
                ("[Content_Types].xml", CONTENT_TYPES.format(folder="word", main="document",
                                                             kind=main, macros="")),
                ("_rels/.rels", RELATIONS.format(kind=OFFICE_DOCUMENT, target="word/document.xml")),
                ("word/document.xml", OOXML["docm"][3].format(text=f"Document {salt}"))):
            package.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return stream.getvalue()


def page(salt):
    """An empty PDF."""
    return (f"%PDF-1.4\n% {salt}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").encode()


def word_document(salt):
    """A .doc: an OLE compound file with a Macros/VBA/_VBA_PROJECT stream of harmless text."""
    text = f"Inert document {salt} ".encode("utf-8")
    return compound([("WordDocument", text), ("1Table", b"-"), ("Macros", None),
                     ("Macros/VBA", None), ("Macros/PROJECT", INERT),
                     ("Macros/VBA/_VBA_PROJECT", INERT), ("Macros/VBA/dir", INERT),
                     ("Macros/VBA/ThisDocument", INERT)])


def compound(members):
    """An OLE compound file (MS-CFB, version 3) of [(path, bytes, or None for a storage)].

    Streams are filled up to 4096 bytes, so that no mini stream is needed.
    """
    streams = [(path, None if data is None else fill(data)) for path, data in members]
    directory_sectors = (len(streams) + 1 + 3) // 4
    fat, sectors, starts = [FAT_SECTOR], b"", {}
    add_chain(fat, directory_sectors)
    for path, data in streams:
        if data is not None:
            starts[path] = len(fat)
            add_chain(fat, len(data) // SECTOR)
            sectors += data
    if len(fat) > SECTOR // 4:
        raise ValueError("too large for one FAT sector")
    fat += [FREE] * (SECTOR // 4 - len(fat))
    table = struct.pack(f"<{len(fat)}I", *fat)
    return compound_header() + table + directory(streams, starts, directory_sectors) + sectors


def fill(data):
    """DATA repeated to at least 4096 bytes and whole sectors."""
    data = data * (4096 // len(data) + 1)
    return data + b"\0" * (-len(data) % SECTOR)


def add_chain(fat, count):
    """Append a chain of COUNT sectors to the allocation table."""
    first = len(fat)
    fat.extend(range(first + 1, first + count))
    fat.append(END)


def compound_header():
    """The first sector: one FAT sector at 0, the directory from sector 1."""
    head = struct.pack("<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"",
                       0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    return head + struct.pack("<108I", *([FREE] * 108))


def directory(streams, starts, sectors):
    """Directory entries; brothers hang in a chain to the right, in the order the format wants."""
    paths = [path for path, _ in streams]
    first, right = {}, {}
    for parent in [""] + [path for path, data in streams if data is None]:
        children = [path for path in paths if path.rpartition("/")[0] == parent]
        children.sort(key=lambda path: (len(leaf(path)), leaf(path).upper()))
        first[parent] = paths.index(children[0]) + 1 if children else NOTHING
        for child, brother in zip(children, children[1:]):
            right[child] = paths.index(brother) + 1
    entries = entry("Root Entry", 5, NOTHING, first[""], END, 0)
    for path, data in streams:
        kind = 1 if data is None else 2
        entries += entry(leaf(path), kind, right.get(path, NOTHING), first.get(path, NOTHING),
                         starts.get(path, 0), len(data or b""))
    return entries + entry("", 0, NOTHING, NOTHING, 0, 0) * (sectors * 4 - len(streams) - 1)


def leaf(path):
    """The last component of PATH."""
    return path.rpartition("/")[2]


def entry(name, kind, right, child, start, size):
    """One directory entry of 128 bytes."""
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    return struct.pack("<64sHBBIII16sIQQIQ", encoded, length, kind, 1, NOTHING, right, child, b"",
                       0, 0, 0, start, size)


class PkwareCipher:
    """Traditional PKWARE encryption (APPNOTE.TXT 6.1): broken for secrets, right for samples."""

    def __init__(self, password):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    def _update(self, byte):
        first, second, third = self.keys
        first = crc_step(first, byte)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [first, second, crc_step(third, second >> 24)]

    def encrypt(self, data):
        """DATA enciphered; keeps state for the next call."""
        result = bytearray()
        for byte in data:
            mix = (self.keys[2] | 2) & 0xFFFF
            result.append(byte ^ (mix * (mix ^ 1) >> 8) & 0xFF)
            self._update(byte)
        return bytes(result)


def crc_step(value, byte):
    """One byte of CRC-32 without the complements that zlib adds."""
    return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def locked_zip(name, content, password, salt):
    """A zip with one member under PASSWORD; the encryption flag is set and the cipher is real."""
    crc = zlib.crc32(content)
    cipher = PkwareCipher(password.encode("ascii"))
    start = (salt.encode("utf-8") + bytes(11))[:11] + bytes([crc >> 24])
    body = cipher.encrypt(start) + cipher.encrypt(content)
    encoded = name.encode("utf-8")
    flags = 1 if name.isascii() else 0x801
    common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0x6000, 0x5021, crc, len(body),
                         len(content), len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + body
    central = (b"PK\x01\x02" + struct.pack("<H", 20) + common
               + struct.pack("<HHHII", 0, 0, 0, 0x20, 0) + encoded)
    return local + central + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central),
                                         len(local), 0)
