"""the family and the instrument that an item's name tells of"""

import sqlalchemy as sa
from alembic import op

from webapp.core.derived import byte_order
from webapp.stock import pictograms

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade():
    for name in ("family", "instrument"):
        column = sa.Column(name, byte_order(20), server_default="", nullable=False)
        op.add_column("items", column)
    fill(op.get_bind())


def downgrade():
    for name in ("instrument", "family"):
        op.drop_column("items", name)


def fill(connection):
    names = ("id", "name", "category", "family", "instrument")
    items = sa.table("items", *map(sa.column, names))
    rows = connection.execute(sa.select(items.c.id, items.c.name, items.c.category)).all()
    change = (
        sa.update(items)
        .where(items.c.id == sa.bindparam("of"))
        .values(family=sa.bindparam("f"), instrument=sa.bindparam("i"))
    )
    told = [
        {
            "of": id,
            "f": pictograms.of(name, category),
            "i": pictograms.word_of(name),
        }
        for id, name, category in rows
    ]
    if told:
        connection.execute(change, told)
