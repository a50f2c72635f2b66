"""The reader of workbooks, run as a process of its own: one broken byte can make it ask for more memory than there is,
and then it takes its process down. It imports nothing of the application, so that it starts at once.

From its input it takes how long the workbook is, the workbook, and numbers of sheets once the sheets are known; to
its output it gives the sheets, then the cells of each that is asked for. An exit code says what is wrong.
"""

import io
import pickle
import resource
import sys

MEMORY, SECONDS = 1_500_000_000, 60
DAMAGED, LOCKED = 3, 4


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import PasswordError

    try:
        _serve()
    except PasswordError:
        return LOCKED
    except BaseException:  # a panic of its Rust is no Exception
        return DAMAGED
    return 0


def _serve() -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    length = int(sys.stdin.buffer.readline())
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read(length)))
    sheets = [
        (
            sheet.name,
            sheet.typ == SheetTypeEnum.WorkSheet,
            sheet.visible != SheetVisibleEnum.Visible,
        )
        for sheet in book.sheets_metadata
    ]
    _give(sheets)
    for number in iter(sys.stdin.buffer.readline, b""):
        sheet = book.get_sheet_by_index(int(number))
        _give((sheet.start or (0, 0), sheet.to_python()))


def _give(answer: object) -> None:
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
