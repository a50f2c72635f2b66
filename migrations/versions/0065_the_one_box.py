"""the one box

Its entries are written at the end of every migration, by webapp/reports/box/index.py.
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0063"
branch_labels = None
depends_on = None

ENTRIES, TRIGRAMS = "search_entries", "search_words"


def upgrade():
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    collation = "C" if is_postgresql else None
    number = sa.BigInteger() if is_postgresql else sa.Integer()
    op.create_table(
        ENTRIES,
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("begins", sa.String(40, collation=collation), nullable=False),
        sa.Column("words", sa.Text(collation=collation), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
    )
    op.create_index("ix_search_entries_kind_begins", ENTRIES, ["kind", "begins"])
    if is_postgresql:
        on_postgresql()
    else:
        op.execute(
            f"CREATE VIRTUAL TABLE {TRIGRAMS} USING fts5"
            f" (words, content='{ENTRIES}', content_rowid='id', tokenize='trigram')"
        )


def on_postgresql():
    """An index for each of the kinds of which there are many, so that none has to pass over the others."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for kind in ("item", "unit", "person"):
        op.execute(
            f"CREATE INDEX ix_search_entries_words_{kind} ON {ENTRIES}"
            f" USING gin (words gin_trgm_ops) WHERE kind = '{kind}'"
        )


def downgrade():
    """The extension stays: somebody else may use it."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"DROP TABLE {TRIGRAMS}")
    op.drop_table(ENTRIES)
