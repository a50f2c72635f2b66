"""bound time"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.add_column(
            sa.Column("bound_from", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("bound_until", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_bound_from_until"),
            "(bound_from IS NULL) = (bound_until IS NULL)",
        )


def downgrade():
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_reservations_bound_from_until"), type_="check"
        )
        batch_op.drop_column("bound_until")
        batch_op.drop_column("bound_from")
