"""what is lent by the hour: for how many hours, and the moment at which it is due"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

BOUNDED = "ck_items_loan_hours_bounded"
ONE_DAY = "ck_items_hours_are_within_a_day"
INDEX = "ix_checkouts_due_at"
IS_BY_HOUR = sa.text("due_at IS NOT NULL")


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("loan_hours", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f(BOUNDED), "loan_hours BETWEEN 1 AND 12")
        batch_op.create_check_constraint(
            op.f(ONE_DAY), "loan_hours IS NULL OR max_checkout_days = 1"
        )
    op.add_column("checkouts", sa.Column("due_at", Instant(), nullable=True))
    where = {"sqlite_where": IS_BY_HOUR, "postgresql_where": IS_BY_HOUR}
    op.create_index(INDEX, "checkouts", ["due_at"], **where)


def downgrade():
    """What is out by the hour is due on its day, and its item is lent for a day."""
    op.drop_index(INDEX, table_name="checkouts")
    op.drop_column("checkouts", "due_at")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint(op.f(ONE_DAY), type_="check")
        batch_op.drop_constraint(op.f(BOUNDED), type_="check")
        batch_op.drop_column("loan_hours")
