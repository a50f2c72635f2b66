"""Pictures for programs: sent, listed, put in order, removed and brought back."""

from flask import Blueprint

from webapp.core import photo_uploads
from webapp.core.actor import Actor
from webapp.core.beforehand import first
from webapp.core.doors import actor, signed_in
from webapp.core.forms import read_query
from webapp.core.openapi import Answer, answers

from . import pictures
from .schemas import PhotosSent, PicturePatch, PictureShown, PicturesQuery

bp = Blueprint("pictures_api", __name__, url_prefix="/api/inventory/pictures")


def _receive(who: Actor | None) -> None:
    """Only photos of something that they may add some to."""
    if who:
        about = read_query(PicturesQuery)
        pictures.check_may_add(who, about.of, about.id)
    photo_uploads.receive(who)


@bp.get("/")
@signed_in
@answers("pictures", list[PictureShown])
def index(query: PicturesQuery) -> Answer:
    """List the pictures of a thing, in their order: the first is its face. There are at most 20."""
    found = pictures.listed(actor(), query.of, query.id)
    return [PictureShown.of_picture(picture) for picture in found]


@bp.post("/")
@photo_uploads.takes_photos
@signed_in
@first(_receive)
@answers("pictures", list[PictureShown], status=201, form=PhotosSent)
def add(query: PicturesQuery) -> Answer:
    """Add pictures to a thing, sent as a form with files named `photo`; one that it has already is not added again."""
    photos = photo_uploads.received(at_least=1)
    added = pictures.attach_all(actor(), query.of, query.id, photos)
    return [PictureShown.of_picture(picture) for picture in added], 201


@bp.get("/<int:id>/")
@signed_in
@answers("pictures", PictureShown)
def show(id: int) -> Answer:
    """Show a picture's facts, and where its sizes are."""
    return PictureShown.of_picture(pictures.find(actor(), id))


@bp.patch("/<int:id>/")
@signed_in
@answers("pictures", PictureShown)
def move(id: int, json: PicturePatch) -> Answer:
    """Put a picture at another place among those of its thing."""
    return PictureShown.of_picture(pictures.move(actor(), id, place=json.place))


@bp.delete("/<int:id>/")
@signed_in
@answers("pictures", PictureShown)
def remove(id: int) -> Answer:
    """Remove a picture; for two weeks it can be restored."""
    return PictureShown.of_picture(pictures.remove(actor(), id))


@bp.post("/<int:id>/restore/")
@signed_in
@answers("pictures", PictureShown)
def restore(id: int) -> Answer:
    """Bring back a picture that was removed."""
    return PictureShown.of_picture(pictures.restore(actor(), id))
