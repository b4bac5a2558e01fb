/** Secrets of known key or shape. Each has a core that is nowhere else in the world, and is made anew for each run. */
import { randomBytes } from 'node:crypto';

/** By name; the value as the program has it. */
export type Secrets = Readonly<Record<string, string>>;

export interface Seeded {
  readonly values: Secrets;
  /** What must be found nowhere, by name. */
  readonly cores: Readonly<Record<string, string>>;
}

/** Known by the name that they stand under, whatever they look like: one word of a person's choice. */
const byKey = [
  ...['password', 'DB_PASS', 'auth', 'signature', 'connectionString', 'apiKey', 'clientSecret', 'sessionId'],
  ...[
    'smtpPass',
    'symbolField',
    'mapToken',
    'headerCookie',
    'headerApiKey',
    'headerSetCookie',
    'envPassword',
    'envSecret',
  ],
  ...['argvFlag', 'argvWord', 'childArgv', 'urlToken', 'urlSig', 'logField', 'errorField', 'causeField', 'abortField'],
] as const;

/** Known by their shape, wherever they stand. */
const byShape = {
  jwt: (core: string) => `eyJhbGciOiJIUzI1NiJ9.${core}.${core}`,
  bearer: (core: string) => `Bearer ${core}`,
  anthropic: (core: string) => `sk-ant-${core}`,
  github: (core: string) => `ghp_${core}`,
  aws: (core: string) => `AKIA${core}`,
  slack: (core: string) => `xoxb-${core}`,
  npm: (core: string) => `npm_${core}`,
  google: (core: string) => `AIza${core}`,
  webhook: (core: string) => `whsec_${core}`,
  pem: (core: string) => `-----BEGIN PRIVATE KEY-----\n${core}\n-----END PRIVATE KEY-----`,
  database: (core: string) => `postgres://shop:${core}@db.example/shop`,
  symbol: (core: string) => `sk-${core}`,
  uncaught: (core: string) => `sk-${core}`,
  evaluated: (core: string) => `sk-${core}`,
  taskName: (core: string) => `gho_${core}`,
} as const;

export function seedSecrets(): Seeded {
  const cores: Record<string, string> = {};
  const values: Record<string, string> = {};
  for (const name of byKey) values[name] = cores[name] = newCore();
  for (const [name, shaped] of Object.entries(byShape)) {
    cores[name] = newCore();
    values[name] = shaped(cores[name]);
  }
  return { values, cores };
}

function newCore(): string {
  return `Hush${randomBytes(12).toString('hex')}`;
}
