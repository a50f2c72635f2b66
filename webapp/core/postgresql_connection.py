"""A connection to PostgreSQL that ends soon where nobody answers; imported where there is one to open."""

from selectors import EVENT_READ, DefaultSelector
from typing import Any

import psycopg
from flask import has_request_context
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

ANSWER_SECONDS = 15  # so long a request waits for one answer of the database; commands and the worker have time


class Connection(psycopg.Connection[tuple[object, ...]]):
    """One that gives up, and is of no use afterwards, when the server does not answer a request's statement."""

    def wait(
        self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        if timeout is not None or not has_request_context():
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, ANSWER_SECONDS)
        except psycopg.errors._WaitTimeout:
            self.close()
            raise psycopg.OperationalError(
                "the connection was given up: no answer in time"
            ) from None

    def rollback(self) -> None:
        """What was only read ends with a commit: at a rollback psycopg forgets all that the server has prepared, and
        each statement of each request would be planned anew."""
        if self.read_only and self.info.transaction_status == TransactionStatus.INTRANS:
            self.commit()
        else:
            super().rollback()

    def has_news(self) -> bool:
        """Whether the server says something on it while nobody asks, as one does that ends."""
        try:
            with DefaultSelector() as selector:
                selector.register(self.fileno(), EVENT_READ)
                return bool(selector.select(0))
        except (OSError, ValueError, psycopg.Error):
            return True
