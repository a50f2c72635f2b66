"""Clients who click while the day is run: each looks at an item and asks for it, again and again."""

import itertools
import json
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

from tests.races.servers import gunicorn
from webapp.core import clock

ITEMS = 50
REST = 0.5  # seconds between two clicks of one of them


class Clients:
    """What they send, and how long each answer took, in milliseconds."""

    def __init__(self, port: int, token: str):
        self.port, self.turns = port, itertools.count()
        self.headers = {"Authorization": f"Bearer {token}"}
        self.headers["Content-Type"] = "application/json"
        self.took: list[float] = []
        self.is_over = threading.Event()

    def click(self) -> None:
        """Until it is over."""
        http = HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.is_over.wait(REST):
            for method, path, body in _clicks(next(self.turns) % ITEMS + 1):
                began = time.perf_counter()
                http.request(method, path, body, self.headers)
                answer = http.getresponse()
                answer.read()
                self.took.append((time.perf_counter() - began) * 1000)
                if answer.status >= 500:
                    raise RuntimeError(f"{method} {path}: {answer.status}")

    def warm_up(self) -> None:
        """Wait until the server is up."""
        http = HTTPConnection("127.0.0.1", self.port, timeout=60)
        http.request("GET", "/api/inventory/items/1/", headers=self.headers)
        http.getresponse().read()


def beside(
    uri: str, folder: Path, token: str, count: int, act: Callable[[], None]
) -> list[float]:
    """How long each of the clients' answers took while `act` went on, the shortest first."""
    with gunicorn("wsgi:app", uri, folder / "clicks.log", processes=1) as port:
        clients = Clients(port, token)
        clients.warm_up()
        with ThreadPoolExecutor(count) as pool:
            clicking = [pool.submit(clients.click) for _ in range(count)]
            try:
                act()
            finally:
                clients.is_over.set()
            for each in clicking:
                each.result()
    return sorted(clients.took)


def told(took: list[float]) -> str:
    """Their median, and the slowest."""
    return (
        f"{len(took)} answers, the median {statistics.median(took):.0f} ms, "
        f"the 99th of a hundred {took[len(took) * 99 // 100]:.0f} ms, the slowest {took[-1]:.0f} ms"
    )


def _clicks(item: int) -> list[tuple[str, str, str | None]]:
    first = clock.now().date() + timedelta(days=40 + item)
    days = {"checkout_date": str(first), "due_date": str(first + timedelta(days=1))}
    return [
        ("GET", f"/api/inventory/items/{item}/", None),
        ("POST", "/api/inventory/checkouts/", json.dumps({"item": item, **days})),
    ]
