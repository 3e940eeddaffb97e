"""What each other room says waits for a person now: the queue is compared with this, and filled from it."""
