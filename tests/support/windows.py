"""A real window on a screen nobody sees, and real keys: what scanners and the layouts of keyboards do to each other."""

import contextlib
import os
import shutil
import subprocess

import pytest

NEEDS = ("Xvfb", "xdotool", "setxkbmap")
US = {  # what a US keyboard writes: X's number of the first key of a row, and the row without and with Shift
    10: ("1234567890-=", "!@#$%^&*()_+"),
    24: ("qwertyuiop[]", "QWERTYUIOP{}"),
    38: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    51: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
    65: (" ", " "),
}
KEYS = {
    sign: f"{'shift+' * shifted}{first + place}"
    for first, rows in US.items()
    for shifted in (True, False)
    for place, sign in enumerate(rows[shifted])
}


class Screen:
    """Where windows are; its keyboard has any layout."""

    def __init__(self, name):
        self.env = os.environ | {"DISPLAY": name}

    def lay(self, layout):
        self._run("setxkbmap", layout)

    def focus(self):
        """On the window that is there."""
        *_, window = self._run(
            "xdotool", "search", "--sync", "--onlyvisible", "--class", "chrom"
        ).split()
        self._run("xdotool", "windowfocus", "--sync", window)

    def scan(self, text, scanner):
        """What a scanner types that believes in a keyboard: "us", or "host" for the one that is there."""
        if scanner == "us":
            self._run(
                "xdotool", "key", "--delay", "0", *(KEYS[sign] for sign in text), "Return"
            )
        else:
            self._run("xdotool", "type", "--delay", "0", f"{text}\n")

    def press(self, key):
        self._run("xdotool", "key", key)

    def _run(self, *command):
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=30
        ).stdout


@contextlib.contextmanager
def screen():
    if missing := [name for name in NEEDS if not shutil.which(name)]:
        names = ", ".join(missing)
        pytest.fail(
            f"no {names}: run `make browser` as root, or install xvfb, xdotool, x11-xkb-utils and xkb-data"
        )
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1300x1000x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield Screen(f":{told.readline().strip()}")
    finally:
        server.terminate()
        server.wait()
