"""Tidying up: what was removed long ago goes for good, and with its last picture its file."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.core import clock, photo_files
from webapp.core.db import db, reading, transaction

from .models import Picture, PictureFile

KEPT = timedelta(days=14)  # what was removed, and photos that belong to nothing
AT_ONCE = 100  # in one transaction


def tidy() -> int:
    """How many files went. Any number of times; each batch is a transaction of its own."""
    photo_files.sweep_drafts()
    with transaction():
        _forget_removed()
    with reading():
        hashes = [*_unused(), *_unknown()]
    for start in range(0, len(hashes), AT_ONCE):
        with transaction():
            for hash in hashes[start : start + AT_ONCE]:
                remove(hash)
    return len(hashes)


def missing() -> list[str]:
    """The names of files that pictures are of, and that are not there or not what they were."""
    known = db.session.scalars(select(PictureFile.hash).order_by(PictureFile.hash))
    return [hash for hash in known if not photo_files.is_whole(hash)]


def unreferenced() -> list[str]:
    """The names of files that no picture is of."""
    used = set(db.session.scalars(select(Picture.hash)))
    return [hash for hash in photo_files.hashes() if hash not in used]


def _forget_removed() -> None:
    db.session.execute(delete(Picture).where(Picture.removed_at < clock.now() - KEPT))


def _unused() -> Iterator[str]:
    query = select(PictureFile.hash).where(_is_over()).order_by(PictureFile.hash)
    yield from db.session.scalars(query)


def _unknown() -> Iterator[str]:
    """On the disk only: their form was refused after they were written."""
    known = set(db.session.scalars(select(PictureFile.hash)))
    for hash in photo_files.hashes(older_than=KEPT.total_seconds()):
        if hash not in known:
            yield hash


def _is_over() -> ColumnElement[bool]:
    of_pictures = select(Picture.id).where(Picture.hash == PictureFile.hash).exists()
    return (PictureFile.used_at < clock.now() - KEPT) & ~of_pictures


def remove(hash: str) -> None:
    """Unless somebody sends it again just now: they have its row, or wait until it is gone, and write it anew."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    claim = dialect.insert(PictureFile).values(
        hash=hash, width=1, height=1, size=0, used_at=clock.now() - 2 * KEPT
    )
    db.session.execute(claim.on_conflict_do_nothing())
    gone = delete(PictureFile).where(PictureFile.hash == hash, _is_over())
    if db.session.scalar(gone.returning(PictureFile.hash)):
        photo_files.remove(hash)
