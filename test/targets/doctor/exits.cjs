// A preload that ends the doctor's sample before its first line, and leaves every other program alone.
if (process.argv[1]?.endsWith('sample.mjs')) process.exit(3);
