import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/wire/protocol/index.ts';
import { debianPython, type Ended, eddy, root, run } from '../launch/index.ts';

const folders = ['scopes', 'locks', 'generators', 'tasks', 'blocked'];
const sideBySide = 4;

/**
 * Every program of the Python findings many times, several at once on a busy machine: a broken one gives its finding and no other, a healthy
 * one none, and what they print and their status are those of the bare program. --count N times each, --python FILE, --only NAME.
 */
export async function pythonFindings(words: readonly string[] = process.argv.slice(3)): Promise<boolean> {
  const count = Number(valueAfter(words, '--count') ?? 20);
  const python = valueAfter(words, '--python') ?? debianPython;
  const only = valueAfter(words, '--only') ?? '';
  const files = folders.flatMap(folder => {
    const path = join(root, 'test/targets/python', folder);
    return readdirSync(path).map(name => join(path, name));
  });
  const wanted = files.filter(file => file.endsWith('.py') && file.includes(only));
  const bare = new Map<string, string>();
  for (const file of wanted) bare.set(file, printed(await run(python, [file])));
  const waiting = Array.from({ length: count }, () => wanted).flat();
  const problems = new Map<string, number>();
  const work = async () => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const problem of await look(python, file, bare.get(file) ?? '')) {
        problems.set(problem, (problems.get(problem) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  for (const [problem, times] of problems) console.log(`${times} of ${count}: ${problem}`);
  console.log(`${wanted.length} programs, ${count} times each: ${problems.size} problems`);
  return problems.size === 0 && wanted.length > 0;
}

async function look(python: string, file: string, bare: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-soak-'));
  try {
    const path = join(folder, 'report.json');
    const text = readFileSync(file, 'utf8');
    const env = { EDDY_LIMITS: limitsOf(file, text) };
    const ours = await run(process.execPath, [eddy, 'run', '--quiet', '--report', path, python, file], { env });
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    const want = /^# @finding (.+)$/m.exec(text)?.[1] ?? '';
    const got = report.findings.map(({ kind, cause }) => (cause === undefined ? kind : `${kind} ${cause}`)).join(', ');
    const name = file.slice(root.length + 1);
    const notes = [...report.targets.flatMap(target => target.notes), ...Object.keys(report.dropped)];
    return [
      ...(got === want ? [] : [`${name}: "${got}" instead of "${want}"`]),
      ...(printed(ours) === bare ? [] : [`${name}: prints another thing: ${printed(ours)}`]),
      ...notes.map(note => `${name}: ${note}`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function limitsOf(file: string, text: string): string {
  const calm = file.includes('/blocked/') ? {} : { loopBlockedMs: 10_000 };
  return JSON.stringify({ ...calm, ...JSON.parse(/^# @limits (.+)$/m.exec(text)?.[1] ?? '{}') });
}

function printed({ status, stdout, stderr }: Ended): string {
  return JSON.stringify({ status, stdout, stderr });
}

function valueAfter(words: readonly string[], word: string): string | undefined {
  const at = words.indexOf(word);
  return at === -1 ? undefined : words[at + 1];
}
