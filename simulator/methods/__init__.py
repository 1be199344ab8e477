"""The Bot API methods, one file per kind; ``registry`` maps a method's name to its function."""
