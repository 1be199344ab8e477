"""What is kept: schema, migrations, vault, redaction, purge, repositories. It has no words for people."""
