import os
import time

turns = 0
print('pid', os.getpid(), flush=True)
while True:
    turns += 1  # @turn
    time.sleep(0.005)
