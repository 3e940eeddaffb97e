"""How many of several threads are inside the same thing at once."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager


def most_inside(enter: Callable[[], AbstractContextManager[None]]) -> int:
    """Let eight threads go in ten times each and stay for a moment."""
    inside, most, counting = 0, 0, threading.Lock()

    def stay() -> None:
        nonlocal inside, most
        for _ in range(10):
            with enter():
                with counting:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.001)
                with counting:
                    inside -= 1

    threads = [threading.Thread(target=stay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most
