"""`python -m pia` is `pia`."""

from pia.cli.main import main

main()
