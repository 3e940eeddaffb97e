"""`python -m server.cli` is `doorstep`."""

from server.cli import main

main()
