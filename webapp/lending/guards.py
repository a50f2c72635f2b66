"""What the database itself makes sure of about loans: what was decided is never changed and never deleted.

One way leads through, and it is narrow: once a loan, or a place in a queue, is marked as forgotten, what was decided
about it may forget who it was. Then whose it was becomes `forgotten.ID` and `forgotten.NAME`, who acted may become
`forgotten.ID`, and words that were typed become empty; all else of the row stays as it is, byte for byte.
"""

from webapp.core.guards import Guard, refuse
from webapp.people import forgotten

DECIDED = "what was decided is never changed"
QUEUED = "what was done with a place in a queue is never changed"


def _unless(allowed: list[str]) -> str:
    """A condition that holds wherever not all of these do."""
    return f"NOT COALESCE({' AND '.join(allowed)}, 1 = 0)"


def _same(*columns: str) -> list[str]:
    return [f'NEW."{name}" = OLD."{name}"' for name in columns]


FORGETS = [  # `by` is a word of PL/pgSQL
    f'NEW."by" IN (OLD."by", {forgotten.ID})',
    "NEW.why IN (OLD.why, '')",
]
AS_UNDONE = "COALESCE(NEW.undoes, 0) = COALESCE(OLD.undoes, 0)"
FORGOTTEN: dict[str, str | int] = {
    "student": forgotten.ID,
    "student_name": forgotten.NAME,
    "contact": forgotten.ID,
    "contact_name": forgotten.NAME,
    "asked_by": forgotten.ID,
    "notes": "",
    "purpose": "",
}  # the personal facts of an event, and what they may become


def _sqlite_facts(column: str) -> list[str]:
    """All other facts are the same, and these are forgotten, or as they were."""
    paths = ", ".join(f"'$.{name}'" for name in FORGOTTEN)
    rest = f"json_remove(NEW.{column}, {paths}) = json_remove(OLD.{column}, {paths})"
    return [rest] + [
        f"COALESCE(CAST(json_extract(NEW.{column}, '$.{name}') AS TEXT), '{value}') IN ('{value}',"
        f" COALESCE(CAST(json_extract(OLD.{column}, '$.{name}') AS TEXT), '{value}'))"
        for name, value in FORGOTTEN.items()
    ]


def _postgresql_facts(column: str) -> list[str]:
    less = "".join(f" - '{name}'" for name in FORGOTTEN)
    rest = f"(NEW.{column}::jsonb{less}) = (OLD.{column}::jsonb{less})"
    return [rest] + [
        f"COALESCE(NEW.{column} ->> '{name}', '{value}') IN ('{value}',"
        f" COALESCE(OLD.{column} ->> '{name}', '{value}'))"
        for name, value in FORGOTTEN.items()
    ]


def _event_keeps() -> Guard:
    same = [*_same("id", "checkout_id", "kind", "at"), AS_UNDONE, *FORGETS]
    return refuse(
        "checkout_events_keep",
        "checkout_events",
        "BEFORE UPDATE",
        _unless([*same, *_sqlite_facts("before"), *_sqlite_facts("after")]),
        DECIDED,
        postgresql=_unless(
            [*same, *_postgresql_facts("before"), *_postgresql_facts("after")]
        ),
    )


def _wait_event_keeps() -> Guard:
    same = [*_same("id", "wait_id", "kind", "at"), *FORGETS]
    return refuse(
        "item_wait_events_keep",
        "item_wait_events",
        "BEFORE UPDATE",
        _unless([*same, "NEW.facts = OLD.facts"]),
        QUEUED,
        postgresql=_unless([*same, "NEW.facts::text = OLD.facts::text"]),
    )


def _only_once_forgotten(
    name: str, table: str, words: str, *, parent: str, key: str
) -> Guard:
    marked = (
        f"SELECT 1 FROM {parent} p WHERE p.id = OLD.{key} AND p.forgotten_at IS NOT NULL"
    )
    return refuse(
        name,
        table,
        "BEFORE UPDATE",
        f"NOT EXISTS ({marked})",
        words,
        needs=f"{parent}.forgotten_at",
    )


GUARDS = (
    _event_keeps(),
    _only_once_forgotten(
        "checkout_events_remember",
        "checkout_events",
        DECIDED,
        parent="checkouts",
        key="checkout_id",
    ),
    refuse(
        "checkout_events_stay",
        "checkout_events",
        "BEFORE DELETE",
        "TRUE",
        "what was decided is never forgotten",
    ),
    _wait_event_keeps(),
    _only_once_forgotten(
        "item_wait_events_remember",
        "item_wait_events",
        QUEUED,
        parent="item_waits",
        key="wait_id",
    ),
    refuse(
        "item_wait_events_stay",
        "item_wait_events",
        "BEFORE DELETE",
        "TRUE",
        "what was done with a place in a queue is never forgotten",
    ),
)
