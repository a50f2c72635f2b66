"""A big school's stock measured against its goals, as the rows of a table; a small one beside it shows what grows."""

from bench import ledger, operating, stock
from bench.inside import verdict
from webapp.core.db import db

LIMIT, FLAT, SPARE = (
    1.5,
    1.5,
    0.2,
)  # times the bare time; times the small school's; milliseconds nobody notices
OPERATION, PROOF, MEMORY = 1.5, 60, 80  # milliseconds on SQLite, seconds, MiB
LOADED = {"sqlite": 5000, "postgresql": 2500}  # movements a second
HEAD = "| {} | small | big | SQLAlchemy | raw | by the wall | goal | |\n|--|--:|--:|--:|--:|--:|--|--|"


def small(times):
    """What the same questions take where there is little."""
    return {
        number: stock.figures(each, times)["ours"]
        for number, each in enumerate(stock.questions())
    }


def report(engine, uri, before, times, lines):
    _print(HEAD.format(f"{engine}, processor ms"))
    for number, question in enumerate(stock.questions()):
        _print(_asked(question.name, before[number], stock.figures(question, times)))
    db.session.remove()
    _print(_loaded(engine, ledger.load(lines)))
    operating.be_durable()
    for row in _operated(engine, operating.figures(times * 3)):
        _print(row)
    db.session.remove()
    for what in ledger.WORKS:
        _print(_worked(what, ledger.alone(what, uri)))


def _print(row):
    print(row, flush=True)


def _loaded(engine, done):
    rate = done.told / done.cpu
    figures = f"{rate:,.0f}/s ({done.told / done.wall:,.0f}/s by the wall)"
    return _whole("bulk load", figures, f"≥ {LOADED[engine]:,}/s", rate >= LOADED[engine])


def _worked(what, done):
    """A whole pass over the ledger: its proof, or one of the exports."""
    name, goal, holds = f"export, {what}", f"≤ {MEMORY} MiB above idle", True
    if what == "verify":
        assert done.told == 0, "the ledger holds"
        name, goal, holds = what, f"≤ {PROOF} s, {goal}", done.cpu <= PROOF
    figures = f"{done.cpu:.0f} s ({done.wall:.0f} s by the wall), {done.memory:.0f} MiB"
    return _whole(name, figures, goal, holds and done.memory <= MEMORY)


def _asked(name, before, now):
    ours, core, raw = (now[side] for side in ("ours", "core", "raw"))
    flat = ours.cpu <= before.cpu * FLAT + SPARE
    times = [side.cpu for side in (before, ours, core, raw)]
    return (
        f"| {name} | {' | '.join(f'{cpu:.2f}' for cpu in times)} "
        f"| {ours.wall:.2f} to {raw.wall:.2f} | ≤ {LIMIT}× raw, flat "
        f"| {_times(ours.cpu / raw.cpu)}, {ours.cpu / core.cpu:.1f}× SQLAlchemy, flat {verdict(flat)} |"
    )


def _times(ratio):
    return f"{ratio:.1f}× {verdict(ratio <= LIMIT)}"


def _operated(engine, took):
    """The disk waits for nobody, so an operation is judged by the wall."""
    goal = f"≤ {LIMIT}×"
    limit = ""
    if engine == "sqlite":
        limit = f" and ≤ {OPERATION} ms where the disk allows; 16 kB take it {operating.disk():.2f}"
    ours, plain, guarded, verb = (
        took[name] for name in ("ours", "plain", "guarded", "verb")
    )
    yield _beside("one operation, beside insert and update", ours, plain, goal + limit)
    yield _beside("- beside the guarded rows", ours, guarded, goal)
    yield f"| - as the desk does it, checks included | – | {verb.cpu:.2f} | – | – | {verb.wall:.2f} | – | |"


def _beside(name, ours, bare, goal):
    times = f"– | {ours.cpu:.2f} | – | {bare.cpu:.2f} | {ours.wall:.2f} to {bare.wall:.2f}"
    return f"| {name} | {times} | {goal} | {_times(ours.wall / bare.wall)} |"


def _whole(name, figures, goal, holds):
    return f"| {name} | – | {figures} | – | – | – | {goal} | {verdict(holds)} |"
