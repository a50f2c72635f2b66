"""Stock for programs: a file for each noun."""

from importlib import import_module

from .blueprint import bp

__all__ = ["bp"]

MODULES = (
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
    "skus",
    "stocktakes",
    "suppliers",
    "transfers",
    "units",
)
for name in MODULES:  # the blueprint has its routes once these are read
    import_module(f".{name}", __name__)
