"""What `belboom doctor` looks at: keys, data, machine, copies. What it finds out from Telegram is in `bot.telegram`."""
