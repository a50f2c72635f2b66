#!/bin/sh
# Guess:   a calendar file that brings along a VTIMEZONE is read by that definition: RFC 5545 calls TZID a reference to
#          it within the file.
# Seen:    icalendar, and khal with it, go by the name where it is one they know, and never look at the definition;
#          vobject goes by the definition. With a name they do not know all three go by the definition.
# Version: icalendar 7.3.2, khal 0.14.0, vobject 0.9.9 from PyPI, seen on 2026-11-30.
# Matters: a government moves its clocks, the server that writes the feed has the new rules and the reader's machine the
#          old ones, or the other way round. The definition in the file is there for just that, and half of the readers
#          show the lesson at another hour; a test with one reader alone proves nothing about the next.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 khal==0.14.0 vobject==0.9.9
cat > "$folder/see.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import icalendar
import vobject

LESSON = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//school.example//lessons//EN
BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
TZNAME:EET
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:lesson-1@school.example
DTSTAMP:20261101T080000Z
SUMMARY:Lesson
DTSTART;TZID={zone}:20261201T130000
DTEND;TZID={zone}:20261201T140000
END:VEVENT
END:VCALENDAR
"""
CONFIGURATION = """[calendars]
[[school]]
path = {folder}/{zone_folder}
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
folder = Path(sys.argv[1])


def in_khal(zone, text):
    """When khal, at home in UTC, says that it begins."""
    name = zone.replace("/", "-")
    (folder / name).mkdir()
    (folder / name / "lesson.ics").write_text(text, newline="\r\n")
    configuration = folder / f"{name}.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, zone_folder=name))
    khal = [Path(sys.executable).parent / "khal", "-c", configuration]
    asked = ["list", "2026-12-01", "1d", "--day-format", "", "--format", "{start-time}"]
    said = subprocess.run([*khal, *asked], capture_output=True, text=True, check=True)
    (folder / "khal.db").unlink()
    return said.stdout.strip()


for zone in ("Europe/Berlin", "Our school"):
    text = LESSON.format(zone=zone)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    print(zone, "icalendar", event["DTSTART"].dt.utcoffset())
    print(zone, "vobject  ", vobject.readOne(text).vevent.dtstart.value.utcoffset())
    print(zone, "khal, UTC", in_khal(zone, text))
PYTHON
cat > "$folder/expected" <<'SEEN'
Europe/Berlin icalendar 1:00:00
Europe/Berlin vobject   2:00:00
Europe/Berlin khal, UTC 12:00
Our school icalendar 2:00:00
Our school vobject   2:00:00
Our school khal, UTC 11:00
SEEN
"$folder/venv/bin/python" "$folder/see.py" "$folder" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
