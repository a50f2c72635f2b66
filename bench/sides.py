"""The servers that are compared, and what each is asked for."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from bench import processes
from bench.adapters import Head
from bench.rows import slots
from webapp.core import clock

TIMES = 40  # requests of a page a round


class Request(NamedTuple):
    """What is asked for: `body` makes a new one each time, and `status` is what must come back."""

    name: str
    reader: str
    path: str
    status: int = 200
    body: Callable[[], Any] | None = None


class Side:
    """One server being measured."""

    def __init__(
        self, name: str, port: int, database: str, requests: list[Request]
    ) -> None:
        self.name, self.port, self.database = name, port, database
        self.requests = {request.name: request for request in requests}
        self.headers: dict[str, dict[str, str]] = {}
        self.http = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cpu: dict[str, list[float]] = {}
        self.wall: dict[str, list[float]] = {}

    def processes(self) -> list[Path]:
        """The server's own, as they are now: a master forks its workers, and again if one ends."""
        return processes.listening(self.port)

    def ask(self, name: str) -> bytes:
        """The answer's bytes; raises RuntimeError where its status is another than the request's."""
        request = self.requests[name]
        body = json.dumps(request.body()) if request.body else None
        self.http.request(
            "POST" if body else "GET", request.path, body, self.headers[request.reader]
        )
        answer = self.http.getresponse()
        content = answer.read()
        if answer.status != request.status:
            raise RuntimeError(
                f"{self.name}: {request.path} answered {answer.status}, not {request.status}"
            )
        return content

    def measure(self, name: str) -> None:
        """One round of a page: adds its milliseconds a request, by the processor and by the clock on the wall."""
        servers = [
            *self.processes(),
            *(processes.serving(self.database) if self.database else ()),
        ]
        computed, started = processes.processor_seconds(servers), time.perf_counter()
        for _ in range(TIMES):
            self.ask(name)
        wall, computed = (
            time.perf_counter() - started,
            processes.processor_seconds(servers) - computed,
        )
        self.cpu.setdefault(name, []).append(computed / TIMES * 1000)
        self.wall.setdefault(name, []).append(wall / TIMES * 1000)


def requests_of(head: Head) -> list[Request]:
    """What is asked of a head: its pages, a booking that is taken and one that is refused."""
    day = str((clock.now() + timedelta(days=3)).date())
    free, taken = slots(60), next(slots(7))
    pages = [
        Request(page.name, page.reader, page.path.format(day=day)) for page in head.pages
    ]
    return [
        *pages,
        Request("booking (API)", "program", head.booking, 201, lambda: next(free)),
        Request("refused booking (API)", "program", head.booking, 409, lambda: taken),
    ]


def signed_in(head: Head, http: HTTPConnection) -> dict[str, dict[str, str]]:
    """The headers of each reader: two browsers, and a program of the student's."""
    browsers = {
        reader: {"Cookie": head.sign_in(http, reader), "Accept-Encoding": "identity"}
        for reader in ("student", "teacher")
    }
    bearer = {
        "Authorization": f"Bearer {head.keys['student']}",
        "Content-Type": "application/json",
    }
    return browsers | {"program": bearer}
