"""one form of codes"""

import sqlalchemy as sa
from alembic import op

from webapp.core import text

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LENGTH = 220
AT_ONCE = 2000  # rows
KEYS = (  # table, what is written, its key, what it is unique within
    ("units", "tag", "tag_key", ""),
    ("units", "serial_number", "serial_key", "item_id"),
    ("units", "batch_code", "batch_key", None),
    ("items", "sku", "sku_key", ""),
    ("stocktake_lines", "code", "code_key", None),
)


def upgrade():
    for table, _, key, _ in KEYS:
        op.add_column(table, sa.Column(key, in_byte_order(), nullable=True))
    for table, written, key, within in KEYS:
        fill(op.get_bind(), table, written, key, within)
    with op.batch_alter_table("units") as batch_op:
        batch_op.alter_column("tag_key", existing_type=in_byte_order(), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_units_tag"), type_="unique")
        batch_op.drop_constraint(
            batch_op.f("uq_units_item_id_serial_number"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_units_serial_number"))
        batch_op.create_unique_constraint(batch_op.f("uq_units_tag_key"), ["tag_key"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_units_item_id_serial_key"), ["item_id", "serial_key"]
        )
        batch_op.create_index(batch_op.f("ix_units_serial_key"), ["serial_key"])
        batch_op.create_index(batch_op.f("ix_units_batch_key"), ["batch_key"])
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("sku_key", existing_type=in_byte_order(), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_items_sku"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_items_sku_key"), ["sku_key"])
    with op.batch_alter_table("stocktake_lines") as batch_op:
        batch_op.alter_column("code_key", existing_type=in_byte_order(), nullable=False)


def downgrade():
    with op.batch_alter_table("stocktake_lines") as batch_op:
        batch_op.drop_column("code_key")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_items_sku_key"), type_="unique")
        batch_op.drop_column("sku_key")
        batch_op.create_unique_constraint(batch_op.f("uq_items_sku"), ["sku"])
    with op.batch_alter_table("units") as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_batch_key"))
        batch_op.drop_index(batch_op.f("ix_units_serial_key"))
        batch_op.drop_constraint(batch_op.f("uq_units_item_id_serial_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_units_tag_key"), type_="unique")
        batch_op.create_index(batch_op.f("ix_units_serial_number"), ["serial_number"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_units_item_id_serial_number"), ["item_id", "serial_number"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_units_tag"), ["tag"])
        for key in ("tag_key", "serial_key", "batch_key"):
            batch_op.drop_column(key)


def in_byte_order():
    return sa.String(
        LENGTH, collation="C" if op.get_bind().dialect.name == "postgresql" else None
    )


def fill(connection, name, written, key, within):
    """Of codes that were two and are one now, the later row's key is told apart: `ledger verify` lists it."""
    table = sa.table(
        name, *map(sa.column, dict.fromkeys(("id", written, key, within or "id")))
    )
    scope = table.c[within] if within else sa.null()
    rows = connection.execute(
        sa.select(table.c.id, table.c[written], scope).order_by(table.c.id)
    ).all()
    taken, keys = set(), []
    for id, code, whose in rows:
        if code is None:
            continue
        made = text.code(code)
        while within is not None and (whose, made) in taken:
            made = f"{made}#{id}"
        taken.add((whose, made))
        keys.append({"of": id, "made": made})
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("of"))
        .values({key: sa.bindparam("made")})
    )
    for at in range(0, len(keys), AT_ONCE):
        connection.execute(change, keys[at : at + AT_ONCE])
