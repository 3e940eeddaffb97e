"""The review queue: everything that waits for a person, with its harm, its time and who may see it. Pure."""
