"""What can keep the demo from starting."""


class DemoError(Exception):
    """The demo cannot start; the message says what to do."""
