"""Stock for programs: a file for each noun."""

from webapp.core.blueprints import blueprints_of

BLUEPRINTS = blueprints_of(
    __name__,
    "accessories",
    "acts",
    "archiving",
    "brands",
    "categories",
    "description",
    "exporting",
    "items",
    "levels",
    "locations",
    "movements",
    "operations",
    "sets",
    "skus",
    "stocktakes",
    "suppliers",
    "transfers",
    "units",
)
