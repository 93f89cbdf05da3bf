"""Python imports this at its start where the folder is in PYTHONPATH: it notes whom the process talks to.

Only what leaves the machine: an address that is not loopback, and a name that is looked up.
"""

import os
import sys
from pathlib import Path

HERE = ("127.", "::1", "localhost", "0.0.0.0")
NOTES = Path(os.environ["OUTGOING_LOG"])


def _noted(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto"):
        target = arguments[1]
        target = str(target[0]) if isinstance(target, tuple) else ""  # else a path of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        target = arguments[0] or ""
        target = target.decode() if isinstance(target, bytes) else target
    else:
        return
    if target and not target.startswith(HERE):
        with NOTES.open("a", encoding="utf-8") as notes:
            notes.write(f"{event} {target}\n")


sys.addaudithook(_noted)
