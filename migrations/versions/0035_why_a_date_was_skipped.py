"""why a date of a series was skipped: a code instead of an English sentence"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE series_skips SET reason = 'left_out'")


def downgrade():
    op.execute("UPDATE series_skips SET reason = 'Left out at booking'")
