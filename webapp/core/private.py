"""Files and folders that nobody else on the machine should read: the kept key, the database."""

import logging
from pathlib import Path

OTHERS, GROUP = 0o007, 0o070
log = logging.getLogger(__name__)


def make_folder(path: Path) -> None:
    """One of our own is closed to others. One that was there stays as it is, for it may be meant for more than us:
    the log warns where others may look into it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & OTHERS:
        log.warning(
            "Every user of this machine may look into %s: close it with `chmod o-rwx`",
            path.absolute(),
        )


def close(path: Path, *, but_for_group: bool = False) -> None:
    """Let only its user read and write it, however open somebody left it; the log warns where that may not be done.

    With `but_for_group`, one that is closed to all but its group stays so. A file that is not there needs nothing.
    """
    try:
        if path.stat().st_mode & (OTHERS if but_for_group else OTHERS | GROUP):
            path.chmod(0o600)
    except FileNotFoundError:
        return
    except PermissionError:
        log.warning(
            "Others may read %s, and it is not ours to close: let its owner `chmod 600` it",
            path.absolute(),
        )
