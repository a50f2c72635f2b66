"""Items for operators."""

from pathlib import Path
from typing import Any, get_args

import click
from flask.cli import AppGroup
from pydantic import ValidationError

from webapp.core.actor import Actor
from webapp.core.db import reading, transaction
from webapp.core.errors import Refusal
from webapp.core.inputs import problems
from webapp.people import people

from ..imports import columns, imports, spreadsheets
from ..imports.pieces import visible
from ..imports.plans import Plan
from ..imports.spreadsheets import Table
from ..schemas.imports import Encoding, ImportInput

OPERATOR = Actor(0, "The operator", "admin", 0)
FIELDS = f"{', '.join(columns.FIELDS)}, or notes"
SAID = {
    "problem": "cannot be imported",
    "left_out": "left out",
    "blocked": "blocked from lending",
    "unit": "units",
    "pieces": "rows without tags",
}

items = AppGroup("items", help="What the school lends.")


@items.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--location", help="For rows that name none; made if it is not there.")
@click.option("--dry-run", is_flag=True, help="Only show what would become of every row.")
@click.option(
    "--create-locations/--known-locations",
    default=True,
    help="Make the locations the file names that are not there yet, or refuse their rows.",
)
@click.option(
    "--map",
    "said",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=f"FIELD: {', '.join(columns.FIELDS)}, notes.",
)
@click.option(
    "--category", default="instrument", help="For kinds whose description gives no hint."
)
@click.option(
    "--encoding",
    type=click.Choice(get_args(Encoding)),
    help="Encoding of the file; by default the likeliest, which is printed.",
)
@click.option("--not-borrowable", is_flag=True, help="New items may not be borrowed.")
@click.option(
    "--leave-out-problems",
    is_flag=True,
    help="Import the other rows; without this it is all or nothing.",
)
@click.option("--as", "email", help="Whose act it is; else the first admin's.")
def bring(file: Path, said: tuple[str, ...], email: str | None, **options: Any) -> None:
    """Import a school's own spreadsheet (CSV) into stock: all of it, or nothing."""
    try:
        table = spreadsheets.read(file.read_bytes(), options["encoding"])
        mapping = columns.changed(table.header, columns.guess(table.header), _told(said))
        asked = {
            name: options[name] for name in ("location", "create_locations", "category")
        }
        asked = dict(ImportInput.model_validate(asked | {"column": mapping}, strict=False))
        del asked["column"], asked["is_borrowable"], asked["encoding"]
        with reading():
            actor = _whose(email)
            plan = imports.preview(actor, table, mapping, **asked)
        _print_encoding(table)
        _print(plan, every=options["dry_run"])
        if plan.problems and not options["leave_out_problems"]:
            hint = (
                "; --create-locations makes the unknown locations"
                if plan.unknown_locations
                else ""
            )
            raise click.ClickException(
                f"{plan.problems:,} of {len(plan.fates):,} rows cannot be imported{hint}"
            )
        if not options["dry_run"]:
            with transaction():
                asked |= {
                    "leave_out": options["leave_out_problems"],
                    "is_borrowable": not options["not_borrowable"],
                }
                done = imports.carry_out(
                    actor, table, mapping, name=file.name, seen=plan.seen, **asked
                )
                click.echo(f"Imported {plan.taken:,} rows as operation {done.id}.")
    except ValidationError as error:
        raise click.ClickException(
            "; ".join(f"{name}: {words}" for name, words in problems(error).items())
        ) from None
    except Refusal as no:
        raise click.ClickException("; ".join(no.fields.values()) or no.message) from None


def _told(said: tuple[str, ...]) -> dict[str, str]:
    if wrong := next((each for each in said if "=" not in each), None):
        raise click.BadParameter(f"{wrong}: write --map COLUMN=FIELD")
    return {column: field for column, _, field in (each.rpartition("=") for each in said)}


def _whose(email: str | None) -> Actor:
    if email:
        found = people.by_email(OPERATOR, email)
    else:
        found = next(
            (each for each in people.teachers(OPERATOR) if each.role == "admin"), None
        )  # type: ignore[assignment]
    if found is None:
        raise click.ClickException(
            "There is no admin yet whose act this could be; add one, or name somebody with --as"
        )
    return Actor(found.id, found.name, found.role, 0)


def _print_encoding(table: Table) -> None:
    click.echo(f"Read as {table.encoding}, cells separated by {table.separator!r}.")
    for each in table.encodings:
        click.echo(f"  --encoding {each.name}: {visible(each.sample)}")


def _print(plan: Plan, *, every: bool) -> None:
    for fate in plan.worst_first:
        if every or fate.verdict == "problem" or len(fate.words) > 1:
            mark = "!" if fate.verdict == "problem" else "·"
            click.echo(f"{mark} line {fate.line}: {fate.shown}: {'; '.join(fate.words)}")
    if plan.new_locations:
        click.echo(f"New locations: {', '.join(plan.new_locations)}")
    counts = ", ".join(
        f"{count:,} {SAID[verdict]}" for verdict, count in plan.counts.items() if count
    )
    click.echo(
        f"{len(plan.fates):,} rows, {len(plan.kinds):,} kinds ({plan.new_kinds:,} new): {counts}"
    )
    if plan.before:
        click.echo(
            f"This file was already imported in the same way, at {plan.before:%Y-%m-%d %H:%M} UTC."
        )
