"""Pictures in a browser: the album of a thing, where photos are sent, put in order and removed; and the photos."""

from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import photo_files, photo_uploads
from webapp.core.actor import Actor
from webapp.core.beforehand import first
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Refusal
from webapp.core.said import Said
from webapp.core.words import _, ngettext

from . import kinds, pictures
from .models import Picture

bp = Blueprint("pictures", __name__, url_prefix="/pictures")
ALBUM = "/<any(item, unit, repair, hand_out, return, fault):kind>/<int:id>"
KEEP = (
    "private, max-age=31536000, immutable"  # whoever may see it is another matter each time
)


def _receive(who: Actor | None) -> None:
    """Only photos of something that they may add some to."""
    kind, id = (request.view_args or {}).values()
    if who:
        pictures.check_may_add(who, kind, id)
    photo_uploads.receive(who)


@bp.get(ALBUM)
@signed_in
def album(kind: str, id: int) -> Response:
    return _album(kind, id)


@bp.get(f"{ALBUM}/add")
@signed_in
def add_form(kind: str, id: int) -> Response:
    """The album too, for whoever may add to it."""
    pictures.check_may_change(actor(), kind, id)
    return _album(kind, id)


@bp.post(f"{ALBUM}/add")
@photo_uploads.takes_photos
@signed_in
@first(_receive)
def add(kind: str, id: int) -> Response:
    pictures.check_may_change(actor(), kind, id)
    try:
        photos = photo_uploads.received(at_least=1)
        added = pictures.attach_all(actor(), kind, id, photos)
    except Refusal as no:
        no.page = partial(_album, kind, id, no)
        raise
    words = ngettext("%(num)s photo is saved", "%(num)s photos are saved", len(added))
    return _go_to_album(added[0], Said(words))


@bp.post("/<int:id>/remove")
@signed_in
def remove(id: int) -> Response:
    undo = url_for(".restore", id=id)
    word = Said(_("Removed"), _("For two weeks it can be brought back."), undo)
    return _go_to_album(pictures.remove(actor(), id), word)


@bp.post("/<int:id>/restore")
@signed_in
def restore(id: int) -> Response:
    word = Said(_("The photo is back"), tone="mute")
    return _go_to_album(pictures.restore(actor(), id), word)


@bp.post("/<int:id>/move/<int:place>")
@signed_in
def move(id: int, place: int) -> Response:
    picture = pictures.move(actor(), id, place=place)
    return _go_to_album(picture, Said(_("It is photo %(number)s now", number=place)))


@bp.get("/<int:id>-<mark>/<any(face, page, full):size>")
@signed_in
def show(id: int, mark: str, size: str) -> Response:
    data = pictures.content(actor(), id, mark, size)
    response = Response(data, content_type=photo_files.MIMETYPE)
    response.headers["Cache-Control"] = KEEP
    response.set_etag(f"{mark}-{size}")
    return response.make_conditional(request.environ)


def _go_to_album(picture: Picture, word: Said) -> Response:
    return go(url_for(".album", kind=picture.kind, id=picture.thing_id), word)


def _album(kind: str, id: int, no: Refusal | None = None) -> Response:
    about = kinds.find(kind)
    return page(
        "pictures/album",
        no.status if no else 200,
        no=no,
        kind=kind,
        id=id,
        thing=about.name_of(actor(), id),
        back=url_for(about.page, id=id),
        pictures=pictures.listed(actor(), kind, id),
        may_change=about.may_change(actor(), id),
        not_yet=about.not_yet(id),
        most=photo_uploads.MOST,
    )
