for (let i = 0; i < 3000; i++) process.stdout.write(`${i} ${'x'.repeat(100)}\n`);
process.stderr.write('and to the other\n');
process.exitCode = 1;
