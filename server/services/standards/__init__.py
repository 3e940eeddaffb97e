"""The standards: counted as facts change, made anew from everything, read for a period."""
