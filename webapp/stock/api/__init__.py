"""Stock for programs: a file for each noun."""

from . import (
    accessories,
    acts,
    archiving,
    brands,
    categories,
    description,
    exporting,
    items,
    levels,
    locations,
    movements,
    operations,
    skus,
    stocktakes,
    suppliers,
    transfers,
    units,
)
from .blueprint import bp

__all__ = ["ROUTES", "bp"]

ROUTES = (  # read here, for the blueprint has its routes once these are
    accessories,
    acts,
    archiving,
    brands,
    categories,
    description,
    exporting,
    items,
    levels,
    locations,
    movements,
    operations,
    skus,
    stocktakes,
    suppliers,
    transfers,
    units,
)
