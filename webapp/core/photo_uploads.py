"""Photos that come with a form: read and written to the disk before the writing starts, so that nobody waits for it."""

from collections.abc import Sequence

from flask import g, request

from . import incoming, photo_files, photos
from .actor import Actor
from .errors import Invalid
from .photo_sizes import Photo
from .words import _

FIELD = "photo"
MOST = 10  # in one form
LARGEST = 60_000_000  # bytes of a form; a browser with scripts makes photos smaller before it sends them
takes_photos = incoming.at_most(LARGEST)


def receive(_who: Actor | None) -> None:
    """For `beforehand.first`: what is wrong with the photos is told by `received`, where the form is read."""
    files = [file for file in request.files.getlist(FIELD) if file.filename]
    try:
        if len(files) > MOST:
            words = _("At most %(most)s photos at a time", most=MOST)
            raise Invalid(fields={FIELD: words})
        g.photos = [photos.read(file.read()) for file in files]
        for photo in g.photos:
            photo_files.keep(photo)
    except Invalid as no:
        g.photos, g.no_photos = [], no


def received(*, at_least: int = 0) -> Sequence[Photo]:
    """The photos of this form. Invalid at `photo` for what is none, or if there are too few."""
    if no := g.pop("no_photos", None):
        raise no
    if len(g.photos) < at_least:
        raise Invalid(fields={FIELD: _("Choose a photo")})
    return list(g.photos)
