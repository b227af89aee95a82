import pytest

from tests.service.server import serving


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("settings", "open_to_all"),
    [
        ({"host": "127.0.0.1"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "0.0.0.0", "api_keys": "a-key-of-a-client"}, False),
    ],
)
def test_service_open_beyond_this_machine_says_so_once(tmp_path, workers, settings, open_to_all):
    settings = settings | {"workers": workers, "drain_seconds": 0}
    with serving(tmp_path / "log", **settings) as server:
        assert server.end() == 0
        warnings = [line for line in server.lines if "open to all" in line.get("message", "")]
    assert len(warnings) == open_to_all
