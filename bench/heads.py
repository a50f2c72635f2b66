"""`python -m bench.heads`: this head, an older one and the bare limit, asked for the same pages in turns in one run.

Each head is checked out in a folder of its own, moves in a school of its own, and is spoken to over HTTP only. Told is
the processor time of application and database together, so that what else the machine does counts for nothing; each
figure is the median of the rounds, with the lowest and highest, and each ratio is one of figures of the same round.
"""

import argparse
import contextlib
import itertools
import json
import secrets
import statistics
import subprocess
import tempfile
from pathlib import Path

import psycopg

from bench import adapters, processes, statements
from bench.analyse import analyse
from bench.sides import TIMES, Side, requests_of, signed_in
from tests.races.servers import gunicorn
from tests.support.postgres import temporary_server

ROOT = Path(__file__).parents[1]
BEFORE = "b93fe58"  # the head that is compared with where none is named
SLOWER = 0.05  # the part of its time before by which a page may be slower
PROCESSES = {"sqlite": 1, "postgresql": 2}  # of a server
WARM = 10  # requests of a page before the first round
HEAD = """\
| page | this | before | limit | this / before | | this / limit | p50 on the wall | statements |
|--|--:|--:|--:|--:|--|--:|--:|--:|"""
Checkouts = dict[str, tuple[str, Path]]  # commit and folder of each head, by its name


def main() -> None:
    chosen = _options()
    with contextlib.ExitStack() as at_the_end:
        holder = tempfile.TemporaryDirectory(prefix="heads-", ignore_cleanup_errors=True)
        folder = Path(at_the_end.enter_context(holder))
        heads = {"this": hash_of("HEAD"), "before": hash_of(chosen.against)}
        checkouts = {
            name: (commit, checked_out(commit, folder / name))
            for name, commit in heads.items()
        }
        for engine in chosen.engine or ("sqlite", "postgresql"):
            _compare(engine, folder, checkouts, chosen)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench.heads", description=__doc__)
    options.add_argument("--against", default=BEFORE, help="the commit to compare with")
    options.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    options.add_argument("--rounds", type=int, default=7, help="at least five")
    options.add_argument(
        "--size",
        type=int,
        default=10_000,
        help="items and bookings; 7,000 fill the day looked at",
    )
    return options.parse_args()


def _compare(
    engine: str, folder: Path, checkouts: Checkouts, chosen: argparse.Namespace
) -> None:
    """Both heads and the limit on one engine, from the first request to the report."""
    with contextlib.ExitStack() as at_the_end:
        server = ""
        if engine == "postgresql":
            server = at_the_end.enter_context(temporary_server())
        sides = _sides(engine, server, folder, checkouts, chosen.size, at_the_end)
        log = statements.log_of(server)
        report(engine, sides, max(5, chosen.rounds), log, chosen.against)


def checked_out(commit: str, folder: Path) -> Path:
    """The files of `commit` in a new `folder`, apart from the repository, which is left as it is."""
    folder.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", commit], check=True, stdout=subprocess.PIPE
    )
    subprocess.run(
        ["tar", "--extract", "--directory", str(folder)], check=True, input=archive.stdout
    )
    return folder


def hash_of(commit: str) -> str:
    named = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", commit],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return named.stdout.strip()


def _sides(engine, server, folder, checkouts, size, at_the_end) -> list[Side]:
    """This head, the one before and the bare limit on this head's school, all of them running and signed in."""
    started = {}
    for name, (commit, checkout) in checkouts.items():
        uri, database_name = database(engine, server, folder, name)
        head = adapters.for_commit(commit)(checkout, uri, secrets.token_hex())
        _move_in(head, size)
        port = at_the_end.enter_context(_served(engine, folder, name, head))
        started[name] = head, _side(name, port, database_name, head)
    served = _limit_served(engine, folder, *started["this"])
    sides = [side for _, side in started.values()]
    return [*sides, _limit(at_the_end.enter_context(served), sides[0])]


def _move_in(head, size):
    head.move_in(size)
    analyse(head.uri)


def _side(name, port, database, head) -> Side:
    side = Side(name, port, database, requests_of(head))
    side.headers = signed_in(head, side.http)
    return side


def _limit(port, ours) -> Side:
    limit = Side("limit", port, ours.database, list(ours.requests.values()))
    limit.headers = ours.headers
    return limit


def _served(engine, folder, name, head):
    return gunicorn(
        head.application,
        head.uri,
        folder / f"{name}-{engine}.log",
        processes=PROCESSES[engine],
        config=head.config,
        folder=head.checkout,
        environment=head.environment,
    )


def _limit_served(engine, folder, head, ours):
    """The bare limit on this head's school; it answers with as many bytes of HTML as this head does."""
    sizes = {
        request.path: len(ours.ask(name))
        for name, request in ours.requests.items()
        if not request.body
    }
    return gunicorn(
        "bench.bare:create_app()",
        head.uri,
        folder / f"bare-{engine}.log",
        processes=PROCESSES[engine],
        config="python:bench",
        environment=head.environment | {"BARE_SIZES": json.dumps(sizes)},
    )


def database(engine, server, folder, name) -> tuple[str, str]:
    """A new database's address, and its name where PostgreSQL serves it."""
    if engine == "sqlite":
        return f"sqlite:///{folder}/{name}.db", ""
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE head_{name}")
    return server.format(f"head_{name}"), f"head_{name}"


def report(
    engine: str, sides: list[Side], rounds: int, log: Path | None, against: str
) -> None:
    """Measures all pages in turns and prints a row each."""
    counts = _measure(sides, rounds, log)
    print(
        f"\n{engine}: processor ms a request, application and database; {rounds} rounds of {TIMES}; before: {against}"
    )
    print(HEAD)
    for name in sides[0].requests:
        print(_row(name, sides, counts[name]), flush=True)
    memory = ", ".join(
        f"{side.name} {processes.megabytes(side.processes())} MB" for side in sides
    )
    print(
        f"memory after it, all processes of the server, proportional: {memory}", flush=True
    )


def _measure(sides: list[Side], rounds: int, log: Path | None) -> dict[str, str]:
    """Asks for all pages in turns; how many statements each takes, by its name."""
    for name, side in itertools.product(sides[0].requests, sides):
        for _ in range(WARM):
            side.ask(name)
    counts = statements.counted(sides, log)
    for _, name, side in itertools.product(range(rounds), sides[0].requests, sides):
        side.measure(name)
    return counts


def _row(name: str, sides: list[Side], count: str) -> str:
    """The figures of a page."""
    this, before, limit = (side.cpu[name] for side in sides)
    ratio, spread = _ratio(this, before)
    of_limit, _ = _ratio(this, limit)
    wall = " / ".join(f"{statistics.median(side.wall[name]):.1f}" for side in sides)
    cells = (
        name,
        *map(_figure, (this, before, limit)),
        f"{ratio:.2f} ({spread})",
        "holds" if ratio <= 1 + SLOWER else "SLOWER",
        f"{of_limit:.1f}",
        wall,
        count,
    )
    return f"| {' | '.join(cells)} |"


def _figure(figures: list[float]) -> str:
    return f"{statistics.median(figures):.2f} ({min(figures):.2f}–{max(figures):.2f})"


def _ratio(figures: list[float], others: list[float]) -> tuple[float, str]:
    """The median of the rounds' ratios, and the lowest and highest of them in words."""
    ratios = [figure / other for figure, other in zip(figures, others, strict=True)]
    return statistics.median(ratios), f"{min(ratios):.2f}–{max(ratios):.2f}"


if __name__ == "__main__":
    main()
