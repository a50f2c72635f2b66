"""repairs of what left the school's books, and which act took it"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

OPEN = ("pending", "approved", "in_progress")
CLOSED = ("completed", "failed", "cancelled")
KNOWN = "ck_repairs_status_known"
KEYS = {"repair_id": "repairs", "operation_id": "operations", "actor_id": "users"}


def upgrade():
    _know((*OPEN, *CLOSED, "gone"))
    op.create_table(
        "repair_departures",
        sa.Column("repair_id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("quantity_left", sa.Integer(), nullable=False),
        sa.Column("status_before", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quantity > 0", name=op.f("ck_repair_departures_quantity_positive")
        ),
        sa.CheckConstraint(
            "quantity_left >= 0",
            name=op.f("ck_repair_departures_quantity_left_not_negative"),
        ),
        sa.CheckConstraint(
            _is_one_of("status_before", OPEN),
            name=op.f("ck_repair_departures_status_before_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_repair_departures_{column}")
            )
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_departures")),
    )
    for column in ("repair_id", "operation_id"):
        name = op.f(f"ix_repair_departures_{column}")
        op.create_index(name, "repair_departures", [column])


def _know(statuses):
    with op.batch_alter_table("repairs") as batch_op:
        batch_op.drop_constraint(op.f(KNOWN), type_="check")
        batch_op.create_check_constraint(op.f(KNOWN), _is_one_of("status", statuses))


def _is_one_of(column, values):
    return f"{column} IN ({', '.join(map(repr, values))})"


def downgrade():
    """What is gone was closed without a repair: the nearest that is known then."""
    op.drop_table("repair_departures")
    op.execute("UPDATE repairs SET status = 'cancelled' WHERE status = 'gone'")
    _know((*OPEN, *CLOSED))
