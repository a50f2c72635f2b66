"""Kinds: what a workbook's cell is, which text does not show. A cell is text in any case, as CSV would have it."""

import math
from datetime import date, datetime, time, timedelta

EXACT = 1e15  # from here on a spreadsheet program has lost the last digits
NO_NUMBER = "#NUM!"  # as Excel shows a result that is none
Raw = int | float | str | bool | time | date | datetime | timedelta


class Number(str):
    """A number with a point before its fraction, whatever the language of the file."""


class Day(str):
    """A date, as 2026-03-04, with the time of the day behind it if there is one."""


def read(value: Raw, *, digits: int = 0, is_percent: bool = False) -> str:
    """A workbook's value; a whole number with as many digits as the workbook shows of it."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _percent(value) if is_percent else _number(value, digits)
        case datetime() if value.time() == time():
            return Day(value.date().isoformat())
        case datetime():
            return Day(value.isoformat(" ", "minutes"))
        case date():
            return Day(value.isoformat())
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat("minutes")


def _number(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return NO_NUMBER
    if abs(value) >= EXACT:
        return f"{value:.14E}".replace(".00000000000000", "")
    if value == int(value):
        whole = str(int(value))
        return whole.zfill(digits) if digits > len(whole) else Number(whole)
    return Number(f"{value:.15f}".rstrip("0") if abs(value) < 1e-4 else f"{value:.15g}")


def _percent(value: float) -> str:
    percent = value * 100
    return f"{percent:.15g}%" if math.isfinite(percent) else NO_NUMBER
