"""Golden transcripts: what is said in whole dialogues, word for word, replayed in every test run.

A story is a function that plays a dialogue with a `Person`; put new ones in a module `stories_*.py` here, in a dict
`STORIES` by file name (the name of the dialogue, a dot, what happens). Write the transcripts anew with

    python -m tests.golden --write

and read the difference before you commit it.
"""
