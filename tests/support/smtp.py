"""A real mail server for tests, that can also go down."""

import contextlib
import email.policy
import socket

from aiosmtpd.controller import Controller


class Mailbag:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(port):
    """What arrived, as parsed messages."""
    bag = Mailbag()
    controller = Controller(bag, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield bag.letters
    finally:
        controller.stop()
