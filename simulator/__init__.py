"""A strict Bot API server for this machine, with people, phones and a clock to test a bot against.

It knows nothing of any bot: it speaks HTTP as https://core.telegram.org/bots/api describes it, and a
control interface under ``/sim/``. See ``simulator/README.md``.
"""
