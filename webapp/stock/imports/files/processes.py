"""The reader's process, from outside: what it tells, and a clear answer if it dies of a workbook."""

import pickle
import subprocess
import sys
from types import TracebackType
from typing import Self, cast

from ..cells.kinds import Raw
from . import reader
from .packages import damaged, locked

Cells = tuple[tuple[int, int], list[list[Raw]]]  # where the first is, and all from there


class Reader:
    """Reads one workbook. Invalid at `file` where it cannot."""

    def __init__(self, workbook: bytes) -> None:
        self._workbook = workbook
        self._process = subprocess.Popen(
            [sys.executable, "-I", reader.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def sheets(self) -> list[tuple[str, bool, bool]]:
        """Of each its name, whether it has cells (and is no chart), and whether it is hidden."""
        self._tell(f"{len(self._workbook)}\n".encode(), self._workbook)
        return cast(list[tuple[str, bool, bool]], self._answer())

    def cells(self, sheet: int) -> Cells:
        self._tell(f"{sheet}\n".encode())
        return cast(Cells, self._answer())

    def _tell(self, *lines: bytes) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.writelines(lines)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it died of what it read already, as its answer shows

    def _answer(self) -> object:
        assert self._process.stdout
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError):
            is_locked = self._process.wait() == reader.LOCKED
            raise (locked() if is_locked else damaged()) from None
