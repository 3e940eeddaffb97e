"""The review queue as rows: its items and their history, its pages, and what the sources say waits."""
