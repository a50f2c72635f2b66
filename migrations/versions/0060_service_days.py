"""for how many open days pieces are looked after once they came back, and which are ready sooner"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None
BOUNDED = "ck_items_service_days_bounded"


def upgrade():
    zero = sa.text("0")
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(
            sa.Column("service_days", sa.Integer(), nullable=False, server_default=zero)
        )
        batch_op.create_check_constraint(op.f(BOUNDED), "service_days BETWEEN 0 AND 30")
    op.create_table(
        "service_ends",
        sa.Column("movement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ended_at", Instant(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["movement_id"],
            ["movements.id"],
            name=op.f("fk_service_ends_movement_id_movements"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["users.id"], name=op.f("fk_service_ends_ended_by_users")
        ),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_service_ends")),
    )


def downgrade():
    """What is looked after now can be lent at once."""
    op.drop_table("service_ends")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint(op.f(BOUNDED), type_="check")
        batch_op.drop_column("service_days")
