"""What goes at the end of its time."""
