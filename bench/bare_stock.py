"""The limit of stock's questions: the same rows by hand-written SQL through the raw driver, as tuples."""

import re

from webapp.core.db import db
from webapp.stock.ledger.ledger import WRITER
from webapp.stock.models.states import STATES

LEVEL = ", ".join(f"l.{s}" for s in STATES)
SUMS = ", ".join(f"SUM(l.{s})" for s in (*STATES, "seq"))
MOVED = f"""SELECT m.id, m.operation_id, m.item_id, m.unit_id, m.location_id, m.checkout_id, m.type, m.from_state,
    m.to_state, m.quantity, m.value_delta_minor, m.value_after_minor, m.hash,
    {", ".join(f"m.{s}_after" for s in STATES)},
    o.transfer_id, o.repair_id, o.kind, o.actor_id, o.note, m.created_at, i.name, p.name, u.tag
    FROM movements m JOIN operations o ON o.id = m.operation_id JOIN items i ON i.id = m.item_id
    JOIN locations p ON p.id = m.location_id LEFT JOIN units u ON u.id = m.unit_id"""
NEWEST = "ORDER BY m.id DESC LIMIT :most"
ON_DAY = (
    "WHERE m.created_at >= :since AND m.created_at < :until",
    "ORDER BY m.created_at DESC, m.id DESC LIMIT :most",
)
KEPT = f"""SELECT l.id, l.item_id, l.location_id, {LEVEL}, l.on_hand, l.status, l.reorder_point, l.reorder_quantity,
    l.maximum_stock, l.value_minor, l.seq, l.version, i.name, i.sku, i.category, p.name
    FROM levels l JOIN items i ON i.id = l.item_id JOIN locations p ON p.id = l.location_id
    WHERE (i.archived_at IS NULL OR l.on_hand > 0)"""
IN_ORDER = "ORDER BY i.sort_key, i.id, l.location_id LIMIT :most"
DONE = """SELECT o.id, o.kind, o.actor_id, o.approved_by, o.reason, o.reference, o.note, o.checkout_id, o.transfer_id,
    o.repair_id, o.stocktake_id, o.created_at, o.reverses_id, u.id, r.label, w.name
    FROM operations o LEFT JOIN operations u ON u.reverses_id = o.id LEFT JOIN reasons r ON r.code = o.reason
    JOIN users w ON w.id = o.actor_id"""
OF_ITEM = "WHERE o.id IN (SELECT operation_id FROM movements WHERE item_id = :item)"
NEWEST_DONE = "ORDER BY o.id DESC LIMIT :most"
DID = f"""SELECT d.last, d.movements, d.kinds, i.name, u.tag, p.name FROM (
    SELECT operation_id, MAX(id) AS last, COUNT(*) AS movements, COUNT(DISTINCT item_id) AS kinds,
    COUNT(DISTINCT unit_id) AS units FROM movements WHERE operation_id IN
    (SELECT o.id FROM operations o {{}} {NEWEST_DONE}) GROUP BY operation_id) d
    JOIN movements m ON m.id = d.last JOIN items i ON i.id = m.item_id JOIN locations p ON p.id = m.location_id
    LEFT JOIN units u ON u.id = m.unit_id AND d.units = 1"""
COUNTS = """SELECT (SELECT COUNT(*) FROM levels l JOIN items i ON i.id = l.item_id WHERE l.reorder_point IS NOT NULL
    AND l.status IN ('low_stock', 'out_of_stock') AND i.archived_at IS NULL),
    (SELECT COUNT(*) FROM units WHERE on_hand > 0 AND next_maintenance_on <= :today),
    (SELECT COUNT(*) FROM units WHERE on_hand > 0 AND warranty_until BETWEEN :today AND :today)"""
LOW = """SELECT l.id, l.item_id, i.name, p.name, l.status, l.available, l.reorder_point, l.reorder_quantity
    FROM levels l JOIN items i ON i.id = l.item_id JOIN locations p ON p.id = l.location_id
    WHERE l.reorder_point IS NOT NULL AND l.status IN ('low_stock', 'out_of_stock') AND i.archived_at IS NULL
    ORDER BY l.available - l.reorder_point, i.sort_key, l.id LIMIT :most"""
ITEM = (
    f"""SELECT i.*, b.name, p.name, t.* FROM items i LEFT JOIN brands b ON b.id = i.brand_id
    JOIN locations p ON p.id = i.home_location_id
    CROSS JOIN (SELECT {SUMS} FROM levels l WHERE l.item_id = :item) t WHERE i.id = :item""",
    """SELECT c.*, u.tag FROM checkouts c
    LEFT JOIN checkout_units p ON p.checkout_id = c.id AND p.ended_at IS NULL LEFT JOIN units u ON u.id = p.unit_id
    WHERE c.item_id = :item AND c.status IN ('pending', 'approved', 'out')""",
    "SELECT u.* FROM units u WHERE u.item_id = :item AND u.available > 0 ORDER BY u.sort_key, u.id",
)
TAKE_TURNS = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"SELECT pg_advisory_xact_lock({WRITER})",
}


def movements(where="", newest=NEWEST, most=51):
    return (f"{MOVED} {where} {newest}",), most


def operations(where="", most=51):
    return (f"{DONE} {where} {NEWEST_DONE}", DID.format(where)), most


def levels(where="", most=31):
    kept = (
        KEPT if where else KEPT.replace("i.id = ", "i.id + 0 = ")
    )  # so that SQLite goes by name
    return (f"{kept} {where} {IN_ORDER}",), most


class Raw:
    """A connection of the driver itself, prepared as Backline's are."""

    def __init__(self):
        self.name, self.held = db.engine.dialect.name, db.engine.raw_connection()
        self.cursor = self.held.cursor()
        if self.name == "sqlite":
            self.cursor.execute("PRAGMA query_only=OFF")
        else:
            self.held.dbapi_connection.read_only = False

    def said(self, sql):
        """In the driver's own way of naming what is bound."""
        return sql if self.name == "sqlite" else re.sub(r":(\w+)", r"%(\1)s", sql)

    def instant(self, at):
        return f"{at:%Y-%m-%d %H:%M:%S.%f}" if self.name == "sqlite" else at

    def ask(self, statements, bound):
        """The last statement's rows, all asked in one transaction that only reads."""
        if self.name == "sqlite":
            self.cursor.execute("BEGIN")
        rows = [
            self.cursor.execute(statement, bound).fetchall() for statement in statements
        ]
        self.held.rollback()
        return rows[-1]

    def begin(self):
        """Behind the lock that writers queue at."""
        self.cursor.execute(TAKE_TURNS[self.name])

    def commit(self):
        self.held.commit()

    def close(self):
        self.held.close()
