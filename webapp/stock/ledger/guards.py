"""What the database itself makes sure of about stock: the ledger only grows, and levels and units are its shadow."""

from webapp.core.guards import Guard, refuse

from ..models.states import STATES
from .chain import SEALED


def _moved(before: str, state: str, by: str) -> str:
    """A state's quantity after a movement; a neutral one (same state twice) changes nothing."""
    took, gave = f"{by}.from_state = '{state}'", f"{by}.to_state = '{state}'"
    return f"{before} - CASE WHEN {took} THEN {by}.quantity ELSE 0 END + CASE WHEN {gave} THEN {by}.quantity ELSE 0 END"


def _all(template: str) -> str:
    return " AND ".join(template.format(state=state) for state in STATES)


ADDS_UP = " AND ".join(
    f"NEW.{s}_after = {_moved(f'COALESCE(p.{s}_after, 0)', s, 'NEW')}" for s in STATES
)
FITS = f"""SELECT 1 FROM levels l LEFT JOIN movements p ON p.level_id = l.id AND p.seq = l.seq
    WHERE l.id = NEW.level_id AND l.seq = NEW.seq - 1 AND (l.seq = 0 OR p.id IS NOT NULL)
    AND NEW.value_after_minor = COALESCE(p.value_after_minor, 0) + NEW.value_delta_minor AND {ADDS_UP}"""
FOLLOWS = """(NEW.id = 1 AND NEW.prev_hash = '')
    OR EXISTS (SELECT 1 FROM movements g WHERE g.id = NEW.id - 1 AND g.hash = NEW.prev_hash)"""

TO_LEVEL = f"""UPDATE levels SET {", ".join(f"{s} = NEW.{s}_after" for s in STATES)},
    value_minor = NEW.value_after_minor, seq = NEW.seq WHERE id = NEW.level_id"""
TO_UNIT = f"""UPDATE units SET {", ".join(f"{s} = {_moved(s, s, 'NEW')}" for s in STATES)},
    location_id = NEW.location_id, last_movement_id = NEW.id WHERE id = NEW.unit_id"""
PROJECT = f"{TO_LEVEL}; {TO_UNIT}"

EMPTY = " + ".join(f"NEW.{s}" for s in STATES) + " <> 0"
LEVEL_SHADOW = f"""SELECT 1 FROM movements m WHERE m.level_id = NEW.id AND m.seq = NEW.seq
    AND NEW.seq = OLD.seq + 1 AND m.value_after_minor = NEW.value_minor AND {_all("m.{state}_after = NEW.{state}")}"""
UNIT_SHADOW = f"""SELECT 1 FROM movements m WHERE m.unit_id = NEW.id AND m.id = NEW.last_movement_id
    AND m.id > OLD.last_movement_id AND m.location_id = NEW.location_id
    AND {" AND ".join(f"NEW.{s} = {_moved(f'OLD.{s}', s, 'm')}" for s in STATES)}"""

LEVEL_COLUMNS = (
    f"BEFORE UPDATE OF {', '.join(STATES)}, value_minor, seq, item_id, location_id"
)
UNIT_COLUMNS = f"BEFORE UPDATE OF {', '.join(STATES)}, last_movement_id, item_id"
OPERATION_COLUMNS = (
    "BEFORE UPDATE OF id, kind, actor_id, checkout_id, reverses_id, created_at"
)
SEALED_COLUMNS = f"BEFORE UPDATE OF {', '.join(SEALED)}"
APPEND_ONLY = "the ledger is never changed"
CUT = "the ledger is never cut"
USED = "a number is never used twice"
FORGED = f"RAISE EXCEPTION '{CUT}' USING ERRCODE = '23514'"

GUARDS = (
    refuse(
        "movements_keep",
        "movements",
        "BEFORE UPDATE",
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "movements_stay",
        "movements",
        "BEFORE DELETE",
        "TRUE",
        CUT,
    ),
    Guard(
        "movements_whole", "movements", "BEFORE TRUNCATE", None, FORGED, each="STATEMENT"
    ),
    refuse(
        "movements_chain",
        "movements",
        "BEFORE INSERT",
        f"NOT ({FOLLOWS})",
        "the ledger has moved on",
    ),
    refuse(
        "movements_add_up",
        "movements",
        "BEFORE INSERT",
        f"NOT EXISTS ({FITS})",
        "the movement does not add up",
    ),
    Guard(
        "movements_count",
        "movements",
        "AFTER INSERT",
        PROJECT,
        PROJECT,
    ),
    refuse(
        "operations_keep",
        "operations",
        OPERATION_COLUMNS,
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "operations_issuer",
        "operations",
        "BEFORE UPDATE OF issuer_id",
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "operations_item",
        "operations",
        "BEFORE UPDATE OF item_id",
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "operations_pile",
        "operations",
        "BEFORE UPDATE OF pile_id",
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "operations_sealed",
        "operations",
        SEALED_COLUMNS,
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "operations_stay",
        "operations",
        "BEFORE DELETE",
        "TRUE",
        CUT,
    ),
    Guard(
        "operations_whole", "operations", "BEFORE TRUNCATE", None, FORGED, each="STATEMENT"
    ),
    refuse(
        "checkpoints_keep",
        "checkpoints",
        "BEFORE UPDATE",
        "TRUE",
        APPEND_ONLY,
    ),
    refuse(
        "checkpoints_stay",
        "checkpoints",
        "BEFORE DELETE",
        "TRUE",
        CUT,
    ),
    Guard(
        "checkpoints_whole",
        "checkpoints",
        "BEFORE TRUNCATE",
        None,
        FORGED,
        each="STATEMENT",
    ),
    refuse(
        "levels_follow",
        "levels",
        LEVEL_COLUMNS,
        f"NOT EXISTS ({LEVEL_SHADOW})",
        "a level changes through the ledger",
    ),
    refuse(
        "levels_begin",
        "levels",
        "BEFORE INSERT",
        f"{EMPTY} OR NEW.seq <> 0 OR NEW.value_minor <> 0",
        "a new level is empty",
    ),
    refuse(
        "units_follow",
        "units",
        UNIT_COLUMNS,
        f"NOT EXISTS ({UNIT_SHADOW})",
        "a unit changes through the ledger",
    ),
    refuse(
        "skus_grow",
        "sku_sequences",
        "BEFORE UPDATE OF next_number",
        "NEW.next_number < OLD.next_number",
        USED,
    ),
    refuse(
        "skus_stay",
        "sku_sequences",
        "BEFORE DELETE",
        "TRUE",
        USED,
    ),
    refuse(
        "units_begin",
        "units",
        "BEFORE INSERT",
        f"{EMPTY} OR NEW.last_movement_id <> 0",
        "a new unit is empty",
    ),
)
