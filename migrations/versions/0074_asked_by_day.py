"""what is asked for by the day on which it is wanted, and for groups: a page shows a few of thousands of either"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

ASKED, OF_GROUPS = "ix_checkouts_asked_starts_on", "ix_requests_group_id"
IS_ASKED, IS_OF_A_GROUP = (
    sa.text("status = 'pending'"),
    sa.text("group_id IS NOT NULL"),
)


def upgrade():
    """Most requests are for no group: an index of all of them looked as if it told none apart."""
    op.create_index(
        ASKED,
        "checkouts",
        ["starts_on", "id"],
        sqlite_where=IS_ASKED,
        postgresql_where=IS_ASKED,
    )
    op.drop_index(OF_GROUPS, table_name="requests")
    op.create_index(
        OF_GROUPS,
        "requests",
        ["group_id"],
        sqlite_where=IS_OF_A_GROUP,
        postgresql_where=IS_OF_A_GROUP,
    )


def downgrade():
    op.drop_index(OF_GROUPS, table_name="requests")
    op.create_index(OF_GROUPS, "requests", ["group_id"])
    op.drop_index(ASKED, table_name="checkouts")
