"""Whether a champion that has fallen is replaced by one that the gate found no better."""

from bank_rs.loop.outcomes import read_outcomes
from bank_rs.loop.outcomes.fall import KEPT_SHARE, kept_share
from bank_rs.loop.retraining.verdict import Verdict
from bank_rs.settings import Settings

NO_BETTER = "better than the champion"
"""The one rule that may fail."""


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
    failed = [check.name for check in verdict.checks if not check.passed]
    share = kept_share(read_outcomes(settings.outcomes_dir))
    if failed != [NO_BETTER] or share >= KEPT_SHARE:
        return ""
    return (
        f"the newest month came true at {share:.0%} of those before, which this version has learnt "
        f"from; it broke no rule but '{NO_BETTER}'"
    )
