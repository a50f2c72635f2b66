"""Topics: which tables an answer is made of that somebody keeps by its version, in one list.

A table that only triggers write to stands for nothing here: what they are triggered by does. Levels follow movements.
"""

TABLES = {
    "categories": ("categories",),
    # who has what to answer: what waits, whose it is, and what promises are kept with
    "inbox": (
        "bounces",
        "checkout_units",
        "checkouts",
        "closed_days",
        "groups",
        "items",
        "levels",  # whose reorder points are written
        "memberships",
        "movements",
        "opening_hours",
        "pending_operations",
        "renewal_requests",
        "repairs",
        "request_sets",
        "requests",
        "reservations",
        "settings",
        "terms",
        "units",
        "users",
        "visit_limits",
    ),
    # who is in any class or ensemble
    "groups": ("memberships",),
    # what there is, wherever it is now
    "items": ("items",),
    # what the school has decided, which nearly every page asks for
    "opening": ("closed_days", "opening_hours", "terms", "visit_limits"),
    # who waits for what is all out
    "queues": ("item_waits",),
    # what goes together, and who is suspended: most things and people are in no row of these
    "sets": ("set_parts",),  # an archived set has them still, and that is asked
    "settings": ("settings",),
    "suspensions": ("suspensions",),
}
