#!/bin/sh
# Guess:   the text of a PDF's page has the hyphen that is printed at the end of a line, and then a new line.
# Seen:    PDFium takes it for the hyphenation of a word: the hyphen and the line's end are gone, and in their place
#          stands one character that no font has, U+FFFE from get_text_range() and U+0002 from get_text_bounded(). It
#          does so for a tag such as VLN-0001 too. A line that ends in no hyphen ends in a carriage return and a feed.
# Version: pypdfium2 5.15.2, reportlab 5.1.0 from PyPI, seen on 2026-11-30.
# Matters: a test that looks for a tag, a date range or "practice-room" in a printed list fails or, worse, finds what is
#          cut apart on paper; and what is copied from there cannot be found again. Both characters must be read as "-"
#          and a line's end.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0
cat > "$folder/see.py" <<'PYTHON'
import sys
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

path = Path(sys.argv[1]) / "list.pdf"
paper = Canvas(str(path))
for line, words in enumerate(["Violin VLN-", "0001 is back", "Cello VCL-0002", "is out"]):
    paper.drawString(50, 700 - 14 * line, words)
paper.save()
text = pypdfium2.PdfDocument(path)[0].get_textpage()
print("get_text_range  ", ascii(text.get_text_range()))
print("get_text_bounded", ascii(text.get_text_bounded()))
PYTHON
cat > "$folder/expected" <<'SEEN'
get_text_range   'Violin VLN\ufffe0001 is back\r\nCello VCL-0002\r\nis out'
get_text_bounded 'Violin VLN\x020001 is back\r\nCello VCL-0002\r\nis out'
SEEN
"$folder/venv/bin/python" "$folder/see.py" "$folder" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
