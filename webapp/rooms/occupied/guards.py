"""What SQLite makes sure of by triggers; PostgreSQL has an exclusion constraint and real instants instead."""

from webapp.core.guards import Guard, refuse

TWO = "[0-9][0-9]"
INSTANT = f"{TWO}{TWO}-{TWO}-{TWO} {TWO}:{TWO}:{TWO}.{TWO}{TWO}{TWO}"
# Of what is there no two overlap, so only the last that starts before this ends can be in its way: one look at the
# index, however many years of bookings there are.
OVERLAP = """SELECT RAISE(ABORT, 'ex_occupancy_overlap: the space is taken')
    WHERE NEW.live AND NEW.starts_at < (SELECT o.blocks_until FROM occupancy o WHERE o.space_id = NEW.space_id
    AND o.live AND o.id IS NOT NEW.id AND o.starts_at < NEW.blocks_until ORDER BY o.starts_at DESC LIMIT 1)"""


def _instants(table: str, *columns: str) -> tuple[Guard, ...]:
    """Text sorts as time only in one fixed form."""
    wrong = " OR ".join(f"NEW.{name} NOT GLOB '{INSTANT}'" for name in columns)
    body = f"SELECT RAISE(ABORT, 'instants have one form') WHERE {wrong}"
    events = {"insert": "BEFORE INSERT", "update": f"BEFORE UPDATE OF {', '.join(columns)}"}
    return tuple(
        Guard(f"{table}_instants_{when}", table, event, body, None)
        for when, event in events.items()
    )


GUARDS = (
    Guard(
        "occupancy_overlap_insert",
        "occupancy",
        "BEFORE INSERT",
        OVERLAP,
        None,
        constraint="ex_occupancy_overlap",
    ),
    Guard(
        "occupancy_overlap_update",
        "occupancy",
        "BEFORE UPDATE",
        OVERLAP,
        None,
        constraint="ex_occupancy_overlap",
    ),
    *_instants("occupancy", "starts_at", "blocks_until"),
    *_instants("reservations", "starts_at", "ends_at"),
    *_instants("refusals", "starts_at", "ends_at"),
    *_instants("closures", "starts_at", "ends_at"),
    refuse(
        "payments_keep",
        "payment_entries",
        "BEFORE UPDATE",
        "TRUE",
        "payments are only added to",
    ),
    refuse(
        "payments_stay",
        "payment_entries",
        "BEFORE DELETE",
        "TRUE",
        "payments are only added to",
    ),
    refuse(
        "prices_keep",
        "price_changes",
        "BEFORE UPDATE",
        "TRUE",
        "price changes are only added to",
    ),
    refuse(
        "prices_stay",
        "price_changes",
        "BEFORE DELETE",
        "TRUE",
        "price changes are only added to",
    ),
)
