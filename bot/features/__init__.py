"""The features; importing this package fills the tables of `bot.registry`."""


from bot.features import reports, signal_details, signal_handling, signal_raise, signals  # noqa: F401
