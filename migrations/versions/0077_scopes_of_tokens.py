"""what a token may do, and until when; those issued before may do all that their person may, until they are revoked"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0075"
branch_labels = None
depends_on = None

TOKENS = sa.table(
    "tokens",
    sa.column("scopes", sa.String),
    sa.column("expires_at", sa.DateTime(timezone=True)),
    sa.column("revoked_at", sa.DateTime(timezone=True)),
)


def upgrade():
    op.add_column("tokens", sa.Column("scopes", sa.String(60), nullable=True))
    op.add_column(
        "tokens", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade():
    """A token with limits would have none: it is revoked, and its program told so."""
    limited = sa.or_(TOKENS.c.scopes.is_not(None), TOKENS.c.expires_at.is_not(None))
    op.execute(
        sa.update(TOKENS)
        .where(TOKENS.c.revoked_at.is_(None), limited)
        .values(revoked_at=datetime.now(UTC))
    )
    op.drop_column("tokens", "expires_at")
    op.drop_column("tokens", "scopes")
