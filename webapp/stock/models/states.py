"""Where stock can be, and which movements may take it from where to where."""

from itertools import permutations

STATES = (
    "available",
    "reserved",
    "on_rent",
    "damaged",
    "under_repair",
    "beyond_repair",
    "in_transit",
)
OUTSIDE = "outside"  # the world: shops, owners, thieves
CONDITIONS = ("new", "excellent", "good", "fair", "poor", "damaged")  # best first
LOSSES = ("DAMAGE_LOSS", "THEFT_LOSS", "EXPIRY_LOSS")

RULES = (
    ("PURCHASE", OUTSIDE, "available"),
    ("PURCHASE_RETURN", "available", OUTSIDE),
    ("PURCHASE_RETURN", "damaged", OUTSIDE),
    ("SALE", "available", OUTSIDE),
    ("SALE_RETURN", OUTSIDE, "available"),
    ("SALE_RETURN", OUTSIDE, "damaged"),
    ("RESERVATION_CREATED", "available", "reserved"),
    ("RESERVATION_EXTENDED", "reserved", "reserved"),
    ("RESERVATION_CANCELLED", "reserved", "available"),
    ("RENTAL_OUT", "reserved", "on_rent"),
    ("RENTAL_OUT", "available", "on_rent"),
    ("RENTAL_EXTENSION", "on_rent", "on_rent"),
    ("RENTAL_RETURN", "on_rent", "available"),
    ("RENTAL_RETURN_DAMAGED", "on_rent", "damaged"),
    ("DAMAGE_ASSESSMENT", "available", "damaged"),
    ("DAMAGE_ASSESSMENT", "damaged", "damaged"),
    ("DAMAGE_ASSESSMENT", "damaged", "available"),
    ("DAMAGE_ASSESSMENT", "damaged", "beyond_repair"),
    ("SENT_FOR_REPAIR", "damaged", "under_repair"),
    ("SENT_FOR_REPAIR", "available", "under_repair"),
    ("REPAIR_COMPLETED", "under_repair", "available"),
    ("REPAIR_COMPLETED", "under_repair", "damaged"),
    ("REPAIR_COMPLETED", "under_repair", "beyond_repair"),
    ("WRITE_OFF", "beyond_repair", OUTSIDE),
    ("WRITE_OFF", "damaged", OUTSIDE),
    ("TRANSFER_OUT", "available", OUTSIDE),
    ("TRANSFER_IN", OUTSIDE, "in_transit"),
    ("TRANSFER_IN", "in_transit", "available"),
    ("TRANSFER_OUT", "in_transit", OUTSIDE),
    ("TRANSFER_IN", OUTSIDE, "available"),
    *(
        ("ADJUSTMENT_POSITIVE", OUTSIDE, state)
        for state in ("available", "damaged", "on_rent")
    ),
    *(("ADJUSTMENT_NEGATIVE", state, OUTSIDE) for state in ("available", "damaged")),
    *(
        (loss, state, OUTSIDE)
        for loss in LOSSES
        for state in STATES
        if state != "beyond_repair"
    ),
    *(("SYSTEM_CORRECTION", *pair) for pair in permutations((*STATES, OUTSIDE), 2)),
)
