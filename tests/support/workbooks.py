"""A workbook with a cell of every kind in it, as bytes; `tests/data/workbooks` has it as other programs save it."""

import io
import zipfile
from datetime import date, datetime, timedelta

from openpyxl import Workbook

HEAD = ["Name", "Tag", "Price", "Size", "Bought on", "Lent", "Tuned for", "Wear", "Remark"]
ROWS = [
    [
        "Violin",
        17,
        1250.5,
        "3/4",
        date(2019, 4, 3),
        True,
        timedelta(hours=30),
        0.15,
        "=NA()",
    ],
    [
        "Cello",
        "00018",
        2400,
        date(2026, 3, 4),
        datetime(2020, 1, 2, 9, 30),
        False,
        None,
        None,
        None,
    ],
    ["Viola", 19, 0.1 + 0.2, "1/2", None, None, None, None, " new  strings"],
]
# what is read of them: each number as it is, 17 with the zeros it is shown with
READ = [
    ("Violin", "00017", "1250.5", "3/4", "2019-04-03", "TRUE", "30:00:00", "15%", "#N/A"),
    ("Cello", "00018", "2400", "2026-03-04", "2020-01-02 09:30", "FALSE", "", "", ""),
    ("Viola", "19", "0.3", "1/2", "", "", "", "", " new  strings"),
]


def every_kind():
    book = Workbook()
    sheet = book.active
    sheet.title = "Instruments"
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet["B2"].number_format = "00000"
    sheet["H2"].number_format = "0%"
    sheet["G2"].number_format = "[h]:mm:ss"
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("Old list")
    hidden.append(["Name", "Tag"])
    hidden.append(["Rebec", 1])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    return book


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def of_rows(*rows):
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def swapped(data, part, old, new):
    """A workbook with other bytes in one of its parts, as no program of an office writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(file, "w") as archive:
        for name in was.namelist():
            text = was.read(name)
            assert name != part or old in text
            archive.writestr(name, text.replace(old, new) if name == part else text)
    return file.getvalue()
