"""A real IMAP server for tests, with one mailbox in memory."""

import contextlib
import imaplib
import subprocess
import sys
import time
from pathlib import Path

from .smtp import free_port

USER, PASSWORD = "returns", "a pass/word"
PYMAP = Path(sys.executable).with_name("pymap")


@contextlib.contextmanager
def server():
    """Its address, as BACKLINE_IMAP_URL has it."""
    port = free_port()
    command = [PYMAP, "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command += ["--no-service", "admin", "--no-service", "managesieve"]
    command += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"imap://{USER}:a%20pass%2Fword@127.0.0.1:{port}/INBOX"
    finally:
        process.terminate()
        process.wait(10)


def _wait(port):
    for _try in range(100):
        with contextlib.suppress(OSError), imaplib.IMAP4("127.0.0.1", port, timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError("the IMAP server does not answer")


@contextlib.contextmanager
def opened(url):
    """The mailbox, as its owner sees it."""
    with imaplib.IMAP4("127.0.0.1", int(url.rpartition(":")[2].partition("/")[0])) as box:
        box.login(USER, PASSWORD)
        box.select("INBOX")
        yield box


def deliver(url, message):
    """Put a message into it, as a mail server does."""
    with opened(url) as box:
        assert box.append("INBOX", None, None, message)[0] == "OK"


def flags(url):
    """How its messages are marked, one after the other."""
    with opened(url) as box:
        _ok, found = box.fetch("1:*", "(FLAGS)")
        return [imaplib.ParseFlags(each) for each in found if each]
