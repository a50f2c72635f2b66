"""What processes take: processor time and memory, read from the kernel, so that other people's work does not count."""

from collections.abc import Iterator
from pathlib import Path

LISTENS = "0A"  # a socket's state in /proc/net/tcp


def listening(port: int) -> list[Path]:
    """The folders in /proc of all processes that hold the socket listening at `port`."""
    inodes = {f"socket:[{inode}]" for inode in _sockets(port)}
    return [folder for folder in _folders() if inodes & _open_files(folder)]


def serving(database: str) -> list[Path]:
    """The folders in /proc of PostgreSQL's processes that serve connections to `database`."""
    return [
        folder
        for folder in _folders()
        if (command := _command(folder)).startswith("postgres:")
        and f" {database} " in command
    ]


def processor_seconds(folders: list[Path]) -> float:
    """The seconds all threads of these processes have been computing."""
    nanoseconds = 0
    for folder in folders:
        for thread in folder.glob("task/*/schedstat"):
            nanoseconds += int(thread.read_text().split()[0])
    return nanoseconds / 1e9


def megabytes(folders: list[Path]) -> int:
    """Proportional share of memory, summed over these processes, in MB."""
    kilobytes = 0
    for folder in folders:
        for line in (folder / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes // 1024


def _folders() -> Iterator[Path]:
    yield from Path("/proc").glob("[0-9]*")


def _command(folder: Path) -> str:
    try:
        return (
            (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:  # it has ended
        return ""


def _open_files(folder: Path) -> set[str]:
    try:
        return {str(link.readlink()) for link in (folder / "fd").iterdir()}
    except OSError:  # it has ended, or is somebody else's
        return set()


def _sockets(port: int) -> set[str]:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {
        row[9]
        for row in rows
        if row[3] == LISTENS and int(row[1].rpartition(":")[2], 16) == port
    }
