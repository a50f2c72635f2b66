"""the size of items, filled from their names; composer, arranger, instrumentation and barcode"""

import sqlalchemy as sa
from alembic import op

from webapp.stock import sizes

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

COLUMNS = {
    "size": 10,
    "composer": 120,
    "arranger": 120,
    "instrumentation": 200,
    "barcode": 13,
}


def upgrade():
    for name, length in COLUMNS.items():
        column = sa.Column(name, sa.String(length), server_default="", nullable=False)
        op.add_column("items", column)
    op.create_index("ix_items_barcode", "items", ["barcode"])
    fill(op.get_bind())


def downgrade():
    """What was said is lost, and the names still tell the sizes; searches find the words until an item is changed."""
    op.drop_index("ix_items_barcode", "items")
    for name in reversed(COLUMNS):
        op.drop_column("items", name)


def fill(connection):
    items = sa.table("items", *map(sa.column, ("id", "name", "category", "size")))
    rows = connection.execute(sa.select(items.c.id, items.c.name, items.c.category)).all()
    sized = [
        {"of": id, "told": size}
        for id, name, category in rows
        if (size := sizes.of(name, category))
    ]
    change = sa.update(items).where(items.c.id == sa.bindparam("of"))
    if sized:
        connection.execute(change.values(size=sa.bindparam("told")), sized)
