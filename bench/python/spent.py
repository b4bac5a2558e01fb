"""Milliseconds of processor time that a program takes from its start to its end. Started with -I: the agent is in the program alone."""
import os
import resource
import sys

pid = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status = os.waitpid(pid, 0)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print((used.ru_utime + used.ru_stime) * 1000)
sys.exit(0 if status == 0 else 1)
