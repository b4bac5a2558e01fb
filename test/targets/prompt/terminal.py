"""Runs a command in a terminal of its own: our input is typed there, and what is shown comes to our output."""

import os
import pty
import sys

status = os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:]))
sys.exit(128 - status if status < 0 else status)
