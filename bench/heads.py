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
WARM = 10  # requests of a page before the first round


def main() -> None:
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
    chosen = options.parse_args()
    with contextlib.ExitStack() as at_the_end:
        holder = tempfile.TemporaryDirectory(prefix="heads-", ignore_cleanup_errors=True)
        folder = Path(at_the_end.enter_context(holder))
        heads = {"this": _hash("HEAD"), "before": _hash(chosen.against)}
        checkouts = {
            name: (commit, _checked_out(commit, folder / name))
            for name, commit in heads.items()
        }
        for engine in chosen.engine or ("sqlite", "postgresql"):
            with contextlib.ExitStack() as engine_ends:
                server = (
                    engine_ends.enter_context(temporary_server())
                    if engine == "postgresql"
                    else ""
                )
                sides = _sides(engine, server, folder, checkouts, chosen.size, engine_ends)
                report(
                    engine,
                    sides,
                    max(5, chosen.rounds),
                    statements.log_of(server),
                    chosen.against,
                )


def _checked_out(commit: str, folder: Path) -> Path:
    """The files of `commit` in a new `folder`, apart from the repository, which is left as it is."""
    folder.mkdir()
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", commit], check=True, stdout=subprocess.PIPE
    )
    subprocess.run(
        ["tar", "--extract", "--directory", str(folder)], check=True, input=archive.stdout
    )
    return folder


def _hash(commit: str) -> str:
    named = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", commit],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return named.stdout.strip()


def _sides(engine, server, folder, checkouts, size, at_the_end) -> list[Side]:
    """This head, the one before and the bare limit on this head's school, all of them running and signed in."""
    workers, secret, sides = 1 if engine == "sqlite" else 2, secrets.token_hex(16), []
    for name, (commit, checkout) in checkouts.items():
        uri, database = _database(engine, server, folder, name)
        head = adapters.for_commit(commit)(checkout, uri, secret)
        head.move_in(size)
        analyse(uri)
        log = folder / f"{name}-{engine}.log"
        running = gunicorn(
            head.application, uri, log, processes=workers, config=head.config, folder=checkout,
            environment=head.environment,
        )  # fmt: skip
        side = Side(name, at_the_end.enter_context(running), database, requests_of(head))
        side.headers = signed_in(head, side.http)
        sides.append(side)
        if name == "this":
            ours, uri_of_ours, environment = side, uri, head.environment
    sizes = {
        request.path: len(ours.ask(name))
        for name, request in ours.requests.items()
        if not request.body
    }
    running = gunicorn(
        "bench.bare:create_app()", uri_of_ours, folder / f"bare-{engine}.log", processes=workers,
        config="python:bench", environment=environment | {"BARE_SIZES": json.dumps(sizes)},
    )  # fmt: skip
    limit = Side(
        "limit",
        at_the_end.enter_context(running),
        ours.database,
        list(ours.requests.values()),
    )
    limit.headers = ours.headers
    return [*sides, limit]


def _database(engine, server, folder, name) -> tuple[str, str]:
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
    for name, side in itertools.product(sides[0].requests, sides):
        for _ in range(WARM):
            side.ask(name)
    counts = statements.counted(sides, log)
    for _, name, side in itertools.product(range(rounds), sides[0].requests, sides):
        side.measure(name)
    this, before, limit = sides
    print(
        f"\n{engine}: processor ms a request, application and database; {rounds} rounds of {TIMES}; before: {against}"
    )
    print(
        "| page | this | before | limit | this / before | | this / limit | p50 on the wall | statements |"
    )
    print("|--|--:|--:|--:|--:|--|--:|--:|--:|")
    for name in this.requests:
        ratio, spread = _ratio(this.cpu[name], before.cpu[name])
        verdict = "holds" if ratio <= 1 + SLOWER else "SLOWER"
        of_limit, _ = _ratio(this.cpu[name], limit.cpu[name])
        figures = " | ".join(_figure(side.cpu[name]) for side in sides)
        wall = " / ".join(f"{statistics.median(side.wall[name]):.1f}" for side in sides)
        print(
            f"| {name} | {figures} | {ratio:.2f} ({spread}) | {verdict} | {of_limit:.1f} | {wall} | {counts[name]} |",
            flush=True,
        )
    told = ", ".join(
        f"{side.name} {processes.megabytes(side.processes())} MB" for side in sides
    )
    print(f"memory after it, all processes of the server, proportional: {told}", flush=True)


def _figure(figures: list[float]) -> str:
    return f"{statistics.median(figures):.2f} ({min(figures):.2f}–{max(figures):.2f})"


def _ratio(figures: list[float], others: list[float]) -> tuple[float, str]:
    """The median of the rounds' ratios, and the lowest and highest of them in words."""
    ratios = [figure / other for figure, other in zip(figures, others, strict=True)]
    return statistics.median(ratios), f"{min(ratios):.2f}–{max(ratios):.2f}"


if __name__ == "__main__":
    main()
