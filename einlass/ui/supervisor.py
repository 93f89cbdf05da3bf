"""The app below a supervisor that has every library loaded and forks it: after a crash a page is back at once.

    python -m einlass.ui.supervisor [OPTIONS OF `streamlit run`]

The kernel ends the process that serves when memory runs out, and so does a fault in a library; loading the libraries is
two thirds of a start. What ends by itself, or was told to stop, is not started again: that is for whoever started this.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress

from streamlit.web.cli import main as streamlit

from einlass import config
from einlass.ingest.processes import die_with_parent
from einlass.ui import loaded
from einlass.words import words_for

HEARD = {signal.SIGTERM, signal.SIGCHLD}
# Before each further start: what is killed at once, time after time, must not take the machine.
PAUSE_SECONDS = 0.5


def main() -> None:
    """Serve until told to stop; exits as the app did."""
    loaded.libraries()
    sys.exit(supervise(serve))


def serve() -> None:
    """The app, as `streamlit run` starts it."""
    os.chdir(config.ROOT)
    sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
    streamlit()


def supervise(work: Callable[[], None]) -> int:
    """The exit code of work, which is done in a fork, and in another one when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to the fork as well
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    fork = _forked(work)
    is_told = False
    while True:
        if signal.sigwait(HEARD) == signal.SIGTERM:
            is_told = True
            os.kill(fork, signal.SIGTERM)
        for code in (code for process, code in _ended() if process == fork):
            if is_told:
                return 0
            if code >= 0 or -code in (signal.SIGTERM, signal.SIGINT):
                return abs(code)
            told = words_for(config.default_language())("start.again", signal=-code)
            print(told, file=sys.stderr, flush=True)
            time.sleep(PAUSE_SECONDS)
            fork = _forked(work)


def _ended() -> Iterator[tuple[int, int]]:
    """Processes that ended, with their exit codes: in a container those that the fork left behind as well."""
    with suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            yield process, os.waitstatus_to_exitcode(status)


def _forked(work: Callable[[], None]) -> int:
    ours = os.getpid()
    with warnings.catch_warnings():  # the threads of the libraries have nothing to do at this moment
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    die_with_parent(ours)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
    work()
    sys.exit()


if __name__ == "__main__":
    main()
