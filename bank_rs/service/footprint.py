"""What a process that serves leaves out."""

import sys


def leave_out_pandas() -> None:
    """Let scikit-learn find no pandas, which it imports wherever it is installed.

    No request needs pandas; without it a worker starts 0.4 s sooner and takes 66 MB less. To be
    called before anything imports scikit-learn, in processes that only serve; where pandas is
    imported already, nothing changes.
    """
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
