"""Stock for programs: a file for each noun."""

from webapp.core.blueprints import blueprints_of

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

BLUEPRINTS = blueprints_of(
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
