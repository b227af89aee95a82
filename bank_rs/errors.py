class BankRsError(Exception):
    """Base of every error this package raises on purpose.

    The message is one sentence for the person at the keyboard: where the fault is, which rule it
    breaks and how to cure it. It never repeats a client's values. The command line prints it and
    exits with 1; the service turns it into an HTTP answer.
    """
