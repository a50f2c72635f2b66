"""Pictures: what things look like; added by whoever may, put in order, removed and brought back."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.core import clock, photo_files, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.photo_sizes import Photo
from webapp.core.words import _

from . import kinds, of_things
from .models import MARK, PictureFile
from .models import Picture as Picture  # whom other slices show

MOST = 20  # of one thing


def check_may_change(actor: Actor, kind: str, id: int) -> str:
    """What the thing is called. NotFound for whoever may not see it, NotAllowed for whoever only may see it."""
    about = kinds.find(kind)
    name = about.name_of(actor, id)
    if not about.may_change(actor, id):
        raise NotAllowed(_("You may look at these pictures, and not change them"))
    return name


def check_may_add(actor: Actor, kind: str, id: int) -> None:
    """As `check_may_change`; Conflict where there is nothing to see yet."""
    check_may_change(actor, kind, id)
    _check_happened(kind, id)


def _check_happened(kind: str, id: int) -> None:
    if words := kinds.find(kind).not_yet(id):
        raise Conflict(words)


def attach(actor: Actor, kind: str, id: int, photo: Photo) -> Picture:
    """One more picture of a thing, as `attach_all`."""
    return attach_all(actor, kind, id, [photo])[0]


def attach_all(actor: Actor, kind: str, id: int, photos: Sequence[Photo]) -> list[Picture]:
    """More pictures of a thing, behind those that it has; a photo that it has already is the picture it has.

    NotFound or NotAllowed as `check_may_change`, Conflict if these would be too many, or if what they show has not
    happened.
    """
    _take(actor, kind, id)
    there = _by_hash(kind, id)
    new = {photo.hash: photo for photo in photos if photo.hash not in there}
    _check_room(len(there) + len(new))
    _keep_files(new.values())
    places = enumerate(new.values(), _last(there.values()) + 1)
    db.session.add_all(_new(actor, (kind, id, at), photo) for at, photo in places)
    _tell_face(kind, id)
    return _as_sent(_by_hash(kind, id), photos)


def _take(actor: Actor, kind: str, id: int) -> None:
    """The lock of its pictures; inside it is asked whether there is something to see, for that may just be undone."""
    check_may_change(actor, kind, id)
    of_things.hold(kind, id)
    _check_happened(kind, id)


def _as_sent(pictures: Mapping[str, Picture], photos: Sequence[Photo]) -> list[Picture]:
    return [pictures[photo.hash] for photo in photos]


def _by_hash(kind: str, id: int) -> dict[str, Picture]:
    return {each.hash: each for each in rows.listed(of_things.there(kind, id))}


def _last(pictures: Iterable[Picture]) -> int:
    return max((picture.place for picture in pictures), default=0)


def _check_room(pictures: int) -> None:
    if pictures > MOST:
        words = _("At most %(most)s pictures: remove some first", most=MOST)
        raise Conflict(words, facts={"pictures": pictures})


def _new(actor: Actor, where: tuple[str, int, int], photo: Photo) -> Picture:
    kind, id, place = where
    return Picture(
        kind=kind,
        thing_id=id,
        hash=photo.hash,
        place=place,
        width=photo.width,
        height=photo.height,
        added_by=actor.id,
    )


def listed(actor: Actor, kind: str, id: int) -> list[Picture]:
    """Those of a thing, the face first. NotFound for whoever may not see it."""
    kinds.find(kind).name_of(actor, id)
    return rows.listed(of_things.there(kind, id))


def by_kind(id: int, *kinds: str) -> dict[str, list[Picture]]:
    """Those of what goes by one id, in one query; the caller has checked who may see them."""
    there: dict[str, list[Picture]] = {kind: [] for kind in kinds}
    query = select(Picture).where(Picture.kind.in_(kinds), Picture.thing_id == id)
    query = query.where(Picture.removed_at.is_(None))
    for picture in db.session.scalars(query.order_by(Picture.place, Picture.id)):
        there[picture.kind].append(picture)
    return there


def find(actor: Actor, id: int) -> Picture:
    """One that was removed too, for whoever may bring it back. NotFound for whoever may not see what it shows."""
    picture = db.session.get(Picture, id)
    if picture is None:
        raise NotFound(_("Picture not found"))
    kind = kinds.find(picture.kind)
    try:
        kind.name_of(actor, picture.thing_id)
    except NotFound:
        raise NotFound(_("Picture not found")) from None
    if picture.removed_at and not kind.may_change(actor, picture.thing_id):
        raise NotFound(_("Picture not found"))
    return picture


def content(actor: Actor, id: int, mark: str, size: str) -> bytes:
    """A size of a picture as WebP. NotFound also for another picture's mark, and where the file is missing."""
    picture = find(actor, id)
    if picture.hash[:MARK] != mark:
        raise NotFound(_("Picture not found"))
    try:
        return photo_files.path_of(picture.hash, size).read_bytes()
    except FileNotFoundError:
        raise NotFound(_("The file of this picture is missing")) from None


def remove(actor: Actor, id: int) -> Picture:
    """Out of all lists; it can be restored until its file goes. Conflict if it was removed already."""
    picture = _locked(actor, id)
    if picture.removed_at:
        raise Conflict(_("This picture was removed already"))
    picture.removed_at, picture.removed_by = clock.now(), actor.id
    _tell_face(picture.kind, picture.thing_id)
    return picture


def restore(actor: Actor, id: int) -> Picture:
    """Where it was among the others.

    Conflict if it is there, or its like is, if there are too many by now, or if what it shows was undone.
    """
    picture = _locked(actor, id)
    if not picture.removed_at:
        raise Conflict(_("This picture is there"))
    _check_happened(picture.kind, picture.thing_id)
    others = rows.listed(of_things.there(picture.kind, picture.thing_id))
    if picture.hash in {each.hash for each in others}:
        raise Conflict(_("The same picture was added again by now"))
    _check_room(len(others) + 1)
    picture.removed_at = picture.removed_by = None
    _tell_face(picture.kind, picture.thing_id)
    return picture


def move(actor: Actor, id: int, *, place: int | None) -> Picture:
    """To this place among its thing's pictures, counted from 1, the first is the face; None leaves it where it is.

    Conflict if it was removed.
    """
    picture = _locked(actor, id)
    if picture.removed_at:
        raise Conflict(_("This picture was removed"))
    others = rows.listed(of_things.there(picture.kind, picture.thing_id))
    if place is None:
        return picture
    others.remove(picture)
    others.insert(place - 1, picture)
    for number, each in enumerate(others, 1):
        each.place = number
    _tell_face(picture.kind, picture.thing_id)
    return picture


def _locked(actor: Actor, id: int) -> Picture:
    """As it is now. NotFound, or NotAllowed for whoever may not change it."""
    picture = find(actor, id)
    check_may_change(actor, picture.kind, picture.thing_id)
    of_things.hold(picture.kind, picture.thing_id)
    query = select(Picture).where(Picture.kind == picture.kind)
    query = query.where(Picture.thing_id == picture.thing_id).order_by(Picture.id)
    rows.listed(query.execution_options(populate_existing=True))
    return rows.find(
        select(Picture).where(Picture.id == id), _("Picture not found"), lock=True
    )


def _keep_files(photos: Iterable[Photo]) -> None:
    for photo in sorted(photos, key=attrgetter("hash")):  # all lock them in this order
        _keep_file(photo)


def _keep_file(photo: Photo) -> None:
    """In the database, locked; and on the disk, from where whoever tidies up may just have taken it."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    size = sum(map(len, photo.sizes.values()))
    row = dialect.insert(PictureFile).values(
        hash=photo.hash,
        width=photo.width,
        height=photo.height,
        size=size,
        used_at=clock.now(),
    )
    changes = {"used_at": row.excluded.used_at}
    db.session.execute(row.on_conflict_do_update(index_elements=["hash"], set_=changes))
    photo_files.keep(photo)


def _tell_face(kind: str, id: int) -> None:
    db.session.flush()
    if tell := kinds.find(kind).set_face:
        first = db.session.scalars(of_things.there(kind, id).limit(1)).first()
        tell(id, first.name if first else "")
