#!/bin/sh
# Guess:   a barcode in Code 39 is read as the characters that were printed.
# Seen:    zxing-cpp tries two other readings of each Code 39 first. Six characters without vowels whose last one
#          happens to fit as a check digit are an Italian pharmacy's code (Code 32): about one tag in eleven of the
#          kind VLN004 comes back as another text, without a warning. And a slash, plus, dollar or percent sign before
#          a letter is taken for an escape of "full ASCII": KB/A1 comes back as KB!1. The formats say so afterwards
#          ("Code 32", "Code 39 Extended"); asking for Code39 asks for all three, only Code39Std reads what is printed.
# Version: zxing-cpp 3.1.0 from PyPI, seen on 2026-11-30; zxing-wasm 3.1.6 in a browser does the same.
# Matters: inventory labels are Code 39 of six or seven capitals and digits more often than anything else. A desk that
#          scans VLN004 looks for A925499396 and finds nothing, for one instrument in eleven.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check zxing-cpp==3.1.0
cat > "$folder/see.py" <<'PYTHON'
import zxingcpp

FORMAT = zxingcpp.BarcodeFormat


def read(text, formats):
    picture = zxingcpp.create_barcode(text, FORMAT.Code39).to_image(scale=2)
    code = zxingcpp.read_barcode(picture, formats=formats)
    return code.text, str(code.format)


for text in ("VLN001", "VLN004", "KB/A1"):
    print(text, "as Code39:", *read(text, FORMAT.Code39))
    print(text, "as Code39Std:", *read(text, FORMAT.Code39Std))
tags = [f"VLN{number:03}" for number in range(1000)]
other = sum(read(tag, FORMAT.Code39)[0] != tag for tag in tags)
print(f"of {len(tags)} tags read as something else: {other}")
other = sum(read(tag, FORMAT.Code39Std)[0] != tag for tag in tags)
print(f"by Code39Std: {other}")
PYTHON
cat > "$folder/expected" <<'SEEN'
VLN001 as Code39: VLN001 Code 39
VLN001 as Code39Std: VLN001 Code 39
VLN004 as Code39: A925499396 Code 32
VLN004 as Code39Std: VLN004 Code 39
KB/A1 as Code39: KB!1 Code 39 Extended
KB/A1 as Code39Std: KB/A1 Code 39
of 1000 tags read as something else: 94
by Code39Std: 0
SEEN
"$folder/venv/bin/python" "$folder/see.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
