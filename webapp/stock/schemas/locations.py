"""Locations, as people describe them and programs see them."""

from webapp.core.inputs import Id, Input
from webapp.core.openapi import Shown
from webapp.core.patches import partial

from . import Place


class LocationInput(Input):
    name: Place


class LocationDescription(Input):
    name: Place
    is_active: bool = True


class LocationEdit(LocationDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class LocationPatch(LocationDescription):
    """The API sends what changes; the version may come in If-Match."""


class LocationShown(Shown):
    id: int
    name: str
    is_active: bool
    pieces: int
    version: int
