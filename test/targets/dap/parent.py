import os
import subprocess
import sys

print('pid', os.getpid(), flush=True)
child = os.path.join(os.path.dirname(__file__), 'child.py')
print('child ended', subprocess.call([sys.executable, child, '21']), flush=True)
