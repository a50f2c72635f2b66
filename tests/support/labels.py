"""Printed labels, as a barcode reader sees them: a page of a PDF at a printer's resolution, in black and white."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

POINTS = 72 / 25.4  # in a millimetre
BLACK_OR_WHITE = bytes(255 * (grey > 127) for grey in range(256))
LAID = {  # paper, labels a sheet, and millimetres: width, height, first left and top, from one left edge to the next
    "a4-l7160": ("A4", 21, 63.5, 38.1, 7.2, 15.1, 66.0),
    "us-5160": ("Letter", 30, 66.7, 25.4, 4.8, 12.7, 69.9),
}


@dataclass(frozen=True)
class Label:
    words: str  # what a person reads on it, without spaces and ends of lines
    codes: tuple[str, ...]  # what the reader reads


def read(pdf, paper, dpi):
    """Every label of a printed sheet that has anything on it, in order."""
    for page in pypdfium2.PdfDocument(pdf):
        text, (width, height) = page.get_textpage(), page.get_size()
        for left, bottom, right, top in areas(paper, height):
            if words := text.get_text_bounded(left, bottom, right, top):
                crop = left, bottom, width - right, height - top
                drawn = page.render(scale=dpi / 72, crop=crop, grayscale=True)
                yield Label("".join(words.split()), codes_in(drawn))


def areas(paper, sheet_height):
    """Left, bottom, right and top of each label, in points from the sheet's lower left corner."""
    _, labels, width, height, left, top, step = LAID[paper]
    for n in range(labels):
        x = (left + n % 3 * step) * POINTS
        y = sheet_height - (top + n // 3 * height) * POINTS
        yield x, y - height * POINTS, x + width * POINTS, y


def codes_in(seen):
    rows = memoryview(seen.buffer).cast("B")
    dots = b"".join(
        rows[at : at + seen.width]
        for at in range(0, seen.stride * seen.height, seen.stride)
    )
    image = memoryview(dots.translate(BLACK_OR_WHITE)).cast("B", (seen.height, seen.width))
    return tuple(
        code.text
        for code in zxingcpp.read_barcodes(
            image, zxingcpp.BarcodeFormat.QRCode, try_invert=False
        )
    )
