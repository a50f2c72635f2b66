"""Locations: the places where things are kept."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed

from . import access
from .models import Location


def all_locations(actor: Actor) -> list[Location]:
    return list(db.session.scalars(select(Location).order_by(Location.name)))


def named(actor: Actor, name: str) -> Location:
    """The location of that name, made by staff if it is not there."""
    found = db.session.scalars(select(Location).where(Location.name == name)).one_or_none()
    if found is None:
        if not access.may_receive(actor):
            raise NotAllowed("Only staff add locations")
        found = Location(name=name)
        db.session.add(found)
        db.session.flush()
    return found
