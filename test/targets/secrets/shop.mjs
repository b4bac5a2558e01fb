// Has secrets wherever a program has them. Its own standard error is a file: what Node prints of its end is its own affair.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { AsyncDebugger, flow } from 'eddy';

const secrets = JSON.parse(readFileSync(process.env.SECRETS_FILE, 'utf8'));
closeSync(2);
openSync(process.env.OWN_ERRORS, 'w');

if (process.argv.includes('child')) {
  process.exit(0);
}

class PaymentError extends Error {}

async function fail(order) {
  await null;
  const error = new PaymentError(`refused: token=${secrets.errorField}, ${secrets.github}`, {
    cause: new Error(`by https://pay.example/?access_token=${secrets.causeField}`),
  });
  error.apiKey = secrets.apiKey;
  error.order = order;
  throw error; // @thrown
}

async function charge(request, response) {
  const { password, auth, signature, connectionString, sessionId, clientSecret } = secrets;
  const DB_PASS = secrets.DB_PASS;
  const mail = { auth: { user: 'ann', pass: secrets.smtpPass } };
  const fields = new Map([['refreshToken', secrets.mapToken]]);
  const keys = [secrets.jwt, secrets.anthropic, secrets.aws, secrets.slack, secrets.npm];
  const notes = { key: secrets.google, hook: secrets.webhook, pem: secrets.pem, where: secrets.database };
  const mark = { kind: Symbol(secrets.symbol), [`token=${secrets.symbolField}`]: 1 };
  const { headers, rawHeaders, url } = request;
  const environment = { ...process.env };
  const words = [...process.argv];
  response.setHeader('set-cookie', `sid=${secrets.headerSetCookie}`);
  const total = [password, auth, signature, connectionString, sessionId, clientSecret, DB_PASS].length; // @seen
  await null; // @held
  const heard = [mail, fields, keys, notes, mark, headers, rawHeaders, url, environment, words].length; // @logged
  await fail({ total, heard, pass: secrets.smtpPass }).catch(() => {});
  return total + heard;
}

const server = createServer(async (request, response) => {
  const total = await charge(request, response);
  response.end(JSON.stringify({ total }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

const path = `/buy?token=${secrets.urlToken}&sig=${secrets.urlSig}&next=${encodeURIComponent('/a')}`;
const headers = {
  authorization: secrets.bearer,
  cookie: `sid=${secrets.headerCookie}`,
  'x-api-key': secrets.headerApiKey,
  'x-user': 'ann',
};
const answer = await new Promise((resolve, reject) => {
  get({ port, path, headers }, response => {
    let text = '';
    response.on('data', part => {
      text += part;
    });
    response.on('end', () => resolve(text));
  }).on('error', reject);
});
console.log(`answered ${answer}`);

// Findings: a rejection that nobody handles until the end, an abort with a reason, a child that is left.
process.on('unhandledRejection', () => {});
void Promise.reject(new Error(`lost: secret: ${secrets.logField}`));
const controller = new AbortController();
const untilAborted = () =>
  new Promise((_, reject) => controller.signal.addEventListener('abort', () => reject(controller.signal.reason)));
const debug = new AsyncDebugger();
const waits = [
  flow(`sync ${secrets.taskName}`, untilAborted),
  debug.trackedTask(`send ${secrets.taskName}`, untilAborted),
];
controller.abort(new Error(`stopped: password=${secrets.abortField}`));
await Promise.allSettled(waits);
const child = spawn(process.execPath, [import.meta.filename, 'child', '--client-secret', secrets.childArgv], {
  stdio: 'ignore',
});
await once(child, 'exit');
server.close();
// Others look at it until this comes.
process.stdin.resume();
await once(process.stdin, 'data');
setImmediate(() => {
  throw new Error(`the end: ${secrets.uncaught}`);
});
