"""What a server has in memory: nothing that only some commands need, or who sends photos or takes spreadsheets."""

import json
import subprocess
import sys

SERVE = """
import json, sys
from webapp import create_app
app = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{sys.argv[1]}")
app.test_client().get("/readyz")
print(json.dumps(sorted(sys.modules)))
"""
DEAR = (
    "PIL",  # 6 MiB, for photos
    "alembic",  # 10 MiB with its templates, for migrations
    "mako",
    "openpyxl",  # 5 MiB, for spreadsheets
    "python_calamine",
    "webapp.demo.generator",
    "webapp.demo.school",
)


def test_a_server_loads_nothing_that_it_can_do_without(tmp_path):
    command = [sys.executable, "-c", SERVE, f"{tmp_path}/empty.db"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    loaded = json.loads(done.stdout)
    assert [name for name in DEAR if name in loaded] == []
