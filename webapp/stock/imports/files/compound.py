"""Compound files: the file system in which old Office programs kept their documents, as far as to find a stream."""

import struct
from collections.abc import Iterator
from itertools import islice

from .packages import damaged

END = 0xFFFFFFFA  # from here on a number means no sector
ENTRY = 128


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names; empty if there is none. Invalid at `file` if this is no such file."""
    try:
        return _Compound(data).stream(names)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise damaged() from None


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        size, self._mini_size = struct.unpack_from("<HH", data, 30)
        if size not in (9, 12):
            raise damaged()
        self._size = 1 << size
        self._most = len(data) // self._size + 1
        self._next = self._table()
        first_directory, _, self._cutoff, first_mini = struct.unpack_from("<LLLL", data, 48)
        self._directory = self._chain(first_directory)
        self._mini_next = _numbers(self._chain(first_mini))

    def stream(self, names: tuple[str, ...]) -> bytes:
        root = self._directory[:ENTRY]
        for at in range(0, len(self._directory) - ENTRY + 1, ENTRY):
            entry = self._directory[at : at + ENTRY]
            length = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
            if entry[:length].decode("utf-16-le").casefold() in names:
                return self._content(entry, root)
        return b""

    def _content(self, entry: bytes, root: bytes) -> bytes:
        first, size = struct.unpack_from("<LL", entry, 116)
        if size >= self._cutoff:
            return self._chain(first)[:size]
        small = self._chain(struct.unpack_from("<L", root, 116)[0])
        step, content = 1 << self._mini_size, b""
        while first < END and len(content) < size:
            content += small[first * step : (first + 1) * step]
            first = self._mini_next[first]
        return content[:size]

    def _table(self) -> tuple[int, ...]:
        """Of every sector the one after it."""
        sectors = list(struct.unpack_from("<109L", self._data, 76))
        more, table = struct.unpack_from("<L", self._data, 68)[0], b""
        while more < END and len(sectors) < self._most:
            listed = _numbers(self._sector(more))
            sectors += listed[:-1]
            more = listed[-1]
        for sector in sectors:
            if sector < END:
                table += self._sector(sector)
        return _numbers(table)

    def _chain(self, sector: int) -> bytes:
        return b"".join(map(self._sector, islice(self._followed(sector), self._most)))

    def _followed(self, sector: int) -> Iterator[int]:
        while sector < END:
            yield sector
            sector = self._next[sector]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])
