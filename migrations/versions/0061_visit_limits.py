"""how many people come to the desk on a weekday at most"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

RETURNED = sa.text("returned_on IS NOT NULL")
INDEX = "ix_checkouts_returned_on"


def upgrade():
    op.create_table(
        "visit_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6", name=op.f("ck_visit_limits_weekday_known")
        ),
        sa.CheckConstraint("most > 0", name=op.f("ck_visit_limits_most_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_limits")),
        sa.UniqueConstraint("weekday", name=op.f("uq_visit_limits_weekday")),
    )
    where = {"sqlite_where": RETURNED, "postgresql_where": RETURNED}
    op.create_index(INDEX, "checkouts", ["returned_on"], **where)


def downgrade():
    """The limits are forgotten; the days that were agreed on stay."""
    op.drop_index(INDEX, table_name="checkouts")
    op.drop_table("visit_limits")
