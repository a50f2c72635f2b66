"""codes of undone units"""

import sqlalchemy as sa
from alembic import op

from webapp.core import text

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CODES = {"tag_key": "tag", "serial_key": "serial_number", "batch_key": "batch_code"}
LONGEST = {"tag": 40, "serial_number": 80}
UNDONE = """SELECT id, item_id, tag, serial_number, batch_code FROM units WHERE last_movement_id > 0 AND NOT EXISTS (
    SELECT 1 FROM movements JOIN operations ON operations.id = movements.operation_id
    WHERE movements.unit_id = units.id AND operations.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM operations undo WHERE undo.reverses_id = operations.id)) ORDER BY id"""
units = sa.table("units", *map(sa.column, ("id", "item_id", *CODES, *CODES.values())))


def upgrade():
    """What was undone was never here: its codes are free, also for a unit that only stood behind it."""
    connection = op.get_bind()
    for unit in connection.execute(sa.text(UNDONE)).mappings().all():
        keys = {
            key: unit[code] and f"{text.code(unit[code])}#{unit['id']}"
            for key, code in CODES.items()
        }
        connection.execute(sa.update(units).where(units.c.id == unit["id"]).values(keys))
    undone = set(connection.execute(sa.text(UNDONE)).scalars())
    waiting = sa.select(units).where(
        units.c.tag_key.contains("#") | units.c.serial_key.contains("#")
    )
    for unit in connection.execute(waiting.order_by(units.c.id)).mappings().all():
        for key, code in CODES.items() if unit["id"] not in undone else ():
            form = unit[code] and text.code(unit[code])
            if unit[key] == f"{form}#{unit['id']}" and not taken(
                connection, key, form, unit["item_id"]
            ):
                connection.execute(
                    sa.update(units).where(units.c.id == unit["id"]).values({key: form})
                )


def downgrade():
    """Below, what is written is unique itself: a code that stands twice is told apart where it was undone."""
    connection = op.get_bind()
    for unit in connection.execute(sa.text(UNDONE)).mappings().all():
        for code, longest in LONGEST.items():
            others = sa.select(units.c.id).where(
                units.c[code] == unit[code], units.c.id != unit["id"]
            )
            if connection.execute(others).first():
                ending = f"#{unit['id']}"
                apart = {code: unit[code][: longest - len(ending)] + ending}
                connection.execute(
                    sa.update(units).where(units.c.id == unit["id"]).values(apart)
                )


def taken(connection, key, form, item_id):
    others = sa.select(units.c.id).where(units.c[key] == form)
    return connection.execute(
        others if key == "tag_key" else others.where(units.c.item_id == item_id)
    ).first()
