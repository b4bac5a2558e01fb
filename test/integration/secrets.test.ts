/** A program full of secrets, looked at in every way that there is: none of them comes out. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, HubLine, openStaying } from '../../src/doors/client/index.ts';
import { type RunCardText, runCardFile } from '../../src/wire/protocol/index.ts';
import { eddy, folder, lineOf, root, run, until } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';
import { seedSecrets } from '../targets/secrets/forty.ts';
import { Wiretap } from '../targets/secrets/wiretap.ts';

const shop = join(root, 'test/targets/secrets/shop.mjs');
const name = `secrets-${process.pid}`;

function startPart(t: TestContext, words: readonly string[], env: NodeJS.ProcessEnv): Part {
  const part = new Part([eddy, ...words], env);
  let isOver = false;
  void part.ended.then(() => {
    isOver = true;
  });
  t.after(() => isOver || part.kill('SIGKILL'));
  return part;
}

/** Past the tap: what a person types is on that wire as it was typed. */
async function dialUnheard(t: TestContext, own: string): Promise<Hub> {
  const { card, token } = JSON.parse(readFileSync(join(own, runCardFile), 'utf8')) as RunCardText;
  const socket = connect(join(own, 'control.real'));
  await once(socket, 'connect');
  const hub = new HubLine(card, socket);
  t.after(() => hub.close());
  await hub.hello(token, 'secrets test');
  return hub;
}

/** Every file below, by its path. */
function filesBelow(base: string): [string, Buffer][] {
  return readdirSync(base, { recursive: true })
    .map(one => join(base, String(one)))
    .filter(path => statSync(path).isFile())
    .map(path => [path, readFileSync(path)]);
}

test('of forty secrets none is in the store, a file, the wire, or what Eddy says', { timeout: 60_000 }, async t => {
  const { values, cores } = seedSecrets();
  equal(Object.keys(cores).length, 40);
  const [tmp, state, out, own] = [folder(t), folder(t), folder(t), folder(t)];
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', TMPDIR: tmp, XDG_STATE_HOME: state };
  writeFileSync(join(own, 'secrets.json'), JSON.stringify(values));
  const served = startPart(t, ['serve', '--name', name, '--json'], env);
  const [ready] = await served.waitForLine(/^\{"ready".*/);
  const { folder: hubFolder } = JSON.parse(ready) as { folder: string };
  const taps = [
    await Wiretap.open(join(hubFolder, 'hub'), join(hubFolder, 'hub.real')),
    await Wiretap.open(join(hubFolder, 'control'), join(hubFolder, 'control.real')),
  ] as const;
  t.after(() => Promise.all(taps.map(tap => tap.close())));
  const hub = await dialUnheard(t, hubFolder);
  const at = (mark: string) => `shop.mjs:${lineOf(shop, mark)}`;
  const program = startPart(
    t,
    [
      ...['run', '--hub', name, '--name', 'shop', '--session', 'all'],
      ...[
        '--report',
        join(out, 'report.json'),
        '--events',
        join(out, 'events.ndjson'),
        '--dump',
        join(out, 'dump.json'),
      ],
      ...[
        '--snap',
        at('seen'),
        '--snap',
        at('held'),
        '--on',
        'throw:PaymentError',
        '--on',
        'uncaught',
        '--on',
        'abort',
      ],
      ...[
        '--log',
        `${at('logged')}={password} of {mail.auth.pass}, {headers.cookie}, {url}, {keys}, {secrets['DB_PASS']}`,
      ],
      ...['--hold', at('logged')],
      ...[shop, `--db-password=${values.argvFlag}`, '--token', values.argvWord!],
    ],
    {
      ...env,
      SECRETS_FILE: join(own, 'secrets.json'),
      OWN_ERRORS: join(own, 'stderr'),
      DB_PASSWORD: values.envPassword,
      SHOP_SECRET: values.envSecret,
    },
  );
  const early = program.ended.then(() => {
    throw new Error(`The program ended before it was held: ${program.stderr}`);
  });
  const hold = await Promise.race([until(async () => (await hub.ask('holds', {})).holds[0]), early]);
  early.catch(() => {});
  const heard = await openStaying(name, 'secrets test', [tmp]);
  t.after(() => heard.close());
  for (const what of ['flows', 'holds', 'dump', 'status', 'sessions'] as const) await heard.ask(what, {});
  const { variables } = await hub.ask('variables', { hold: hold.id });
  match(JSON.stringify(variables), /"password".*redacted/);
  const evaluated = [];
  for (const expression of [
    'password',
    'mail',
    'headers',
    'environment',
    "secrets['DB_PASS']",
    'keys.join()',
    `"${values.evaluated}"`,
  ])
    evaluated.push(await hub.ask('evaluate', { hold: hold.id, expression, allowSideEffects: true }));
  const threw = await hub
    .ask('evaluate', {
      hold: hold.id,
      expression: '(() => { throw new Error(secrets.github) })()',
      allowSideEffects: true,
    })
    .catch(error => String(error));
  await hub.ask('resume', {});
  await program.waitForLine(/^answered \{"total":\d+\}/);
  program.say('end\n');
  const { status } = await program.ended;
  equal(status, 1);
  await program.drained;
  await heard.ask('report', { run: 'shop' });
  await heard.ask('history', {});
  await heard.ask('sessions', {});
  const asked = await run(process.execPath, [eddy, 'report', '--hub', name, '--session', 'all'], { env });
  const [targets, control] = taps;
  const tapped = {
    targets: Buffer.concat(targets.said),
    control: Buffer.concat([...control.said, ...control.answered]),
  };
  await heard.ask('shutdown', {});
  await served.ended;
  const looked: [string, Buffer | string][] = [
    ...filesBelow(state),
    ...filesBelow(tmp),
    ...filesBelow(out),
    ['wire of targets', tapped.targets],
    ['wire of controllers', tapped.control],
    ['values that were asked for', JSON.stringify([variables, evaluated, threw])],
    ['standard error of eddy run', program.stderr],
    ['what eddy serve said', served.stderr + served.lines.join('\n')],
    ['eddy report', asked.stdout + asked.stderr],
  ];
  const leaks = looked.flatMap(([where, what]) =>
    Object.entries(cores).flatMap(([secret, core]) => (what.includes(core) ? [`${secret} in ${where}`] : [])),
  );
  deepEqual(leaks, []);
  // What was looked through is what a run leaves: it has the places where secrets stood.
  const all = looked.map(([, what]) => what.toString()).join('\n');
  for (const told of [
    '"snap"',
    '"log"',
    '"held"',
    'PaymentError',
    'rejection-unhandled',
    'sync [redacted',
    '--db-password=',
  ])
    equal(all.includes(told), true, told);
});
