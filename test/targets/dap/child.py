import os
import sys

print('pid', os.getpid(), flush=True)
twice = int(sys.argv[1]) * 2
print('twice', twice, flush=True)  # @child
