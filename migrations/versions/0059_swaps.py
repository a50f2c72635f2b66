"""loans that are asked for instead of another, which comes back"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

SWAPS = sa.text("swaps_id IS NOT NULL")
KEY = "fk_checkouts_swaps_id_checkouts"
INDEX = "ix_checkouts_swaps_id"


def upgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("swaps_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(KEY), "checkouts", ["swaps_id"], ["id"])
    where = {"sqlite_where": SWAPS, "postgresql_where": SWAPS}
    op.create_index(INDEX, "checkouts", ["swaps_id"], **where)


def downgrade():
    """The loans stay; which they were to take the place of is forgotten."""
    op.drop_index(INDEX, table_name="checkouts")
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_constraint(op.f(KEY), type_="foreignkey")
        batch_op.drop_column("swaps_id")
