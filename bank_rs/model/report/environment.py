"""How templates become pages."""

from collections.abc import Callable

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

_REPORT = "bank_rs.model.report"


def environment(*packages: str, finalize: Callable[[object], str] | None = None) -> Environment:
    """Templates of some packages and of the report, whose look they share.

    Parameters
    ----------
    packages
        Each with a folder ``templates``; looked through before the report's.
    finalize
        What every value goes through.

    Returns
    -------
    Environment
        Which escapes what it puts into ``.html.jinja`` and knows no undefined names.
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, _REPORT)]),
        autoescape=select_autoescape(["html.jinja"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
    )
