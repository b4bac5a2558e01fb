export async function twice(number) {
  await null;
  const result = number * 2;
  return result; // @result
}

// biome-ignore format: its statements share a line
export async function fail(number) { await number; throw new Error('no more'); }
