// All that it has a say in looks like a page: names, values, its own source.  <img src=x onerror="alert('source')"></script><script>alert('source')</script>
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { AsyncDebugger, CancelScopeTracker, flow, scope, trackLock } from 'eddy';

const markup = `<img src=x onerror="alert('name')"></script><script>alert('name')</script>`;
const link = 'javascript:alert(1)';
const ansi = '\u001b[31mred\u001b[0m \u001b]8;;http://evil.example/\u0007click\u001b]8;;\u0007';
const bidi = 'user\u202Etxt.exe\u2066';

const scopes = new CancelScopeTracker();
const jobs = new AsyncDebugger();
const lock = trackLock(new Mutex(), `lock ${markup}`);

async function look(user) {
  let value = markup;
  let turned = bidi;
  const places = { [markup]: link, ansi, bidi, [`__proto__ ${markup}`]: new Map([[markup, link]]) };
  await later(1);
  return { user, value, turned, places }; // @held
}

async function cross() {
  const opened = await flow(`${markup} ${link}`, async () => scopes.enterScope(`${markup} ${ansi} ${bidi}`));
  await flow(`${bidi} ${ansi} out`, async () => scopes.exitScope(opened));
  await jobs.trackedTask(`task ${markup}`, () => later(1)).catch(() => {});
  await scope(`scope ${markup}`, async () => {});
  await lock.runExclusive?.(async () => {});
}

void flow(`stays ${markup} ${bidi}`, () => later(10 ** 6));
const server = createServer(async (request, response) => {
  if (request.url === '/cross') await cross();
  response.end(JSON.stringify(await look(markup)));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => process.exit());
