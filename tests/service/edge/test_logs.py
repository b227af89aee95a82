import json
import logging
import subprocess
import sys

import pytest

from bank_rs.service.edge.logs import JsonFormatter

SECRET = "ESMERALDA-77"
PROGRAM = f"""
import asyncio, logging, sys, threading, warnings
from bank_rs.service.edge.logs import configure_logging, line_writer
configure_logging()
logging.getLogger("bank_rs.x").info("one %d", 1)
logging.getLogger("uvicorn.error").info("two")
logging.getLogger("other").info("not said")
logging.getLogger("other").warning("three")
warnings.warn("four", stacklevel=1)
line_writer().write("{{\\"message\\":\\"five\\"}}\\n")

def fail(): raise ValueError("{SECRET}")
thread = threading.Thread(target=fail, name="six"); thread.start(); thread.join()

async def forget():
    task = asyncio.ensure_future(asyncio.sleep(0)); await task
    async def broken(): fail()
    task = asyncio.ensure_future(broken()); await asyncio.sleep(0); await asyncio.sleep(0); del task
asyncio.run(forget())
raise ValueError("seven")
"""


@pytest.fixture(scope="module")
def lines():
    command = (sys.executable, "-c", PROGRAM)
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert result.stdout == ""
    assert SECRET not in result.stderr
    return [json.loads(line) for line in result.stderr.splitlines()]


@pytest.mark.parametrize(
    ("logger", "level", "message"),
    [
        ("bank_rs.x", "info", "one 1"),
        ("uvicorn.error", "info", "two"),
        ("other", "warning", "three"),
        ("py.warnings", "warning", "four"),
        (None, None, "five"),
        ("bank_rs.service.edge.logs", "error", "thread six ended"),
        ("asyncio", "error", "Task exception was never retrieved"),
        ("bank_rs.service.edge.logs", "critical", "ended by builtins.ValueError: seven"),
    ],
)
def test_everything_a_process_says_is_a_line_of_json(lines, logger, level, message):
    (line,) = [line for line in lines if message in line["message"]]
    assert (line.get("logger"), line.get("level")) == (logger, level)


def test_lines_come_in_their_order_and_with_their_time(lines):
    times = [line["time"] for line in lines if "time" in line]
    assert times == sorted(times)
    assert all(time.endswith("Z") and len(time) == 24 for time in times)
    assert len(lines) == 8


def test_exception_is_its_type_and_its_places(lines):
    for line in lines[-3:-1]:
        assert line["exception"]["type"] == "builtins.ValueError"
        assert line["exception"]["frames"][-1] == "<string>:12 fail"


def test_text_of_any_language_is_ascii():
    record = logging.makeLogRecord({"name": "x", "msg": "кредит\n\ud800", "levelname": "INFO"})
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["message"] == "кредит\n\ud800"
