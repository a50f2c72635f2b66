"""The worker: posts letters and keeps the house. The outbox is its queue: any number may run, none loses anything."""

import logging
import signal
import time
from threading import Event

from flask.cli import AppGroup

from . import day, mail_commands
from .core import idempotency, jobs, posting
from .core.chores import Outside
from .core.db import db
from .school import zone_rules
from .stock.ledger import checkpoints

EVERY = 1.0  # seconds between two looks at the post
CHORES = {  # by how often they are due, in seconds
    60.0: (*day.OFTEN, Outside(mail_commands.read_mailbox)),
    600.0: (zone_rules.keep, *day.DAILY, checkpoints.write, idempotency.forget),
}
log = logging.getLogger(__name__)
cli = AppGroup("worker", help="What runs beside the server.")


@cli.command("run")
def run() -> None:
    """Send letters until told to stop."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    work(stop)


def work(stop: Event) -> None:
    swept = {every: -every for every in CHORES}

    def keep_house() -> bool:
        """Asked before every letter, for a mail server may be slow; False when it is time to stop."""
        for every, chores in CHORES.items():
            if time.monotonic() - swept[every] >= every:
                swept[every] = time.monotonic()
                day.see_to(chores)
        return not stop.is_set()

    while not stop.is_set():
        try:
            keep_house()
            jobs.work(keep_house)
            posting.post(keep_house)
        except (
            Exception
        ):  # the database may be away for a while: the letters are still there afterwards
            log.exception("the post is held up")
        db.session.remove()
        stop.wait(EVERY)
