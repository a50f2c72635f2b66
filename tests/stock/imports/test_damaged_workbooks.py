"""Workbooks that are damaged, locked or no workbooks: each is refused in plain words, and none is an error."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.workbooks import of_rows, saved
from webapp.core.errors import Invalid
from webapp.stock.imports import spreadsheets

DEADLY = 3835  # in the XLS: the reader asks for so much memory that it is ended
FOLDER = Path(__file__).parents[2] / "data" / "workbooks"


def archive(*parts, how=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as packed:
        for name, text in parts:
            packed.writestr(name, text)
    return file.getvalue()


def test_a_part_is_read_no_further_than_it_says():
    """An archive that says of a part that it is shorter than it is."""
    content = spreadsheets.read(of_rows(["Name"], ["Flute"]))
    data = bytearray(of_rows(["Name"], ["Flute"]))
    at = data.rindex(b"PK\x01\x02")  # of its last part in the list of them
    size = int.from_bytes(data[at + 24 : at + 28], "little")
    data[at + 24 : at + 28] = (size // 2).to_bytes(4, "little")
    assert content.rows[0].cells == ("Flute",)
    with pytest.raises(Invalid, match="may be damaged"):
        spreadsheets.read(bytes(data))


def zip64(data, offset):
    """An archive that says of its last part where it begins, in a number of 64 bits."""
    at, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, tail = bytearray(data[at:end]), bytearray(data[end:])
    entry[30:32], entry[42:46] = (12).to_bytes(2, "little"), b"\xff" * 4
    name = 46 + int.from_bytes(entry[28:30], "little")
    entry[name:name] = b"\x01\0\x08\0" + offset.to_bytes(8, "little")
    size = int.from_bytes(tail[12:16], "little") + 12
    tail[12:16] = size.to_bytes(4, "little")
    return data[:at] + bytes(entry + tail)


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_no_office_program_packs_is_not_unpacked(how):
    data = bytearray(archive(("xl/workbook.xml", "<x/>" * 99), how=how))
    for at in range(50, 70):  # damaged beside, which the unpacking would fail of
        data[at] ^= 0xFF
    with pytest.raises(Invalid, match="may be damaged"):
        spreadsheets.read(bytes(data))


@pytest.mark.parametrize("offset", [1 << 40, (1 << 64) - 1])
def test_a_part_that_begins_beyond_the_file_is_damage(offset):
    data = zip64(archive(("xl/workbook.xml", "<x/>")), offset)
    with pytest.raises(Invalid, match="may be damaged"):
        spreadsheets.read(data)


MANIFEST = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
NO_WORKBOOKS = [
    (archive(("a.txt", "x")), "This is a ZIP archive"),
    (archive(("xl/workbook.bin", "x")), "XLSB"),
    (archive(("word/document.xml", "<x/>")), "Word document"),
    (archive(("Index/Document.iwa", "x")), "Apple Numbers"),
    (archive(("META-INF/manifest.xml", MANIFEST)), "protected by a password"),
    (archive(("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")), "damaged"),
    (archive(("xl/workbook.xml", "<x>")), "damaged"),
    (archive(("xl/workbook.xml", "<workbook><sheets/></workbook>")), "damaged"),
    (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 3000, "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "damaged"),
    (saved(Workbook()), "no sheet with anything in it"),
    (of_rows(["Name", "Tag"]), "a header, but no rows below it"),
    (of_rows([f"x{i}" for i in range(101)], ["Flute"] * 101), "the maximum is 100"),
]


@pytest.mark.parametrize(("data", "words"), NO_WORKBOOKS)
def test_what_cannot_be_read_is_refused_in_plain_words(data, words):
    with pytest.raises(Invalid, match=words) as no:
        spreadsheets.read(data)
    assert set(no.value.fields) == {"file"}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_whatever_is_wrong_with_a_workbook_it_is_read_or_refused(kind):
    """Bytes of real files, changed one after another; of one of them the reader dies."""
    data = (FOLDER / f"every-kind.{kind}").read_bytes()
    for at in {DEADLY, *range(0, len(data), 307)}:
        broken = bytearray(data)
        broken[at] ^= 0xFF
        try:
            spreadsheets.read(bytes(broken))
        except Invalid as no:
            assert no.fields
