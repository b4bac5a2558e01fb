const { spawn, fork, execFileSync, spawnSync, exec } = require('node:child_process');
if (process.argv[2] === 'child') {
  console.log('child', process.env.MINE, process.execArgv.length);
  process.send?.('sent');
  process.exitCode = 5;
} else {
  const env = { MINE: 'yes' };
  const child = spawn(process.execPath, [__filename, 'child'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', data => console.log('spawned said', String(data).trim()));
  child.on('exit', code => {
    console.log('spawned ended', code);
    const forked = fork(__filename, ['child'], { env, silent: true });
    forked.on('message', message => console.log('forked sent', message));
    forked.on('exit', status => {
      console.log('forked ended', status);
      console.log(spawnSync(process.execPath, ['-e', 'console.log(1);process.exit(2)'], { env }).status);
      try {
        execFileSync(process.execPath, ['-e', 'process.exit(6)'], { env });
      } catch (error) {
        console.log(error.status, error.message.split('\n')[0].length > 0);
      }
      exec('exit 4', error => console.log('shell', error.code));
    });
  });
}
