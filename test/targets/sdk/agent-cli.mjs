// The child of an agent SDK: speaks JSON lines on its pipes. Its words on the command line say how it misbehaves.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const how = new Set(process.argv.slice(2));
// In one piece: no time passes between messages that come at once.
const say = (...messages) => process.stdout.write(messages.map(one => `${JSON.stringify(one)}\n`).join(''));
const init = { type: 'system', subtype: 'init', pid: process.pid };

if (how.has('ignore-sigterm')) process.on('SIGTERM', () => {});
if (how.has('mute')) setInterval(() => {}, 1_000);
else if (how.has('tool')) {
  say(init, { type: 'assistant', message: { content: [{ type: 'tool_use', id: 't1' }] } });
  // Longer than the idle limit that the test gives.
  setTimeout(() => {
    finish({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1' }] } });
  }, 400);
} else {
  say(init);
  if (how.has('grandchild')) {
    const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    say({ type: 'system', subtype: 'grandchild', pid: grandchild.pid });
  }
  if (how.has('crash')) setImmediate(() => process.exit(3));
  else if (!how.has('hang')) finish();
}
// Stays when its stream has ended.
if (how.has('stay')) setInterval(() => {}, 1_000);

function finish(...before) {
  const said = { type: 'assistant', message: { content: [{ type: 'text', text: 'done' }] } };
  say(...before, said, { type: 'result', subtype: 'success' });
  if (!how.has('stay')) process.stdout.end(() => process.exit(0));
}

createInterface({ input: process.stdin }).on('line', line => {
  const request = JSON.parse(line);
  if (request.type !== 'interrupt' || how.has('deaf')) return;
  say({ type: 'interrupted' });
  say({ type: 'result', subtype: 'interrupted' });
  process.exit(0);
});
// A child whose stdin closes has lost its parent; one that is meant to be left does not look.
if (how.has('hang') && !how.has('stay')) process.stdin.on('end', () => process.exit(0));
