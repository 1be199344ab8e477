"""The export: a password-encrypted workbook, built and checked in memory."""
