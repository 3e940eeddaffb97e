"""Days nobody works, for every due date: the bank holidays that are known, and what the landlord added."""
