"""Stock in a browser: a blueprint for each family of addresses, a file for each thing people do there."""

from flask import Blueprint

from .. import access


def _at(name: str) -> Blueprint:
    return Blueprint(name, __name__, url_prefix=f"/{name}")


bp = Blueprint("stock", __name__, url_prefix="/items")
bp.app_context_processor(lambda: {"stock": access})
places = _at("locations")
things = _at("units")
levels = _at("levels")
moves = _at("movements")
acts = _at("operations")
transfers = _at("transfers")
stocktakes = _at("stocktakes")
brands = _at("brands")
suppliers = _at("suppliers")
categories = _at("categories")
skus = _at("skus")
hub = Blueprint("hub", __name__, url_prefix="/stock")
ALL = (hub, bp, places, things, levels, moves, acts, transfers, stocktakes, brands, suppliers, categories, skus)

from . import (  # noqa: E402, F401  # their routes are the blueprints'
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
