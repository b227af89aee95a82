"""Whether a champion that has fallen is replaced by one that the gate found no better."""

from typing import Final

from bank_rs.loop.outcomes import read_outcomes
from bank_rs.loop.outcomes.fall import KEPT_SHARE, kept_share
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.settings import Settings

BETTER: Final = "better than the champion"
FORGIVEN: Final = frozenset({BETTER, "main products"})
"""The rules that may fail: what ranks no better in all may rank one product lower, and another
higher."""


def reason_to_replace(settings: Settings, verdict: Verdict) -> str:
    """Why a version serves although it failed the gate; empty where it does not.

    The gate judges on the newest month a challenger that has not seen it. Where that month is the
    first of something new, nobody can be better on it than the champion, whose answers come true
    no more; the version that is registered has learnt from it.

    Parameters
    ----------
    settings
        Where the outcomes are.
    verdict
        Of the version.
    """
    share = kept_share(read_outcomes(settings.outcomes_dir))
    failed = [check.name for check in verdict.checks if not check.passed]
    if share >= KEPT_SHARE or BETTER not in failed or not FORGIVEN.issuperset(failed):
        return ""
    if _is_worse(verdict):
        return ""
    return (
        f"the newest month came true at {share:.0%} of those before, which this version has learnt "
        f"from; on that month, not seen, it is no worse in all, and failed: {', '.join(failed)}"
    )


def _is_worse(verdict: Verdict) -> bool:
    """Whether it ranks worse than the champion, beyond chance."""
    ends = (check.interval for check in verdict.checks if check.name == BETTER)
    return any(interval is None or interval[1] <= 0 for interval in ends)
