"""A calendar program that people use, reading what we wrote."""

import subprocess
import sys

CONFIG = """
[calendars]
[[school]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = school
"""


def read(folder, calendar, zone, first, days, fields=("start", "end", "title")):
    """(start, end, title), or what else is asked for, of everything in those days, on the reader's clock."""
    (folder / "calendar").mkdir()
    (folder / "config").write_text(CONFIG.format(folder=folder, zone=zone))
    (folder / "feed.ics").write_bytes(calendar)
    _run(folder, "import", "--batch", str(folder / "feed.ics"))
    shown = _run(
        folder,
        "list",
        "--day-format",
        "",
        "--format",
        "|".join(f"{{{name}}}" for name in fields),
        first,
        f"{days}d",
    )
    return [
        tuple(part.strip() for part in line.split("|"))
        for line in shown.splitlines()
        if line.strip()
    ]


def _run(folder, *words):
    told = [sys.executable, "-m", "khal", "--config", folder / "config", *words]
    return subprocess.run(
        told, check=True, capture_output=True, text=True, timeout=60
    ).stdout
