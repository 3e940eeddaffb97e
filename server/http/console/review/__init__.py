"""The review queue in the console: the list, one item, saved views."""
