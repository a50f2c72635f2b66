"""Stock in a browser: the catalogue, importing a spreadsheet, and the locations."""

from flask import Blueprint

from .. import access

bp = Blueprint("stock", __name__, url_prefix="/items")
bp.app_context_processor(lambda: {"stock": access})
places = Blueprint("locations", __name__, url_prefix="/locations")
things = Blueprint("units", __name__, url_prefix="/units")

from . import blocking, catalogue, importing, locations  # noqa: E402, F401  # their routes are the blueprints'
