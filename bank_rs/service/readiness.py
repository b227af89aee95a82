"""Whether requests may be sent here."""


class Readiness:
    """Ready from the start, as the service is made when all it needs is there; withdrawn once.

    Attributes
    ----------
    reason
        Why the service is not ready, one sentence; empty while it is.
    """

    def __init__(self) -> None:
        self.reason = ""

    @property
    def ready(self) -> bool:
        """Whether requests may be sent."""
        return not self.reason

    def withdraw(self, reason: str = "The service ends: send requests to another one.") -> None:
        """Say from now on that no more requests are to be sent."""
        self.reason = reason
