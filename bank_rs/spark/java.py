"""Java, which Spark runs on."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from bank_rs.errors import BankRsError

LEAST: Final = 17
"""First version that Spark 4 runs on."""

_VERSION: Final = re.compile(r'version "([0-9]+)')
_CURE: Final = (
    f"Spark needs Java {LEAST} or newer: install it (Debian's openjdk-17-jre-headless), or name "
    "its folder in JAVA_HOME."
)


class JavaError(BankRsError):
    """There is no Java that Spark could run on."""


def check_java() -> None:
    """See whether Spark will start.

    Raises
    ------
    JavaError
        If there is no Java, or only an old one.
    """
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        raise JavaError(f"there is no java in PATH. {_CURE}")
    try:
        said = subprocess.run(  # noqa: S603 - a path of this machine's, and no shell
            (java, "-version"), capture_output=True, text=True, timeout=60, check=True
        ).stderr
    except (OSError, subprocess.SubprocessError) as error:
        raise JavaError(f"{java} does not run. {_CURE}") from error
    found = _VERSION.search(said)
    if found is None or int(found[1]) < LEAST:
        is_now = found[1] if found else "of no known version"
        raise JavaError(f"{java} is {is_now}. {_CURE}")
