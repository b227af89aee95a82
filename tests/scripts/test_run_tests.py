import pytest

from scripts.run_tests import LONG, ROOT, run_lanes

PASSES, FAILS = "def test_one():\n    pass\n", "def test_one():\n    assert False\n"


@pytest.mark.parametrize(
    ("short", "long", "code"), [(PASSES, PASSES, 0), (FAILS, PASSES, 1), (PASSES, FAILS, 1)]
)
def test_lanes_pass_when_both_do(tmp_path, capfd, short, long, code):
    for name, text in (("short", short), ("long", long)):
        (tmp_path / f"test_{name}.py").write_text(text)
    assert run_lanes(tmp_path, ["test_long.py"]) == code
    said = capfd.readouterr().out
    assert said.index("test_short.py") < said.index("beside them, test_long.py")
    assert said.count("1 passed") + said.count("1 failed") == 2


def test_long_lane_is_of_tests_that_are_there():
    assert all((ROOT / path).exists() for path in LONG)
