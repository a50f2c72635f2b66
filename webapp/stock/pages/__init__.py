"""Stock in a browser: a file for each thing people do there."""

from . import (
    archiving,
    blocking,
    bulk,
    catalogue,
    counting,
    exporting,
    handling,
    history,
    hubs,
    importing,
    labels,
    lists,
    locations,
    movements,
    moving,
    numbering,
    stocking,
    transit,
    units,
    waiting,
)
from .blueprints import BLUEPRINTS

__all__ = ["BLUEPRINTS", "ROUTES"]

ROUTES = (  # read here, for the blueprints have their routes once these are
    archiving,
    blocking,
    bulk,
    catalogue,
    counting,
    exporting,
    handling,
    history,
    hubs,
    importing,
    labels,
    lists,
    locations,
    movements,
    moving,
    numbering,
    stocking,
    transit,
    units,
    waiting,
)
