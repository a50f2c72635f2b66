"""`make demo`: sets up the demo school, then minds its server and its worker until told to stop."""

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import flask_migrate

from webapp import create_app
from webapp.core.config import Misconfigured
from webapp.core.db import db
from webapp.demo.mailbox import PASSWORD, SIGN_INS

ROOT = Path(__file__).parents[1]
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"]
PATIENCE = 60.0  # seconds to start, and to stop, on a slow machine
DIE_WITH_PARENT = 1  # Linux: PR_SET_PDEATHSIG

stopping = Event()
libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
ask = build_opener(ProxyHandler({})).open  # ourselves, never through a proxy


def main() -> int:
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), lambda *_: stopping.set())
    port = int(os.environ.get("PORT") or 8000)
    url = f"http://127.0.0.1:{port}"
    if _taken(port):
        return _complain(
            f"Port {port} is taken: choose another, as in `PORT={port + 1} make demo`"
        )
    for name, value in (("BACKLINE_DEMO", "1"), ("BACKLINE_BASE_URL", url)):
        os.environ[name] = os.environ.get(name) or value
    try:
        _move_in()
    except Misconfigured as error:
        return _complain(str(error))
    gc.freeze()  # from here on it waits: to look for garbage at the end would keep who stops it
    return _mind(url, _server(port), WORKER)


def _move_in() -> None:
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        app.cli.main(["demo"], standalone_mode=False)
        db.engine.dispose()


def _server(port: int) -> list[str]:
    options = [
        "--workers",
        "1",
        "--threads",
        "8",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    return [
        sys.executable,
        "-m",
        "gunicorn",
        *options,
        "--bind",
        f"127.0.0.1:{port}",
        "wsgi:app",
    ]


def _mind(url: str, *commands: list[str]) -> int:
    """All of them or none: when one stops, so do the others."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            running.append(
                subprocess.Popen(
                    command, cwd=ROOT, start_new_session=True, preexec_fn=_die_with_parent
                )
            )
        started = _until_alive(url, running)
        if started:
            print(_welcome(url), flush=True)
        while (
            started
            and not stopping.wait(0.2)
            and all(each.poll() is None for each in running)
        ):
            pass
    finally:
        _stop(running)
    return (
        0
        if stopping.is_set()
        else _complain("Backline stopped by itself; what it said is above")
    )


def _until_alive(url: str, running: list[subprocess.Popen[bytes]]) -> bool:
    end = time.monotonic() + PATIENCE
    while (
        time.monotonic() < end
        and not stopping.is_set()
        and all(each.poll() is None for each in running)
    ):
        try:
            with ask(f"{url}/healthz", timeout=2):
                return True
        except (URLError, OSError):
            stopping.wait(0.1)
    return False


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for each in running:
        each.terminate()
    end = time.monotonic() + PATIENCE
    for each in running:
        try:
            each.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()


def _die_with_parent() -> None:
    """Even if we are killed outright, nobody is left behind."""
    if libc:
        libc.prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _welcome(url: str) -> str:
    people = "".join(f"    {name}@demo.example\n" for name in SIGN_INS)
    return f"""
  Backline is open: {url}

  Sign in with the password {PASSWORD} as
{people}
  The school's e-mails: {url}/demo/mail
  Ctrl-C closes it.
"""


def _complain(words: str) -> int:
    print(words.strip(), file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
