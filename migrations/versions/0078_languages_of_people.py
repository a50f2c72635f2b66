"""the language that somebody chose for themselves; who chose none hears that of their browser, or the school's"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("language", sa.String(20), nullable=True))


def downgrade():
    op.drop_column("users", "language")
