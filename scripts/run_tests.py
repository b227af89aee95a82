"""Run every test in two lanes at once, the few that last longest beside all the others.

Most tests wait for processes they started, and leave a core idle. What the long lane says comes
when it has ended. Arguments go to pytest as they are, and then there is one lane.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parents[1]
LONG = ("tests/loop/test_year.py", "tests/spark")
PYTEST = (sys.executable, "-m", "pytest")


def run_lanes(root: Path, long: Sequence[str]) -> int:
    """Run the tests of a project; the exit code of the first lane that failed, else 0."""
    # a cache of its own, as both lanes would write to one
    beside = (*PYTEST, *long, "-o", "cache_dir=.pytest_cache/long")
    others = (f"--ignore={path}" for path in long)
    with TemporaryFile() as said:
        with subprocess.Popen(beside, cwd=root, stdout=said, stderr=said) as lane:
            try:
                code = subprocess.run((*PYTEST, *others), cwd=root, check=False).returncode
            except BaseException:
                lane.terminate()
                raise
        said.seek(0)
        sys.stdout.write(f"\nbeside them, {' and '.join(long)}:\n")
        sys.stdout.write(said.read().decode(errors="replace"))
    return code or lane.returncode


def main() -> int:
    """As pytest with arguments, in lanes without."""
    if sys.argv[1:]:
        return subprocess.run((*PYTEST, *sys.argv[1:]), cwd=ROOT, check=False).returncode
    return run_lanes(ROOT, LONG)


if __name__ == "__main__":
    sys.exit(main())
