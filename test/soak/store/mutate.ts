import type { Pick } from './random.ts';

const page = 4096;

/** What can happen to a file: one to three of these, in place. */
const ways: readonly ((bytes: Buffer, pick: Pick) => Buffer)[] = [
  // Bytes anywhere.
  (bytes, pick) => {
    for (let left = 1 + pick(40); left > 0; left--) bytes[pick(bytes.length)] = pick(256);
    return bytes;
  },
  // A bit of the first page: its head, or the tables' own words.
  (bytes, pick) => {
    const at = pick(Math.min(bytes.length, pick(2) === 0 ? 100 : page));
    bytes[at] = bytes[at]! ^ (1 << pick(8));
    return bytes;
  },
  // The head of some page, which says what is on it.
  (bytes, pick) => {
    const at = pick(Math.ceil(bytes.length / page)) * page + pick(12);
    if (at < bytes.length) bytes[at] = pick(256);
    return bytes;
  },
  (bytes, pick) => bytes.subarray(0, pick(bytes.length)),
  (bytes, pick) => bytes.subarray(0, pick(Math.ceil(bytes.length / page)) * page),
  // Pages of zeros, as a file system leaves them after a crash.
  (bytes, pick) => {
    const from = pick(Math.ceil(bytes.length / page)) * page;
    return bytes.fill(0, from, Math.min(bytes.length, from + (1 + pick(4)) * page));
  },
  // A page in the place of another.
  (bytes, pick) => {
    const [from, to] = [pick(Math.ceil(bytes.length / page)) * page, pick(Math.ceil(bytes.length / page)) * page];
    bytes.copy(bytes, to, from, from + page);
    return bytes;
  },
  (bytes, pick) => Buffer.concat([bytes, Buffer.alloc(1 + pick(3 * page), pick(256))]),
  (bytes, pick) => Buffer.concat([bytes.subarray(0, 16 * pick(2)), Buffer.alloc(pick(3 * page), pick(256))]),
];

export function mutate(original: Buffer, pick: Pick): Buffer {
  let bytes = Buffer.from(original);
  for (let left = 1 + pick(3); left > 0 && bytes.length > 0; left--)
    bytes = Buffer.from(ways[pick(ways.length)]!(bytes, pick));
  return bytes;
}
