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
)
