"""What operatives saw: the plain groups, the hazards they may be, the clocks that may run, what a household needs."""
