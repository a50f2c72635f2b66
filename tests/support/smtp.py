"""A real mail server for tests, that can also go down."""

import contextlib
import email.policy
import socket
import socketserver
import threading

from aiosmtpd.controller import Controller


class Mailbag:
    def __init__(self, refused):
        self.letters, self.refused = [], refused

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def silent(port):
    """A server that takes every call and never says a word; how many calls it took."""
    calls = []

    class Mute(socketserver.BaseRequestHandler):
        def handle(self):
            calls.append(self.client_address)
            self.request.recv(1)  # until the caller hangs up

    class Line(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    with Line(("127.0.0.1", port), Mute) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        try:
            yield calls
        finally:
            line.shutdown()


@contextlib.contextmanager
def server(port, refused=()):
    """What arrived, as parsed messages; `refused` is what to answer to some addresses."""
    bag = Mailbag(dict(refused))
    controller = Controller(bag, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield bag.letters
    finally:
        controller.stop()
