#!/bin/sh
# Guess:   a duration that a spreadsheet holds is read as the same kind of value from .xlsx and from .ods.
# Seen:    python-calamine reads 30:05 from .xlsx as a timedelta; from .ods it gives the raw ISO text "PT30H05M00S", but
#          for up to a day a time of day. So of one column of an .ods file, some cells are times and others are texts.
# Version: python-calamine 0.9.1, openpyxl 3.1.5, odfpy 1.4.1 from PyPI, seen on 2026-11-30.
# Matters: hours of practice or of work on a repair add up beyond a day. Whoever checks only whether a cell is a time
#          takes the others for words, and a column of one kind becomes one of two.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-calamine==0.9.1 openpyxl==3.1.5 odfpy==1.4.1
cat > "$folder/see.py" <<'PYTHON'
import sys
from datetime import timedelta
from pathlib import Path

import openpyxl
import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

folder = Path(sys.argv[1])
HOURS = [("09:30", "PT09H30M00S", 9.5), ("30:05", "PT30H05M00S", 30 + 5 / 60)]
book = openpyxl.Workbook()
for line, (_shown, _iso, hours) in enumerate(HOURS, 1):
    cell = book.active.cell(line, 1, timedelta(hours=hours))
    cell.number_format = "[h]:mm"
book.save(folder / "hours.xlsx")

ods = OpenDocumentSpreadsheet()
table = Table(name="Hours")
ods.spreadsheet.addElement(table)
for shown, iso, _hours in HOURS:
    row = TableRow()
    cell = TableCell(valuetype="time", timevalue=iso)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
ods.save(folder / "hours.ods")

for name in ("hours.xlsx", "hours.ods"):
    rows = python_calamine.load_workbook(folder / name).get_sheet_by_index(0).to_python()
    print(name, [row[0] for row in rows])
PYTHON
cat > "$folder/expected" <<'SEEN'
hours.xlsx [datetime.timedelta(seconds=34200), datetime.timedelta(days=1, seconds=21900)]
hours.ods [datetime.time(9, 30), 'PT30H05M00S']
SEEN
"$folder/venv/bin/python" "$folder/see.py" "$folder" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
