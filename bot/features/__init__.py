"""The features; importing this package fills the tables of `bot.registry`."""
