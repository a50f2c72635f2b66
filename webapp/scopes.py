"""Which scope a token needs for a route: by the slice that the route belongs to."""

OF_SLICES = {
    "lending": "lend",
    "rooms": "rooms",
    "stock": "stock",
    "repairs": "stock",
    "pictures": "stock",
    "people": "office",
    "school": "office",
    "reports": "office",
}
OF_MODULES = {"webapp.lending.api.forgetting": "office"}  # a setting of the school


def needed(view: object) -> str | None:
    """For what a route of the API changes; None for all others."""
    module = view.__module__
    _webapp, _dot, path = module.partition(".")
    slice, _dot, rest = path.partition(".")
    if rest.partition(".")[0] != "api":
        return None
    return OF_MODULES.get(module, OF_SLICES[slice])
