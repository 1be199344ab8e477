"""What is said: dialogues and the small engine that replays them. No platform, no database."""
