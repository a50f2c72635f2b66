"""Packages: workbooks of today are ZIP archives of XML, and an archive may say one size and hold another."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from webapp.core.errors import Invalid
from webapp.core.words import _

from .lines import Limits, refusal

Start = Callable[[str, Mapping[str, str]], None]
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # of which NotImplementedError is one
    EOFError,
    OSError,
    OverflowError,  # a part said to begin beyond what a number holds
    ValueError,
)
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for memory of any size
READ = (".xml", ".rels", "mimetype")  # no pictures, no macros


class Package:
    """The parts of an archive that say something of its sheets, read no further than the sizes it tells."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = set(archive.namelist())
            parts = [part for part in archive.infolist() if part.filename.endswith(READ)]
        except UNREADABLE:
            raise damaged() from None
        if any(part.flag_bits & 1 for part in parts):
            raise locked()
        if any(part.compress_type not in PACKED for part in parts):
            raise damaged()
        _check_size(parts, limits)
        try:  # what is longer than it says fails its check sum here, or is cut
            self.parts = {part.filename: archive.read(part) for part in parts}
        except UNREADABLE:
            raise damaged() from None

    def repacked(self) -> bytes:
        """An archive of these parts alone, each as long as it was read: for readers that trust what archives say."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        return file.getvalue()

    def walk(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part's XML; names come without their namespaces. Invalid at `file` if it is none."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(
            name.rpartition(":")[2], attributes
        )
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            if name in self.parts:
                parser.Parse(self.parts[name], True)
        except (expat.ExpatError, ValueError):
            raise damaged() from None


def _check_size(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked or len(parts) > limits.parts:
        raise refusal(
            _(
                "Unpacked, this workbook has %(size)s MB in %(number)s parts, which is too much to read. Save the "
                "sheet as CSV, then upload that file.",
                size=f"{-(-size // 1_000_000):,}",
                number=f"{len(parts):,}",
            )
        )


def _no_doctype(*_declared: object) -> None:
    """No office program writes one; what is declared there may grow without end."""
    raise damaged()


def damaged() -> Invalid:
    return refusal(
        _(
            "This workbook cannot be read: it may be damaged. Open it in a spreadsheet program, save it again as XLSX, "
            "then upload that file."
        )
    )


def locked() -> Invalid:
    return refusal(
        _("This workbook is protected by a password. Save it without one, then upload it.")
    )
