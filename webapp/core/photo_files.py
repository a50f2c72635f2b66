"""Where photos lie: a folder beside the database, each size a file under the name that its content gives it."""

import os
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from flask import current_app

from . import private
from .photo_sizes import FULL, SIZES, Photo

ENDING = ".webp"
MIMETYPE = "image/webp"
OLD = 24 * 3600  # seconds after which what was begun will not be finished any more


def folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "pictures"


def path_of(hash: str, size: str) -> Path:
    """Where a size of a photo is, or would be."""
    return folder() / hash[:2] / f"{hash}-{size}{ENDING}"


def keep(photo: Photo) -> None:
    """On the disk when this returns; again without harm. What is there already counts as new."""
    for size, data in photo.sizes.items():
        _keep(path_of(photo.hash, size), data)


def _keep(path: Path, data: bytes) -> None:
    try:
        os.utime(path)
        if path.stat().st_size == len(data):
            return
    except FileNotFoundError:
        pass
    for each in (folder(), path.parent):  # a parent that is made on the way would be open
        private.make_folder(each)
    draft = path.with_name(f"{path.stem}.{token_hex(8)}.draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """So that a power cut does not forget the name of a file that is there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(hash: str) -> None:
    """All its sizes."""
    for size in SIZES:
        path_of(hash, size).unlink(missing_ok=True)


def is_whole(hash: str) -> bool:
    """Whether each size is there, and the largest is what its name says."""
    try:
        content = path_of(hash, FULL).read_bytes()
    except FileNotFoundError:
        return False
    there = all(path_of(hash, size).is_file() for size in SIZES)
    return there and sha256(content).hexdigest() == hash


def hashes(*, older_than: float = 0) -> Iterator[str]:
    """The photos that are there, but for those that somebody sent in the last seconds."""
    for path in sorted(folder().glob(f"*/*-{FULL}{ENDING}")):  # which is written first
        if _age(path) >= older_than:
            yield path.name.partition("-")[0]


def sweep_drafts() -> None:
    """What nobody finished writing, because the server stopped."""
    for path in folder().glob("*/*.draft"):
        if _age(path) >= OLD:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return -1
