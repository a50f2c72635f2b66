"""One command starts server and worker; stopping it, however roughly, leaves nobody behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support import smtp
from webapp import create_app
from webapp.core import outbox
from webapp.core.db import db, transaction

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "webapp.serve"]


@pytest.fixture
def demo(tmp_path):
    """Runs until the test ends; `demo.port` is where."""
    port = smtp.free_port()
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("BACKLINE_")
    }
    environ = clean | {
        "PORT": str(port),
        "BACKLINE_DATA_DIR": str(tmp_path / "var"),
        "MARK": str(tmp_path),
    }
    started = subprocess.Popen(
        RUN,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    started.port, started.environ = port, environ
    yield started
    started.kill()
    started.wait()
    started.stdout.close()


@pytest.fixture
def moved_in(school, tmp_path):
    """Somebody lives there already: before they serve, demos move in only where nobody does."""
    (tmp_path / "var").mkdir()
    shutil.copy(
        school("sqlite").removeprefix("sqlite:///"), tmp_path / "var" / "backline.db"
    )


def greeting(demo):
    lines = []
    for line in demo.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def left_behind(mark):
    """Processes started for this test, found by a variable in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK={mark}\0".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def gone(mark):
    end = time.monotonic() + 60
    while (left := left_behind(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return not left


def get(demo, path):
    with urllib.request.urlopen(
        f"http://127.0.0.1:{demo.port}{path}", timeout=30
    ) as answer:
        return answer.status, answer.read().decode()


def test_the_demo_starts_serves_and_posts(demo, tmp_path):
    said = greeting(demo)
    assert f"http://127.0.0.1:{demo.port}" in said
    assert "admin@demo.example" in said
    assert get(demo, "/readyz")[0] == get(demo, "/demo/mail")[0] == 200
    second = subprocess.run(
        RUN, cwd=ROOT, env=demo.environ, capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 1
    assert f"Port {demo.port} is taken" in second.stderr
    app = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/var/backline.db")
    with app.app_context():
        with transaction():
            told = {
                "kind": "hello",
                "subject_type": "person",
                "subject_id": 1,
                "step": "hello",
                "text": "Hello\n",
            }
            outbox.write(**told, address="sol@school.test", name="Sol", subject="Hello Sol")
        db.engine.dispose()
    end = time.monotonic() + 60
    while (
        "sent" not in get(demo, "/demo/mail")[1].partition("Hello Sol")[2]
        and time.monotonic() < end
    ):
        time.sleep(0.1)
    assert "sent" in get(demo, "/demo/mail")[1].partition("Hello Sol")[2]


@pytest.mark.usefixtures("moved_in")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_stopped_however_roughly_it_leaves_nobody(demo, tmp_path, how):
    greeting(demo)
    assert (
        len(left_behind(tmp_path)) >= 4
    )  # the supervisor, gunicorn and its server, the worker
    demo.send_signal(how)
    assert demo.wait(60) == (-how if how == signal.SIGKILL else 0)
    assert gone(tmp_path)


@pytest.mark.usefixtures("moved_in")
def test_when_the_server_dies_the_demo_ends(demo, tmp_path):
    greeting(demo)
    for pid in left_behind(tmp_path):
        if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    assert demo.wait(60) == 1
    assert gone(tmp_path)
