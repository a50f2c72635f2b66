"""What an old Excel workbook tells beside its values, record by record (BIFF, of Excel 5 to 2003)."""

import struct
from collections.abc import Iterator

from . import compound
from .lines import Limits
from .packages import damaged, locked
from .surveys import Shown, Survey

STREAMS = ("workbook", "book")
BOF, EOF, FILEPASS, BOUNDSHEET, FORMAT, XF, ROW = (
    0x809,
    0x0A,
    0x2F,
    0x85,
    0x41E,
    0xE0,
    0x208,
)
FORMULA, BOOLERR, LABEL, LABELSST, RSTRING = 0x06, 0x205, 0x204, 0xFD, 0xD6
NUMBER, RK, MULRK = 0x203, 0x27E, 0xBD
NUMBERS = {NUMBER, RK, MULRK}
CELLS = NUMBERS | {FORMULA, BOOLERR, LABEL, LABELSST, RSTRING}
HIDDEN = 0x20
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
BUILT_IN = {9: "0%", 10: "0.00%"}


class Workbook:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self._stream = compound.stream(data, STREAMS)
        self._limits = limits
        self._starts: list[int] = []
        self._shown: list[Shown] = []
        self._surveys: dict[int, Survey] = {}
        try:
            self._read_globals()
        except (struct.error, IndexError):
            raise damaged() from None

    def lines(self, sheet: int) -> int:
        return self.survey(sheet).lines

    def survey(self, sheet: int) -> Survey:
        if sheet not in self._surveys:
            try:
                self._surveys[sheet] = self._surveyed(self._starts[sheet])
            except (struct.error, IndexError):
                raise damaged() from None
        return self._surveys[sheet]

    def _read_globals(self) -> None:
        codes, styles = dict(BUILT_IN), list[int]()
        for kind, record in self._records(0):
            if kind == FILEPASS:
                raise locked()
            if kind == BOUNDSHEET:
                self._starts.append(struct.unpack_from("<L", record)[0])
            elif kind == FORMAT:
                codes[struct.unpack_from("<H", record)[0]] = _code(record)
            elif kind == XF:
                styles.append(struct.unpack_from("<H", record, 2)[0])
        self._shown = [Shown(codes.get(style, "")) for style in styles]

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """From one beginning to its end; what is drawn within, such as a chart, has an end of its own."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<HH", self._stream, at)
            depth += (kind == BOF) - (kind == EOF)
            if depth <= 0:
                return
            if depth == 1:
                yield kind, self._stream[at + 4 : at + 4 + length]
            at += 4 + length

    def _surveyed(self, start: int) -> Survey:
        survey, rows = Survey(self._limits), set[int]()
        for kind, record in self._records(start):
            if kind == ROW and struct.unpack_from("<H", record, 12)[0] & HIDDEN:
                survey.hidden.append(struct.unpack_from("<H", record)[0])
            elif kind in CELLS:
                row, column = struct.unpack_from("<HH", record)
                survey.fill(row, column)
                if row not in rows:
                    rows.add(row)
                    survey.fill_line()
                self._look_closer(kind, record, survey, row, column)
        return survey

    def _look_closer(
        self, kind: int, record: bytes, survey: Survey, row: int, column: int
    ) -> None:
        if kind == BOOLERR and record[7]:
            survey.texts[row, column] = ERRORS.get(record[6], "#N/A")
        elif kind == FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
            survey.texts[row, column] = ERRORS.get(record[8], "#N/A")
        elif kind in NUMBERS:
            for place, style in enumerate(_styles(kind, record), column):
                self._show(survey, (row, place), style)

    def _show(self, survey: Survey, place: tuple[int, int], style: int) -> None:
        shown = self._shown[style]
        if shown.digits > 1:
            survey.digits[place] = shown.digits
        if shown.is_percent:
            survey.percents.add(place)


def _styles(kind: int, record: bytes) -> list[int]:
    """Of one number its style; of several beside each other in one record, each one's."""
    if kind != MULRK:
        return [struct.unpack_from("<H", record, 4)[0]]
    return [struct.unpack_from("<H", record, at)[0] for at in range(4, len(record) - 6, 6)]


def _code(record: bytes) -> str:
    """A number format as Excel 97 and later write it; older ones are not read, and say something that shows nothing."""
    if record[4:5] == b"\x01":
        return record[5:].decode("utf-16-le", "replace")
    return record[5:].decode("latin-1")
