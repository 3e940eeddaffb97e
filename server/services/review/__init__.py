"""What people and other rooms do to the review queue: put, settle, take, assign, ask, close (docs/review.md)."""
