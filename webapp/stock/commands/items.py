"""Items for operators."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypedDict, TypeVar, Unpack, get_args

import click
from flask.cli import AppGroup
from pydantic import ValidationError

from webapp.core.actor import Actor
from webapp.core.db import reading, transaction
from webapp.core.errors import Refusal
from webapp.core.inputs import problems
from webapp.people import people

from ..imports import columns, imports, spreadsheets
from ..imports.columns import Meaning
from ..imports.pieces import visible
from ..imports.plans import Plan
from ..imports.spreadsheets import Table
from ..schemas.imports import Decimal, Defaults, Encoding, ImportInput, ReadAs, Total

Command = TypeVar("Command", bound=Callable[..., None])

OPERATOR = Actor(0, "The operator", "admin", 0)
VERDICTS = {
    "problem": "cannot be imported",
    "left_out": "left out",
    "blocked": "blocked from lending",
    "unit": "units",
    "pieces": "rows without tags",
}
IMPORT_OPTIONS = (
    click.option("--location", help="For rows that name none; made if it is not there."),
    click.option(
        "--dry-run", is_flag=True, help="Only show what would become of every row."
    ),
    click.option(
        "--create-locations/--known-locations",
        default=True,
        help="Make the locations the file names that are not there yet, or refuse their rows.",
    ),
    click.option(
        "--map",
        "meanings",
        multiple=True,
        metavar="COLUMN=FIELD",
        help=f"FIELD: {', '.join(columns.FIELDS)}, notes.",
    ),
    click.option(
        "--category",
        default="instrument",
        help="For kinds whose description gives no hint.",
    ),
    click.option(
        "--encoding",
        type=click.Choice(get_args(Encoding)),
        help="Encoding of the file; by default the likeliest, which is printed.",
    ),
    click.option(
        "--sheet", help="Of a workbook; by default the first with anything in it."
    ),
    click.option(
        "--heading", type=int, help="The line that names the columns, if not the likeliest."
    ),
    click.option(
        "--total",
        type=click.Choice(get_args(Total)),
        help="Whether a last line that looks like a total is one, or a row.",
    ),
    click.option(
        "--decimal",
        type=click.Choice(get_args(Decimal)),
        help="The sign before fractions; by default as each column shows.",
    ),
    click.option("--not-borrowable", is_flag=True, help="New items may not be borrowed."),
    click.option(
        "--leave-out-problems",
        is_flag=True,
        help="Import the other rows; without this it is all or nothing.",
    ),
    click.option("--as", "email", help="Whose act it is; else the first admin's."),
)

items = AppGroup("items", help="What the school lends.")


class ImportOptions(TypedDict):
    location: str | None
    dry_run: bool
    create_locations: bool
    meanings: tuple[str, ...]
    category: str
    encoding: str | None
    sheet: str | None
    heading: int | None
    total: str | None
    decimal: str | None
    not_borrowable: bool
    leave_out_problems: bool
    email: str | None


class _Spreadsheet(NamedTuple):
    name: str
    table: Table
    mapping: Meaning
    defaults: Defaults


def with_import_options(command: Command) -> Command:
    for option in reversed(IMPORT_OPTIONS):
        command = option(command)
    return command


@items.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_import_options
def import_items(file: Path, **options: Unpack[ImportOptions]) -> None:
    """Import a school's own spreadsheet (CSV, XLSX, XLS, ODS) into stock: all of it, or nothing."""
    with _refusals_as_messages():
        sheet = _read(file, options)
        with reading():
            actor = _find_actor(options["email"])
            plan = imports.preview(actor, sheet.table, sheet.mapping, **sheet.defaults)
        _print_how_read(sheet.table)
        _print(plan, every=options["dry_run"])
        if not options["leave_out_problems"]:
            _check_for_problems(plan)
        if not options["dry_run"]:
            with transaction():
                id = _carry_out(actor, sheet, plan, options)
                click.echo(f"Imported {plan.taken:,} rows as operation {id}.")


def _read(file: Path, options: ImportOptions) -> _Spreadsheet:
    table = spreadsheets.read(file.read_bytes(), **_read_as(options))
    guess, meanings = columns.guess(table.header), _meanings(options["meanings"])
    mapping = columns.changed(table.header, guess, meanings)
    return _Spreadsheet(file.name, table, mapping, _defaults(mapping, options))


def _read_as(options: ImportOptions) -> ReadAs:
    written: dict[str, object] = {
        "column": (),
        "encoding": options["encoding"],
        "sheet": options["sheet"],
        "heading": options["heading"],
        "total": options["total"],
        "decimal": options["decimal"],
    }
    return _input(written).read_as


def _carry_out(
    actor: Actor, sheet: _Spreadsheet, plan: Plan, options: ImportOptions
) -> int:
    """The id of its operation."""
    operation = imports.carry_out(
        actor,
        sheet.table,
        sheet.mapping,
        name=sheet.name,
        seen=plan.seen,
        leave_out=options["leave_out_problems"],
        is_borrowable=not options["not_borrowable"],
        **sheet.defaults,
    )
    return operation.id


@contextmanager
def _refusals_as_messages() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise click.ClickException(
            "; ".join(f"{name}: {words}" for name, words in problems(error).items())
        ) from None
    except Refusal as refusal:
        words = "; ".join(refusal.fields.values()) or refusal.message
        raise click.ClickException(words) from None


def _meanings(options: tuple[str, ...]) -> dict[str, str]:
    """What was said with --map of columns by their name."""
    for option in options:
        if "=" not in option:
            raise click.BadParameter(f"{option}: write --map COLUMN=FIELD")
    pairs = [option.rpartition("=") for option in options]
    return {column: field for column, _, field in pairs}


def _defaults(mapping: Meaning, options: ImportOptions) -> Defaults:
    """What rows do not say; ValidationError if it cannot be so."""
    written: dict[str, object] = {
        "column": mapping,
        "location": options["location"],
        "create_locations": options["create_locations"],
        "category": options["category"],
    }
    return _input(written).defaults


def _input(written: dict[str, object]) -> ImportInput:
    return ImportInput.model_validate(written, strict=False)


def _find_actor(email: str | None) -> Actor:
    """Who has this address; without one, the first admin."""
    if email:
        candidates = [people.by_email(OPERATOR, email)]
    else:
        teachers = people.teachers(OPERATOR)
        candidates = [teacher for teacher in teachers if teacher.role == "admin"]
    if not candidates:
        raise click.ClickException(
            "There is no admin yet whose act this could be; add one, or name somebody with --as"
        )
    person = candidates[0]
    return Actor(person.id, person.name, person.role, 0)


def _check_for_problems(plan: Plan) -> None:
    if not plan.problems:
        return
    words = f"{plan.problems:,} of {len(plan.fates):,} rows cannot be imported"
    if plan.unknown_locations:
        words += "; --create-locations makes the unknown locations"
    raise click.ClickException(words)


def _print_how_read(table: Table) -> None:
    _print_encoding(table)
    if titles := table.headings.titles:
        click.echo(
            f"The columns are named in line {table.headings.line}; {len(titles)} above are left out."
        )
    if table.headings.total:
        click.echo(f"Line {table.headings.total.line} is a total and is left out.")


def _print_encoding(table: Table) -> None:
    if table.lines.sheets:
        names = ", ".join(visible(sheet.name) for sheet in table.lines.sheets)
        click.echo(f"Read sheet {visible(table.lines.sheet)!r} of {names}.")
        if table.lines.hidden:
            click.echo(f"{len(table.lines.hidden):,} hidden rows are read too.")
        return
    click.echo(f"Read as {table.encoding}, cells separated by {table.lines.separator!r}.")
    for encoding in table.lines.encodings:
        click.echo(f"  --encoding {encoding.name}: {visible(encoding.sample)}")


def _print(plan: Plan, *, every: bool) -> None:
    _print_rows(plan, every=every)
    if plan.new_locations:
        click.echo(f"New locations: {', '.join(plan.new_locations)}")
    counts = ", ".join(
        f"{count:,} {VERDICTS[verdict]}" for verdict, count in plan.counts.items() if count
    )
    kinds = f"{len(plan.kinds):,} kinds ({plan.new_kinds:,} new)"
    click.echo(f"{len(plan.fates):,} rows, {kinds}: {counts}")
    if plan.before:
        at = f"{plan.before:%Y-%m-%d %H:%M} UTC"
        click.echo(f"This file was already imported in the same way, at {at}.")


def _print_rows(plan: Plan, *, every: bool) -> None:
    """Each row that has a problem or a mark, or `every` row; the worst first."""
    for fate in plan.worst_first:
        if every or fate.verdict == "problem" or len(fate.words) > 1:
            mark = "!" if fate.verdict == "problem" else "·"
            click.echo(f"{mark} line {fate.line}: {fate.shown}: {'; '.join(fate.words)}")
