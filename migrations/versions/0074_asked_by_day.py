"""what somebody asks to borrow, by the day on which it is wanted: an inbox shows the first twenty of thousands"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

INDEX = "ix_checkouts_asked_starts_on"
IS_ASKED = sa.text("status = 'pending'")


def upgrade():
    op.create_index(
        INDEX,
        "checkouts",
        ["starts_on", "id"],
        sqlite_where=IS_ASKED,
        postgresql_where=IS_ASKED,
    )


def downgrade():
    op.drop_index(INDEX, table_name="checkouts")
