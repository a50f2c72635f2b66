"""How many requests may use the database at once: as many as a server has threads, but one.

That one never waits for the database for long. While the database hangs, it tells everybody so, and says to whoever
watches the server that it is alive.
"""

from threading import BoundedSemaphore

from flask import Flask, g, request
from flask_login import AnonymousUserMixin

from .errors import Busy
from .words import _

PATIENCE = 4.0  # seconds the last thread waits for one of the others
WITHOUT_DATABASE = {"watch.alive", "static", "stylesheet"}


class Admission:
    """Without a limit, everybody is let in."""

    def __init__(self) -> None:
        self._places: BoundedSemaphore | None = None
        self._is_stuck = False  # somebody waited in vain, and nobody came out since

    def limit(self, threads: int) -> None:
        """For a server with so many threads; with a single one nothing can be kept free."""
        self._places = BoundedSemaphore(threads - 1) if threads > 1 else None

    def enter(self) -> None:
        """Busy if no place became free in time."""
        if self._places is None or request.endpoint in WITHOUT_DATABASE:
            return
        if not self._places.acquire(timeout=0 if self._is_stuck else PATIENCE):
            self._is_stuck = True
            g._login_user = (
                AnonymousUserMixin()
            )  # the page that says so must not ask the database who looks at it
            raise Busy(_("Nothing was saved. Try again in a moment."))
        g.entered = self._places

    def leave(self, _error: BaseException | None) -> None:
        places: BoundedSemaphore | None = g.pop("entered", None)
        if places:
            self._is_stuck = False
            places.release()


def init_app(app: Flask) -> None:
    admission = app.extensions["admission"] = Admission()
    app.before_request(admission.enter)
    app.teardown_request(admission.leave)
