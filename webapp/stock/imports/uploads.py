"""Uploads: a spreadsheet between its steps, kept as a file of the person who brought it, for a day.

On disk, because several processes share one folder and none of them may remember; not in a hidden field, because
a real spreadsheet is bigger than a form may be, and would travel through the browser twice.
"""

import re
import time
from pathlib import Path
from secrets import token_urlsafe

from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.core.words import lazy

DAY = 24 * 3600
LARGEST = 20_000_000  # bytes
MOST = 10  # of one person at a time
GONE = lazy("This spreadsheet is no longer here; upload it again")


def keep(folder: Path, actor: Actor, name: str, data: bytes) -> str:
    """A token for `find`. `name` must be fit for a file. What is older than a day goes, whoever brought it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - DAY:
            old.unlink(missing_ok=True)
    theirs = sorted(folder.glob(f"{actor.id}.*"), key=lambda file: file.stat().st_mtime)
    for old in theirs[: 1 - MOST]:
        old.unlink(missing_ok=True)
    token = token_urlsafe(16)
    file = folder / f"{actor.id}.{token}.{name[-80:]}"
    file.touch(mode=0o600)
    file.write_bytes(data)
    return token


def find(folder: Path, actor: Actor, token: str, *, gone: str = GONE) -> tuple[str, bytes]:
    """Its name and what is in it; NotFound, in the words of `gone`, if it is somebody else's or older than a day."""
    is_token = re.fullmatch(r"[A-Za-z0-9_-]{22}", token, re.ASCII)
    file = next(folder.glob(f"{actor.id}.{token}.*"), None) if is_token else None
    if file is None or file.stat().st_mtime < time.time() - DAY:
        raise NotFound(gone)
    return file.name.split(".", 2)[2], file.read_bytes()
