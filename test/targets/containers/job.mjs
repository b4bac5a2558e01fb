// Does its job and ends with a status of its own.
async function pack(order) {
  const total = order * 2;
  await null;
  return total; // @pack
}

console.log(`total ${await pack(21)}, user ${process.getuid()}`);
process.exitCode = 7;
