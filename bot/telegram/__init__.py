"""Telegram: the only package that knows the platform's library."""

import os

# The library announces that its durations become timedelta and warns at each flood control until told that we know.
os.environ.setdefault("PTB_TIMEDELTA", "true")
