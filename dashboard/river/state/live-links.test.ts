import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../../src/wire/protocol/index.ts';
import { event, FakePage, state, target } from '../../model/fake-page.ts';
import { Model } from '../../model/index.ts';
import { LinkBook } from './link-book.ts';
import { LiveLinks } from './live-links.ts';

const listing = (...items: object[]) => ({ total: items.length, live: items.length, items, dropped: 0 });
const crane = (holders: object[], waiters: object[] = []) =>
  listing({ name: 'crane', target: 'a', state: 'held', holders, waiters });
const scope = { id: 3, name: 'quote', target: 'a', state: 'active', flow: 'a.2', entered: 1_500 };
const system = (at: number) => event('system', { at, seq: 0, data: { figures: {} } });

/** A page of a hub whose program tells its events, or none. */
async function open(records: boolean) {
  const sections: Record<string, unknown> = { locks: listing(), scopes: listing() };
  let meanwhile = () => {};
  const page = new FakePage({
    status: () => ({ runs: [run], at: 2_000, hub: {}, store: { kind: 'none' } }),
    sessions: () => ({ sessions: [] }),
    holds: () => ({ holds: [] }),
    flows: () => ({ targets: [] }),
    report: () => {
      meanwhile();
      meanwhile = () => {};
      return { report: { targets: [target('a')], findings: [], flows: listing(), ...sections } };
    },
  });
  const run = { ...state().runs[0]!, ...(records ? { records } : {}) };
  const model = new Model(page);
  const links = new LinkBook();
  let isSeen = true;
  new LiveLinks(model, links, () => isSeen);
  model.take({ say: 'state', state: state({ runs: [run] }), lost: 0 });
  model.onEvent(one => links.take(one));
  await page.pass(100);
  const tell = (...events: EddyEvent[]) => model.take({ say: 'events', events });
  const whileRead = (...events: EddyEvent[]) => {
    meanwhile = () => tell(...events);
  };
  return { page, links, sections, tell, whileRead, look: () => page.pass(3_000), leave: () => (isSeen = false) };
}

test('what began before the page is read once, and ends by events', async () => {
  const { links, sections, tell, look, page } = await open(true);
  sections.locks = crane([{ flow: 'a.1', forMs: 4_000 }], [{ flow: 'a.2', forMs: 500 }]);
  sections.scopes = listing(scope, { ...scope, id: 4, state: 'exited' });
  await look();
  // A state of before we listened could list what has ended since, and nobody would tell us.
  equal(links.ties.length, 0);
  tell(system(5_000));
  await look();
  const [held, waited, entered] = links.ties;
  equal(links.ties.length, 3);
  deepEqual([held!.name, held!.flow, held!.from, held!.got], ['crane', 'a.1', 1_000, 1_000]);
  deepEqual([waited!.flow, waited!.from, waited!.got, waited!.before], ['a.2', 4_500, Number.NaN, 'a.1']);
  deepEqual([entered!.kind, entered!.name, entered!.flow, entered!.from], ['scope', 'quote', 'a.2', 1_500]);
  tell(
    event('lock-released', { at: 6_000, flow: 'a.1', data: { lock: 'crane' } }),
    event('lock-acquired', { at: 6_001, flow: 'a.2', data: { lock: 'crane' } }),
    event('scope-exited', { at: 6_002, flow: 'a.2', data: { id: 3 } }),
  );
  deepEqual([held!.to, waited!.got, entered!.to], [6_000, 6_001, 6_002]);
  const asked = page.countOf('report');
  tell(system(7_000));
  await look();
  equal(page.countOf('report'), asked);
});

test('a state that is said while the report is read: it is read again at once', async () => {
  const { links, sections, tell, whileRead, page } = await open(true);
  sections.locks = crane([{ flow: 'a.1', forMs: 4_000 }]);
  tell(system(5_000));
  whileRead(system(6_000));
  for (let ms = 0; page.countOf('report') < 2 && ms < 3_000; ms += 10) await page.pass(10);
  deepEqual(
    links.ties.map(({ flow, from }) => [flow, from]),
    [['a.1', 2_000]],
  );
});

test('what ended before the report came is not drawn as if it lasted', async () => {
  const { links, sections, tell, look } = await open(true);
  sections.locks = crane([{ flow: 'a.1', forMs: 4_000 }]);
  tell(system(5_000), event('lock-released', { at: 5_100, flow: 'a.1', data: { lock: 'crane' } }));
  await look();
  deepEqual([links.ties[0]!.flow, links.ties[0]!.to], ['a.1', 5_100]);
});

test('a program that tells no events is looked at while it is seen', async () => {
  const { links, sections, tell, look, leave, page } = await open(false);
  sections.scopes = listing(scope);
  tell(system(5_000));
  await look();
  ok(Number.isNaN(links.ties[0]!.to));
  sections.scopes = listing();
  sections.locks = crane([{ flow: 'a.5', forMs: 100 }]);
  tell(system(6_000));
  await look();
  deepEqual(
    links.ties.map(({ flow, to }) => [flow, to]),
    [
      ['a.2', 6_000],
      ['a.5', Number.NaN],
    ],
  );
  leave();
  const asked = page.countOf('report');
  tell(system(7_000));
  await look();
  equal(page.countOf('report'), asked);
  tell(event('target-ended', { at: 8_000, data: {} }));
  equal(links.ties[1]!.to, 8_000);
});

test('of a list that was cut, what is not there may be there all the same', async () => {
  const { links, sections, tell, look } = await open(false);
  sections.scopes = listing(scope);
  tell(system(5_000));
  await look();
  sections.scopes = { ...listing(), live: 900 };
  tell(system(6_000));
  await look();
  ok(Number.isNaN(links.ties[0]!.to));
});
