import os
import subprocess
import sys

import pytest

from bank_rs.stack.lock import AlreadyRunningError, stack_lock

HOLD = """
import sys
from pathlib import Path
from bank_rs.stack.lock import stack_lock
with stack_lock(Path(sys.argv[1]), "http://127.0.0.1:1"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_lock_held_says_where(tmp_path):
    with stack_lock(tmp_path, "http://127.0.0.1:8000"):
        expected = rf"http://127\.0\.0\.1:8000 \(process {os.getpid()}\)"
        with pytest.raises(AlreadyRunningError, match=expected), stack_lock(tmp_path, "again"):
            pass


def test_lock_left_can_be_taken_again(tmp_path):
    for _ in range(2):
        with stack_lock(tmp_path / "made", "here"):
            pass


def test_lock_of_a_killed_process_is_free(tmp_path):
    command = (sys.executable, "-c", HOLD, str(tmp_path))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError), stack_lock(tmp_path, "second"):
            pass
        holder.kill()
    with stack_lock(tmp_path, "third"):
        pass
