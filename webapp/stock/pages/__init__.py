"""Stock in a browser: a file for each thing people do there."""

from webapp.core.blueprints import blueprints_of

from .. import access, pictograms
from ..items import scores
from ..movements import movement_types

BLUEPRINTS = blueprints_of(
    __name__,
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
    "sets",
    "stocking",
    "transit",
    "units",
    "waiting",
)
HELPERS = {
    "stock": access,
    "family": pictograms.drawing,
    "credits": scores.credits,
    "movement_types": movement_types.TYPES,
    "movement_categories": movement_types.CATEGORIES,
}  # of every template of stock
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: HELPERS)
