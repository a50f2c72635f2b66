"""addresses from which e-mail came back"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "bounces",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("address", name=op.f("uq_bounces_address")),
    )


def downgrade():
    op.drop_table("bounces")
