"""Pictures drawn from plain data. Nothing here knows a database, a chat or a language."""
