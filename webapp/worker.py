"""The worker: posts letters and keeps the house. The outbox is its queue: any number may run, none loses anything."""

import logging
import signal
import time
from threading import Event

from flask.cli import AppGroup

from .core import once, outbox
from .core.db import db, transaction
from .lending import checkouts, reminders
from .stock import checkpoints

EVERY = 1.0  # seconds between two looks at the post
CHORES = (checkouts.expire, reminders.write, checkpoints.write, once.forget)
CHORES_EVERY = 600.0  # seconds
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
    swept = -CHORES_EVERY
    while not stop.is_set():
        try:
            if time.monotonic() - swept >= CHORES_EVERY:
                swept = time.monotonic()
                sweep()
            outbox.post()
        except Exception:  # the database may be away for a while: the letters are still there afterwards
            log.exception("the post is held up")
        db.session.remove()
        stop.wait(EVERY)


def sweep() -> None:
    """What is due, soon and late; each chore in a transaction of its own, so that one cannot undo another."""
    for chore in CHORES:
        with transaction():
            chore()
