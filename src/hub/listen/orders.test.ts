import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { FakeTarget, fakeInfo } from '../../testing/fake-target.ts';
import type { TargetLine } from '../../wire/protocol/index.ts';
import { openPrivateFolder } from './private-folder.ts';
import { TargetSocket } from './target-socket.ts';

async function open(t: TestContext) {
  const folder = openPrivateFolder();
  const clock = new FakeClock();
  const lines: TargetLine[] = [];
  const way = { path: join(folder.path, 'hub'), token: 'right' };
  const waiting: { is: (line: TargetLine) => boolean; resolve: () => void }[] = [];
  const socket = new TargetSocket({
    path: way.path,
    admit: token => (token === way.token ? 'run' : undefined),
    clock,
    onLine: line => {
      lines.push(line);
      for (const { is, resolve } of waiting) if (is(line)) resolve();
    },
    onGone: () => {},
  });
  await socket.open();
  t.after(async () => {
    await socket.close();
    folder.remove();
  });
  const heard = (is: (line: TargetLine) => boolean) =>
    lines.some(is) ? Promise.resolve() : new Promise<void>(resolve => void waiting.push({ is, resolve }));
  return {
    socket,
    clock,
    lines,
    heard,
    async target(id: string, answers = {}) {
      const target = await FakeTarget.open(way, fakeInfo(id), answers);
      t.after(() => target.end());
      await heard(line => line.say === 'target' && line.target.id === id);
      return target;
    },
  };
}

const empty = { answer: { holds: [] } };

test('an order goes to its target alone, and its answer comes back to who asked', async t => {
  const { socket, target, lines } = await open(t);
  const one = await target('one', { holds: () => ({ holds: [] }) });
  const two = await target('two', {
    evaluate: ({ expression }: { expression: string }) => ({ value: `<${expression}>` }),
  });
  const answers = await Promise.all([
    socket.order('two', 'evaluate', { hold: 'h', expression: 'a' }),
    socket.order('one', 'holds', {}),
    socket.order('two', 'evaluate', { hold: 'h', expression: 'b' }),
  ]);
  deepEqual(answers, [{ value: '<a>' }, empty.answer, { value: '<b>' }]);
  deepEqual([one.orders.length, two.orders.length], [1, 2]);
  equal(
    lines.some(({ say }) => say === 'answer'),
    false,
    'answers are nobody else’s business',
  );
});

test('a worker’s orders go over the connection on which it said that it is there', async t => {
  const { socket, target, heard } = await open(t);
  const main = await target('main', { holds: () => ({ holds: [] }) });
  main.say({ say: 'target', target: fakeInfo('worker', { kind: 'worker', thread: 1 }) });
  await heard(line => line.say === 'target' && line.target.id === 'worker');
  await socket.order('worker', 'holds', {});
  equal(main.orders[0]?.target, 'worker');
});

test('a refusal keeps its code and its words; an unknown code is a refusal', async t => {
  const { socket, target } = await open(t);
  const codes = ['side-effects', 'something-new'];
  await target('one', {
    holds: () => {
      throw Object.assign(new Error('No.'), { code: codes.shift() });
    },
  });
  await rejects(socket.order('one', 'holds', {}), { code: 'side-effects', message: 'No.' });
  await rejects(socket.order('one', 'holds', {}), { code: 'refused', message: 'No.' });
});

test('no answer in time is told, with how long it has been silent; a late one does no harm', async t => {
  const { socket, clock, target, heard } = await open(t);
  const one = await target('one');
  clock.advance(700);
  const asked = socket.order('one', 'holds', {});
  const { id } = await one.next('holds');
  const failed = rejects(asked, error => {
    match(String(error), /Target one did not answer "holds" within 5\.0 s.*busy.*last said something 5\.7 s ago/);
    equal((error as { code: string }).code, 'no-answer');
    return true;
  });
  clock.advance(5000);
  await failed;
  one.say({ say: 'answer', id, target: 'one', ...empty } as TargetLine);
  one.answers = { holds: () => ({ holds: [] }) };
  one.event('system', {});
  await heard(({ say }) => say === 'event');
  deepEqual(await socket.order('one', 'holds', {}), empty.answer);
});

test('a connection that ends fails its orders at once, and no others', async t => {
  const { socket, target } = await open(t);
  const [one, two] = [await target('one'), await target('two')];
  const lost = socket.order('one', 'holds', {});
  const kept = socket.order('two', 'holds', {});
  await one.next('holds');
  const failed = rejects(lost, { code: 'closed', message: /Target one has ended/ });
  await one.end();
  await failed;
  const { id } = await two.next('holds');
  two.say({ say: 'answer', id, target: 'two', ...empty } as TargetLine);
  deepEqual(await kept, empty.answer);
  await rejects(socket.order('one', 'holds', {}), { code: 'closed', message: /not there/ });
});

test('who has said its end is asked nothing more', async t => {
  const { socket, target, heard } = await open(t);
  const one = await target('one');
  one.say({ say: 'end', target: 'one', at: 5, info: one.info });
  await heard(({ say }) => say === 'end');
  await rejects(socket.order('one', 'holds', {}), { code: 'closed' });
});

test('nobody answers for another, or takes its name', async t => {
  const { socket, target, heard } = await open(t);
  const one = await target('one');
  const other = await target('other');
  const asked = socket.order('one', 'evaluate', { hold: 'h', expression: 'a' });
  const { id } = await one.next('evaluate');
  other.say({ say: 'target', target: fakeInfo('one') });
  other.say({ say: 'answer', id, target: 'one', answer: { value: 'false' } });
  other.event('system', {});
  await heard(({ say }) => say === 'event');
  one.say({ say: 'answer', id, target: 'one', answer: { value: 'true' } });
  deepEqual(await asked, { value: 'true' });
  one.answers = { holds: () => ({ holds: [] }) };
  deepEqual(await socket.order('one', 'holds', {}), empty.answer);
  equal(other.orders.length, 0);
});
