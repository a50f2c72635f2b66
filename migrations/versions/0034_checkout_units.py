"""checkout units: which units of a loan, and how many without a tag, lie ready, are out or came back"""

from collections import defaultdict
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ENDINGS = {"available": "returned", "damaged": "damaged"}
MOMENT = sa.DateTime(timezone=True)
MOVES = sa.text(
    """SELECT m.checkout_id, o.created_at, m.type, m.from_state, m.to_state, m.location_id, m.unit_id,
        u.batch_code IS NOT NULL AS is_batch, m.quantity
    FROM movements m JOIN operations o ON o.id = m.operation_id LEFT JOIN units u ON u.id = m.unit_id
    WHERE m.checkout_id IS NOT NULL AND o.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM operations undo WHERE undo.reverses_id = o.id)
    ORDER BY m.id"""
).columns(created_at=MOMENT, is_batch=sa.Boolean())
OPEN = "cu.ended_at IS NULL"
OWN = "(cu.ending IS NULL OR cu.ending <> 'released')"
SEVERAL = f"""SELECT cu.checkout_id FROM checkout_units cu JOIN checkouts c ON c.id = cu.checkout_id
    WHERE {OWN} AND c.status IN ('approved', 'out')
    GROUP BY cu.checkout_id
    HAVING COUNT(DISTINCT COALESCE(cu.unit_id, 0)) > 1 OR COUNT(DISTINCT cu.location_id) > 1
    ORDER BY cu.checkout_id"""
PARTLY_ASIDE = f"""SELECT c.id FROM checkouts c JOIN checkout_units cu ON cu.checkout_id = c.id
    WHERE c.status = 'approved' AND {OPEN}
    GROUP BY c.id, c.quantity HAVING SUM(cu.quantity) < c.quantity ORDER BY c.id"""


def upgrade():
    create_units()
    carry_units()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("pinned_unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_checkouts_pinned_unit_id_units"), "units", ["pinned_unit_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_checkouts_pinned_unit_id"), ["pinned_unit_id"])
    op.execute(  # named, though only a number of pieces was reserved until now
        """UPDATE checkouts SET pinned_unit_id = unit_id WHERE status IN ('pending', 'approved')
        AND NOT EXISTS (SELECT 1 FROM checkout_units cu
            WHERE cu.checkout_id = checkouts.id AND cu.unit_id = checkouts.unit_id)"""
    )
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_index(op.f("ix_checkouts_unit_id"))
        batch_op.drop_column("unit_id")
        batch_op.drop_column("location_id")
        batch_op.drop_column("aside_at")


def create_units():
    op.create_table(
        "checkout_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("is_batch", sa.Boolean(), nullable=False),
        sa.Column("aside_at", MOMENT, nullable=True),
        sa.Column("out_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "quantity > 0", name=op.f("ck_checkout_units_quantity_positive")
        ),
        sa.CheckConstraint(
            "unit_id IS NULL OR is_batch OR quantity = 1",
            name=op.f("ck_checkout_units_one_is_one"),
        ),
        sa.CheckConstraint(
            "aside_at IS NOT NULL OR out_at IS NOT NULL",
            name=op.f("ck_checkout_units_begun"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)",
            name=op.f("ck_checkout_units_ended_somehow"),
        ),
        sa.CheckConstraint(
            "ending IN ('returned', 'damaged', 'released', 'lost', 'used_up')",
            name=op.f("ck_checkout_units_ending_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{one}_id"],
                [f"{one}s.id"],
                name=op.f(f"fk_checkout_units_{one}_id_{one}s"),
            )
            for one in ("checkout", "unit", "location")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout_units")),
    )
    for column in ("checkout_id", "unit_id"):
        op.create_index(op.f(f"ix_checkout_units_{column}"), "checkout_units", [column])
    for name, column, where, is_unique in (
        ("uq_checkout_units_unit_id_open", "unit_id", "ended_at IS NULL AND NOT is_batch", True),
        (
            "ix_checkout_units_checkout_id_aside",
            "checkout_id",
            "out_at IS NULL AND ended_at IS NULL",
            False,
        ),
    ):  # fmt: skip
        op.create_index(
            name,
            "checkout_units",
            [column],
            unique=is_unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


class Piece(NamedTuple):
    unit_id: int | None
    quantity: int
    location_id: int
    is_batch: bool
    aside_at: object = None
    out_at: object = None
    ended_at: object = None
    ending: str | None = None

    @property
    def state(self):
        if self.ended_at:
            return ""
        return "on_rent" if self.out_at else "reserved"


def carry_units():
    """Each loan's units, from the movements that stand; what is set aside keeps the loan's own moment."""
    connection = op.get_bind()
    pieces = defaultdict(list)
    for moved in connection.execute(MOVES):
        if moved.from_state in ("reserved", "on_rent"):
            go_on(pieces[moved.checkout_id], moved)
        else:
            pieces[moved.checkout_id].append(begun(moved))
    query = sa.text("SELECT id, aside_at FROM checkouts").columns(aside_at=MOMENT)
    aside = dict(connection.execute(query).all())
    rows = [
        piece._asdict()
        | {"checkout_id": id}
        | ({"aside_at": aside[id]} if piece.state == "reserved" and aside[id] else {})
        for id in sorted(pieces.keys() & aside.keys())
        for piece in pieces[id]
    ]
    if rows:
        columns = [sa.column("checkout_id", sa.Integer())]
        kinds = {"is_batch": sa.Boolean(), "ending": sa.String()}
        for name in Piece._fields:
            kind = MOMENT if name.endswith("_at") else kinds.get(name, sa.Integer())
            columns.append(sa.column(name, kind))
        op.bulk_insert(sa.table("checkout_units", *columns), rows)


def begun(moved):
    is_aside = moved.to_state == "reserved"
    times = {"aside_at" if is_aside else "out_at": moved.created_at}
    place = (moved.unit_id, moved.quantity, moved.location_id, bool(moved.is_batch))
    return Piece(*place, **times)


def go_on(pieces, moved):
    """Let the pieces that a movement takes go on; where it takes fewer than lie together, they part."""
    left = moved.quantity

    def distance(at):
        return (
            pieces[at].unit_id != moved.unit_id,
            pieces[at].location_id != moved.location_id,
            at,
        )

    in_state = [at for at, piece in enumerate(pieces) if piece.state == moved.from_state]
    for at in sorted(in_state, key=distance):
        piece, count = pieces[at], min(left, pieces[at].quantity)
        if not count:
            return
        left -= count
        ahead = gone_on(piece, moved)._replace(quantity=count)
        if count == piece.quantity:
            pieces[at] = ahead
        else:
            pieces[at] = piece._replace(quantity=piece.quantity - count)
            pieces.append(ahead)


def gone_on(piece, moved):
    if moved.to_state == "on_rent":
        return piece._replace(out_at=moved.created_at)
    if moved.from_state == "reserved":
        return piece._replace(ended_at=moved.created_at, ending="released")
    loss = "used_up" if moved.type == "EXPIRY_LOSS" else "lost"
    ending = ENDINGS.get(moved.to_state, loss)
    return piece._replace(ended_at=moved.created_at, ending=ending)


def downgrade():
    check_nothing_is_lost()
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("location_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("aside_at", MOMENT, nullable=True))
    own = f"FROM checkout_units cu WHERE cu.checkout_id = checkouts.id AND {OWN}"
    op.execute(
        f"""UPDATE checkouts SET
        unit_id = COALESCE((SELECT CASE WHEN COUNT(DISTINCT COALESCE(cu.unit_id, 0)) = 1
            THEN MAX(cu.unit_id) END {own}), pinned_unit_id),
        location_id = COALESCE((SELECT MIN(cu.location_id) {own}),
            (SELECT home_location_id FROM items WHERE items.id = checkouts.item_id)),
        aside_at = (SELECT MIN(cu.aside_at) {own} AND cu.out_at IS NULL AND {OPEN})"""
    )
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.alter_column("location_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_checkouts_unit_id_units"), "units", ["unit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_checkouts_location_id_locations"),
            "locations",
            ["location_id"],
            ["id"],
        )
        batch_op.create_index(op.f("ix_checkouts_unit_id"), ["unit_id"])
        batch_op.drop_index(op.f("ix_checkouts_pinned_unit_id"))
        batch_op.drop_column("pinned_unit_id")
    op.drop_table("checkout_units")


def check_nothing_is_lost():
    """The older version knows one unit and one place a loan, and sets aside all of it or nothing."""
    connection = op.get_bind()
    for query, words in (
        (SEVERAL, "keep loans of several units or places"),
        (PARTLY_ASIDE, "keep loans that are set aside in part"),
    ):
        ids = connection.scalars(sa.text(query)).all()
        if ids:
            names = ", ".join(map(str, ids[:20]))
            raise RuntimeError(
                f"the older version cannot {words} ({names}): check them in or cancel them first"
            )
