"""Stock in a browser: a file for each thing people do there."""

from importlib import import_module

from .blueprints import BLUEPRINTS

__all__ = ["BLUEPRINTS"]

MODULES = (
    "archiving",
    "blocking",
    "bulk",
    "catalogue",
    "counting",
    "exporting",
    "handling",
    "history",
    "hubs",
    "importing",
    "labels",
    "lists",
    "locations",
    "movements",
    "moving",
    "numbering",
    "reviewing",
    "stocking",
    "transit",
    "units",
    "waiting",
)
for name in MODULES:  # the blueprints have their routes once these are read
    import_module(f".{name}", __name__)
