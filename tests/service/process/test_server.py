"""One process: its start, its log and its graceful end."""

import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from bank_rs.service.process.server import ServerError, bound
from tests.service.server import END_SECONDS, serving
from tests.waiting import wait_until

SECRET = "ESMERALDA-77"


def waiting(server, tmp_path, pool):
    """A request under way, and the file that lets it go on."""
    begun, until = tmp_path / "begun", tmp_path / "until"
    query = {"begun": str(begun), "until": str(until)}
    answer = pool.submit(server.get, "/wait", params=query, timeout=END_SECONDS)
    wait_until(begun.exists)
    return answer, until


def test_end_withdraws_readiness_then_refuses_and_finishes_what_is_under_way(tmp_path):
    with (
        serving(tmp_path / "log", drain_seconds=1.5) as server,
        ThreadPoolExecutor(1) as pool,
    ):
        answer, until = waiting(server, tmp_path, pool)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.is_ready())
        not_ready = server.get("/health/ready")
        assert not_ready.status_code == 503
        assert not_ready.headers["retry-after"] == "1"
        assert not_ready.headers["connection"] == "close"
        assert server.get("/").status_code == 200
        wait_until(server.refuses)
        assert not answer.done()
        until.touch()
        assert answer.result().status_code == 200
        assert server.process.wait(END_SECONDS) == 0


def test_second_signal_ends_the_drain(tmp_path):
    with serving(tmp_path / "log", drain_seconds=60) as server:
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not server.is_ready())
        assert server.end() == 0


def test_interrupt_ends_like_sigterm(tmp_path):
    with serving(tmp_path / "log", drain_seconds=0) as server:
        assert server.end(signal.SIGINT) == 0
        assert server.said("Finished server process")


def test_log_is_json_without_what_clients_send(tmp_path):
    headers = {"content-type": "application/json", "x-api-key": SECRET, "x-secret": SECRET}
    with serving(tmp_path / "log", drain_seconds=0) as server:
        for path in ("/fail", "/record", f"/{SECRET}", f"/record?x={SECRET}"):
            body = f'{{"age": "{SECRET}"}}' if "record" in path else SECRET
            answer = httpx2.post(
                f"{server.url}{path}", content=body, headers=headers, trust_env=False
            )
            assert SECRET not in answer.text
        assert server.end() == 0
    assert SECRET not in server.log.read_text()
    assert "127.0.0.1:" not in "".join(map(str, server.accesses()))
    (failed,) = server.accesses(path="/fail")
    assert failed["status"] == 500
    (told,) = [line for line in server.lines if "exception" in line]
    assert told["request_id"] == failed["request_id"]
    assert told["exception"]["type"] == "builtins.RuntimeError"
    assert told["exception"]["cause"] == "builtins.ValueError"
    assert told["exception"]["frames"][-1].endswith(" fail")
    assert [line["status"] for line in server.accesses(path="/record")] == [422, 422]
    assert [line["status"] for line in server.accesses(path=None)] == [404]


def test_client_that_leaves_before_its_answer_counts_as_499(tmp_path):
    with serving(tmp_path / "log", drain_seconds=0) as server:
        with socket.create_connection(server.address) as client:
            client.sendall(b"POST /raw HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf")
        wait_until(lambda: server.accesses(path="/raw"))
        assert server.accesses(path="/raw")[0]["status"] == 499
        assert not [line for line in server.lines if "exception" in line]


def test_keys_change_without_a_restart(tmp_path):
    file = tmp_path / "keys"
    old, new = "old-key-0123456789", "new-key-0123456789"
    file.write_text(f"{old}\n")

    def status(key):
        return server.get("/wait", headers={"x-api-key": key}).status_code

    with serving(tmp_path / "log", api_keys_file=file, drain_seconds=0) as server:
        assert status(old) == 422
        assert status(new) == 401
        file.write_text(f"# rotated\n{new}\n")
        wait_until(lambda: status(new) == 422)
        assert status(old) == 401
        assert old not in server.log.read_text()
        assert new not in server.log.read_text()


def test_address_in_use_is_one_sentence():
    with bound("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(ServerError, match=f"cannot listen at 127.0.0.1:{port}.*--port"):
            bound("127.0.0.1", port)
