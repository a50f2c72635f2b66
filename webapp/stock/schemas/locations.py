"""Locations, as people describe them and programs see them."""

from webapp.core.inputs import UNSAID, Id, Input
from webapp.core.openapi import Shown

from . import Place


class LocationInput(Input):
    name: Place


class LocationEdit(Input):
    """A page sends all of it, with the version it was drawn from."""

    version: Id
    name: Place
    is_active: bool = False


class LocationPatch(Input):
    """The API sends what changes; the version may come in If-Match."""

    name: Place = UNSAID
    is_active: bool = UNSAID


class LocationShown(Shown):
    id: int
    name: str
    is_active: bool
    pieces: int
    version: int
