"""A big school's stock measured against its goals, as the rows of a table; a small one beside it shows what grows."""

from bench import ledger, operating, stock
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
    def say(row):
        print(row, flush=True)

    say(HEAD.format(f"{engine}, processor ms"))
    for number, question in enumerate(stock.questions()):
        say(_asked(question.name, before[number], stock.figures(question, times)))
    db.session.remove()
    done = ledger.load(lines)
    rate = done.told / done.cpu
    told = f"{rate:,.0f}/s ({done.told / done.wall:,.0f}/s by the wall)"
    say(_whole("bulk load", told, f"≥ {LOADED[engine]:,}/s", rate >= LOADED[engine]))
    operating.be_durable()
    for row in _operated(engine, operating.figures(times * 3)):
        say(row)
    db.session.remove()
    for what in ledger.WORKS:
        done = ledger.alone(what, uri)
        goal, holds = f"≤ {MEMORY} MiB above idle", done.memory <= MEMORY
        if what == "verify":
            assert done.told == 0, "the ledger holds"
            goal, holds = (
                f"≤ {PROOF} s, ≤ {MEMORY} MiB above idle",
                holds and done.cpu <= PROOF,
            )
        told = f"{done.cpu:.0f} s ({done.wall:.0f} s by the wall), {done.memory:.0f} MiB"
        say(_whole(what if what == "verify" else f"export, {what}", told, goal, holds))


def _asked(name, before, now):
    ours, core, raw = (now[side] for side in ("ours", "core", "raw"))
    ratio, near = ours.cpu / raw.cpu, ours.cpu / core.cpu
    flat = ours.cpu <= before.cpu * FLAT + SPARE
    verdict = f"{ratio:.1f}× {_verdict(ratio <= LIMIT)}, {near:.1f}× SQLAlchemy, flat {_verdict(flat)}"
    times = f"{before.cpu:.2f} | {ours.cpu:.2f} | {core.cpu:.2f} | {raw.cpu:.2f} | {ours.wall:.2f} to {raw.wall:.2f}"
    return f"| {name} | {times} | ≤ {LIMIT}× raw, flat | {verdict} |"


def _operated(engine, took):
    """The disk waits for nobody, so an operation is judged by the wall."""
    ours = took["ours"]
    limit = (
        f" and ≤ {OPERATION} ms where the disk allows; 16 kB take it {operating.disk():.2f}"
    )
    for name, beside in (
        ("one operation, beside insert and update", "plain"),
        ("- beside the guarded rows", "guarded"),
    ):
        bare, ratio = took[beside], ours.wall / took[beside].wall
        goal = f"≤ {LIMIT}×" + (limit if engine == "sqlite" and beside == "plain" else "")
        times = (
            f"– | {ours.cpu:.2f} | – | {bare.cpu:.2f} | {ours.wall:.2f} to {bare.wall:.2f}"
        )
        yield f"| {name} | {times} | {goal} | {ratio:.1f}× {_verdict(ratio <= LIMIT)} |"
    verb = took["verb"]
    yield f"| - as the desk does it, checks included | – | {verb.cpu:.2f} | – | – | {verb.wall:.2f} | – | |"


def _whole(name, told, goal, holds):
    return f"| {name} | – | {told} | – | – | – | {goal} | {_verdict(holds)} |"


def _verdict(holds):
    return "holds" if holds else "MISSED"
