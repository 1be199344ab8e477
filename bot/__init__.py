"""The running program. `bot.telegram` is the only place that imports the platform's library."""
