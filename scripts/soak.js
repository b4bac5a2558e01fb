// npm run soak -- NAME: a long proof. Without a name: which there are.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (globalThis.gc === undefined) {
  const { status, signal } = spawnSync(
    process.execPath,
    ['--expose-gc', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
} else {
  const { soaks } = await import('../test/soak/index.ts');
  const soak = soaks[process.argv[2]];
  if (soak === undefined) {
    process.stderr.write(
      `${process.argv[2] === undefined ? 'Which soak?' : `There is no soak "${process.argv[2]}".`}\n`,
    );
    for (const [name, { about }] of Object.entries(soaks))
      process.stderr.write(`  npm run soak -- ${name}   ${about}\n`);
    process.exitCode = 2;
  } else {
    process.exitCode = (await soak.run()) ? 0 : 1;
  }
}
