"""Others' servers for the same work, in the same run: where a machine's speed halves in an hour, only ratios hold."""
