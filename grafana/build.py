"""Write the dashboards and alert rules that Grafana is provisioned with, or check that they are.

python grafana/build.py            writes them
python grafana/build.py --check    fails when a file differs
"""

import argparse
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    """Write or check; the exit code."""
    from bank_rs.dashboards.files import stale, write

    parser = argparse.ArgumentParser(description="Build what Grafana is provisioned with.")
    parser.add_argument("--check", action="store_true", help="fail when a file differs")
    if not parser.parse_args().check:
        write(FOLDER)
        return 0
    differing = list(stale(FOLDER))
    for path in differing:
        sys.stderr.write(f"{path} is not what 'python grafana/build.py' writes: run it.\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
