"""Stock's tables, a file for each family of nouns."""

from .items import RENTAL_PERIODS, Brand, Category, Item, Location, Supplier
from .ledger import (
    Checkpoint,
    Level,
    Movement,
    MovementRule,
    Operation,
    PendingOperation,
    Reason,
)
from .service import ServiceEnd
from .sets import Set, SetPart
from .skus import SkuSequence
from .stocktakes import Stocktake, StocktakeLine
from .transfers import Transfer, TransferLine
from .units import Accessory, Unit

__all__ = [
    "RENTAL_PERIODS",
    "Accessory",
    "Brand",
    "Category",
    "Checkpoint",
    "Item",
    "Level",
    "Location",
    "Movement",
    "MovementRule",
    "Operation",
    "PendingOperation",
    "Reason",
    "ServiceEnd",
    "Set",
    "SetPart",
    "SkuSequence",
    "Stocktake",
    "StocktakeLine",
    "Supplier",
    "Transfer",
    "TransferLine",
    "Unit",
]
