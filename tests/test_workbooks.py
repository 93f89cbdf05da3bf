"""One table in every spelling of a workbook: the same rows, notes and places must come out."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.ingest.workbooks.files import outcome, workbook


@settings(
    derandomize=True,
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**9))
def test_a_table_comes_out_of_every_spelling(tmp_path: Path, seed: int) -> None:
    ending, content, expected = workbook(seed)
    path = tmp_path / f"besuche.{ending}"
    path.write_bytes(content)
    assert outcome(path) == expected
