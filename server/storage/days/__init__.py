"""Days nobody works: the landlord's own beside the bank holidays, and which years somebody has checked."""
