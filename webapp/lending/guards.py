"""What the database itself makes sure of about loans: what was decided is never changed and never forgotten."""

from webapp.core.guards import refuse

GUARDS = (
    refuse(
        "checkout_events_keep",
        "checkout_events",
        "BEFORE UPDATE",
        "TRUE",
        "what was decided is never changed",
    ),
    refuse(
        "checkout_events_stay",
        "checkout_events",
        "BEFORE DELETE",
        "TRUE",
        "what was decided is never forgotten",
    ),
    refuse(
        "item_wait_events_keep",
        "item_wait_events",
        "BEFORE UPDATE",
        "TRUE",
        "what was done with a place in a queue is never changed",
    ),
    refuse(
        "item_wait_events_stay",
        "item_wait_events",
        "BEFORE DELETE",
        "TRUE",
        "what was done with a place in a queue is never forgotten",
    ),
)
