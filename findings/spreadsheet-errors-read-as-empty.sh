#!/bin/sh
# Guess:   a cell that shows #N/A or #DIV/0! is read as that word, as an error, or makes reading fail.
# Seen:    python-calamine gives an empty text, so it cannot be told from a cell in which nothing was written; openpyxl
#          gives the word. In an .ods file, where errors are stored as the text that was shown, the word comes through,
#          in the language of whoever saved it.
# Version: python-calamine 0.9.1, openpyxl 3.1.5, XlsxWriter 3.3.1, odfpy 1.4.1 from PyPI, seen on 2026-11-30.
# Matters: a lookup that failed in the school's inventory (#N/A where the serial should be) is imported as "has none",
#          and nobody is told. Who reads with calamine has to look for such cells in the sheet's own XML.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 XlsxWriter==3.3.1 odfpy==1.4.1
cat > "$folder/see.py" <<'PYTHON'
import sys
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

folder = Path(sys.argv[1])
book = xlsxwriter.Workbook(folder / "stock.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["VLN-0001", "VLN-0002", "VLN-0003", "VLN-0004"])
sheet.write_formula(1, 0, "=NA()", None, "#N/A")
sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
sheet.write_string(1, 3, "K 1887")
book.close()

ods = OpenDocumentSpreadsheet()
table = Table(name="Stock")
ods.spreadsheet.addElement(table)
row = TableRow()
table.addElement(row)
cell = TableCell(formula="of:=NA()", valuetype="string")
cell.addElement(P(text="#NV"))
row.addElement(cell)
ods.save(folder / "stock.ods")


def by_calamine(name):
    return python_calamine.load_workbook(folder / name).get_sheet_by_index(0).to_python()


cells = openpyxl.load_workbook(folder / "stock.xlsx", data_only=True).active[2]
print("xlsx, calamine:", by_calamine("stock.xlsx")[1])
print("xlsx, openpyxl:", [cell.value for cell in cells])
print("ods, calamine:", by_calamine("stock.ods")[0])
PYTHON
cat > "$folder/expected" <<'SEEN'
xlsx, calamine: ['', '', '', 'K 1887']
xlsx, openpyxl: ['#N/A', '#DIV/0!', None, 'K 1887']
ods, calamine: ['#NV']
SEEN
"$folder/venv/bin/python" "$folder/see.py" "$folder" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
