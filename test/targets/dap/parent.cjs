const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

console.log('pid', process.pid);
const { status } = spawnSync(process.execPath, [join(__dirname, 'child.cjs'), '21'], { stdio: 'inherit' });
console.log('child ended', status);
