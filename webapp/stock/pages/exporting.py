"""Every list of stock, to take along as a spreadsheet."""

from webapp.core import downloads

from .. import exports, list_exports
from ..schemas.items import ItemFilter
from ..schemas.levels import LevelFilter
from ..schemas.movements import MovementFilter
from ..schemas.operations import OperationFilter
from ..schemas.stocktakes import StocktakeFilter
from ..schemas.transfers import TransferFilter
from ..schemas.units import UnitFilter
from .blueprints import (
    acts,
    bp,
    brands,
    categories,
    levels,
    moves,
    places,
    skus,
    stocktakes,
    suppliers,
    things,
    transfers,
)

downloads.on_page(moves, "", "movements", exports.movements, MovementFilter)
downloads.on_page(acts, "", "operations", exports.operations, OperationFilter)
downloads.on_page(bp, "", "items", exports.items, ItemFilter)
downloads.on_page(things, "", "units", exports.things, UnitFilter)
downloads.on_page(levels, "", "levels", exports.levels, LevelFilter)
downloads.on_page(places, "", "locations", exports.locations)
downloads.on_page(transfers, "", "transfers", list_exports.transfers, TransferFilter)
downloads.on_page(stocktakes, "", "stocktakes", list_exports.stocktakes, StocktakeFilter)
downloads.on_page(brands, "", "brands", list_exports.brands)
downloads.on_page(suppliers, "", "suppliers", list_exports.suppliers)
downloads.on_page(categories, "", "categories", list_exports.categories)
downloads.on_page(skus, "", "skus", list_exports.skus)
