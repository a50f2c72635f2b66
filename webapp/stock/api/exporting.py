"""Every list of stock as a spreadsheet, for programs."""

from webapp.core import downloads
from webapp.core.inputs import ExportQuery

from .. import exports, list_exports
from ..schemas.items import ItemFilter
from ..schemas.levels import LevelFilter
from ..schemas.movements import MovementFilter
from ..schemas.operations import OperationFilter
from ..schemas.stocktakes import StocktakeFilter
from ..schemas.transfers import TransferFilter
from ..schemas.units import UnitFilter
from .blueprint import bp

ROOT = "/inventory"


class MovementExport(MovementFilter, ExportQuery):
    pass


class OperationExport(OperationFilter, ExportQuery):
    pass


class ItemExport(ItemFilter, ExportQuery):
    pass


class UnitExport(UnitFilter, ExportQuery):
    pass


class LevelExport(LevelFilter, ExportQuery):
    pass


class TransferExport(TransferFilter, ExportQuery):
    pass


class StocktakeExport(StocktakeFilter, ExportQuery):
    pass


downloads.for_programs(
    bp, f"{ROOT}/movements/", "movements", exports.movements, MovementExport
)
downloads.for_programs(
    bp, f"{ROOT}/operations/", "operations", exports.operations, OperationExport
)
downloads.for_programs(bp, f"{ROOT}/items/", "items", exports.items, ItemExport)
downloads.for_programs(bp, f"{ROOT}/units/", "units", exports.things, UnitExport)
downloads.for_programs(bp, f"{ROOT}/levels/", "levels", exports.levels, LevelExport)
downloads.for_programs(bp, f"{ROOT}/locations/", "locations", exports.locations)
downloads.for_programs(
    bp, f"{ROOT}/transfers/", "transfers", list_exports.transfers, TransferExport
)
downloads.for_programs(
    bp, f"{ROOT}/stocktakes/", "stocktakes", list_exports.stocktakes, StocktakeExport
)
downloads.for_programs(bp, f"{ROOT}/brands/", "brands", list_exports.brands)
downloads.for_programs(bp, f"{ROOT}/suppliers/", "suppliers", list_exports.suppliers)
downloads.for_programs(bp, f"{ROOT}/categories/", "categories", list_exports.categories)
downloads.for_programs(bp, f"{ROOT}/skus/", "skus", list_exports.skus)
