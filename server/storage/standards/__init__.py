"""The standards as counted: each visit's part, the counts of each day, and the line of what is to be counted."""
