"""The rules of time zones are the pinned ones, whatever the machine has."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import webapp
from webapp.core import zones

ASK = """
import {module}
from datetime import datetime
from zoneinfo import ZoneInfo
print(datetime(2027, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).utcoffset())
"""


@pytest.mark.parametrize("module", ["wsgi", "webapp.serve"])
def test_the_machine_s_own_rules_are_not_asked(tmp_path, module):
    """Neither by the server and the commands nor by what starts the demo: here the machine takes Berlin for Tokyo."""
    (tmp_path / "zones" / "Europe").mkdir(parents=True)
    tokyo = files("tzdata.zoneinfo.Asia").joinpath("Tokyo").read_bytes()
    (tmp_path / "zones" / "Europe" / "Berlin").write_bytes(tokyo)
    own = {"PYTHONTZPATH": str(tmp_path / "zones"), "BACKLINE_DATA_DIR": str(tmp_path)}

    def offset(code):
        told = {"env": os.environ | own, "cwd": Path(webapp.__file__).parents[1]}
        return subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, **told
        ).stdout

    assert offset(ASK.format(module="zoneinfo")) == "9:00:00\n"
    assert offset(ASK.format(module=module)) == "2:00:00\n"


def test_which_rules_are_in_use_is_told(app):
    assert f"time zone rules: {zones.VERSION}" in app.test_client().get("/readyz").text
    assert zones.VERSION in files("tzdata").joinpath("__init__.py").read_text()
