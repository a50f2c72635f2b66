"""Stock's blueprints: one for each family of addresses."""

from flask import Blueprint


def _at(name: str) -> Blueprint:
    return Blueprint(name, __name__, url_prefix=f"/{name}")


bp = Blueprint("stock", __name__, url_prefix="/items")
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
sets = _at("sets")
hub = Blueprint("hub", __name__, url_prefix="/stock")
