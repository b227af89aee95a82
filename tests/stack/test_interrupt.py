import signal
from collections.abc import Iterator

import pytest

from bank_rs.stack.interrupt import SIGNALS, Interrupt


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """Signals as a terminal leaves them; tests that run under nohup ignore hang-ups."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_interrupt_remembers_every_signal():
    for number in SIGNALS:
        with Interrupt() as interrupt:
            assert not interrupt.requested
            signal.raise_signal(number)
            assert interrupt.requested


def test_interrupt_gives_the_handlers_back():
    before = [signal.getsignal(number) for number in SIGNALS]
    with Interrupt():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_interrupt_survives_a_hang_up_under_nohup():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interrupt() as interrupt:
            signal.raise_signal(signal.SIGHUP)
            assert not interrupt.requested
    finally:
        signal.signal(signal.SIGHUP, before)
