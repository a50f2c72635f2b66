"""The worker: posts letters. The outbox is its queue, so any number may run, and stopping one loses nothing."""

import logging
import signal
from threading import Event

from flask.cli import AppGroup

from .core import outbox
from .core.db import db

EVERY = 1.0  # seconds between two looks
log = logging.getLogger(__name__)
cli = AppGroup("worker", help="What runs beside the server.")


@cli.command("run")
def run() -> None:
    """Send letters until told to stop."""
    stop = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    work(stop)


def work(stop: Event) -> None:
    while not stop.is_set():
        try:
            outbox.post()
        except Exception:  # the database may be away for a while: the letters are still there afterwards
            log.exception("the post is held up")
        db.session.remove()
        stop.wait(EVERY)
