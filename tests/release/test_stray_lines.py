"""What the solver prints by itself does not reach standard output; what others print does."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from einlass.release.disclosure.linear import Attacker, Cell, System
from einlass.release.disclosure.stray import without_stray_lines

LINE = b"HighsMipSolverData::transformNewIntegerFeasibleSolution tmpSolver.run();"
LIBC = ctypes.CDLL(None)


def mutter(text: str) -> None:
    """What HiGHS does: it writes past its own log, into the buffer of C."""
    LIBC.puts(LINE)
    os.write(1, f"{text}\n".encode())


def test_the_line_of_the_solver_is_taken_out_and_other_lines_stay(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(1, b"before\n")
    with without_stray_lines():
        mutter("inside")
    os.write(1, b"after\n")
    LIBC.fflush(None)
    assert capfd.readouterr().out.splitlines() == ["before", "inside", "after"]


def test_it_is_heard_without_the_measure(capfd: pytest.CaptureFixture[str]) -> None:
    mutter("open")
    LIBC.fflush(None)
    assert LINE.decode() in capfd.readouterr().out


def test_more_lines_than_a_buffer_holds_are_cut_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with without_stray_lines():
        for number in range(200):
            mutter(str(number))
    assert capfd.readouterr().out.split() == [str(number) for number in range(200)]


def test_threads_that_search_at_once_lose_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    together = Barrier(4, timeout=20)

    def search(number: int) -> None:
        for turn in range(20):
            with without_stray_lines():
                together.wait()
                mutter(f"{number}.{turn}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(search, range(4)))
    LIBC.fflush(None)
    told = capfd.readouterr().out.splitlines()
    assert sorted(told) == sorted(f"{number}.{turn}" for number in range(4) for turn in range(20))


def test_an_error_inside_leaves_standard_output_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), without_stray_lines():
        mutter("inside")
        raise ZeroDivisionError
    os.write(1, b"after\n")
    assert capfd.readouterr().out.splitlines() == ["inside", "after"]


def test_a_process_without_standard_output_searches_too() -> None:
    script = (
        "import os; os.close(1)\n"
        "from einlass.release.disclosure.stray import without_stray_lines\n"
        "with without_stray_lines(): pass\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_search_for_whole_numbers_is_silenced(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solver that mutters is the real one with a mutter before it: which inputs make it do so is not known."""
    from einlass.release.disclosure import linear

    real = linear.milp

    def muttering(*asked: object, **more: object) -> object:
        LIBC.puts(LINE)
        return real(*asked, **more)

    monkeypatch.setattr(linear, "milp", muttering)
    cell = Cell(key="a", atoms=frozenset({0, 1}), value=3.0, slot="a")
    attacker = Attacker(System(atom_count=2, cells=(cell,)), ())
    assert attacker._whole(linear.np.zeros(2), ()) is not None
    LIBC.fflush(None)
    assert capfd.readouterr().out == ""
