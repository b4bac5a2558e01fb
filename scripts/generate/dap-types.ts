import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../nodes.js';
import { comment, type Schema, typeText } from './schema-text.ts';

/** The files of src/wire/dap/types, by name. */
export const dapTypes: Readonly<Record<string, () => string>> = {
  'arguments.ts': () => file(argumentsText()),
  'answers.ts': () => file(answersText()),
  'breakpoints.ts': () => file(typesOf('breakpoints.ts')),
  'capabilities.ts': () => file(typesOf('capabilities.ts')),
  'events.ts': () => file(eventsText()),
  'requests.ts': () => file(requestsText()),
  'values.ts': () => file(typesOf('values.ts')),
};

const made =
  '// Made of schema/dap/debugAdapterProtocol.json by scripts/generate/dap-types.ts. Do not edit: npm run generate.\n';

const definitions: Readonly<Record<string, Schema>> = JSON.parse(
  readFileSync(join(root, 'schema/dap/debugAdapterProtocol.json'), 'utf8'),
).definitions;

const bases = new Set(['ProtocolMessage', 'Request', 'Event', 'Response', 'ErrorResponse']);

/** Their schema names no field: each debugger has its own. */
const eachDebuggersOwn = new Set(['LaunchRequestArguments', 'AttachRequestArguments']);

function typesOf(place: string): string {
  return Object.keys(definitions)
    .filter(name => fileOf(name) === place)
    .map(name => declaration(name, named(name)))
    .join('');
}

function argumentsText(): string {
  const names = Object.keys(definitions).filter(isArguments);
  return names.map(name => declaration(name, named(name), eachDebuggersOwn.has(name))).join('');
}

function answersText(): string {
  return messages('Response')
    .map(({ word, body }) => body && declaration(`${word}Answer`, body))
    .join('');
}

function requestsText(): string {
  const answered = new Set(messages('Response').flatMap(({ word, body }) => (body === undefined ? [] : [word])));
  const rows = messages('Request').map(({ word, about, fields, required }) => {
    const given = fields.arguments === undefined ? 'undefined' : typeText(fields.arguments, 1);
    const whole = required.includes('arguments') || given === 'undefined' ? given : `${given} | undefined`;
    const answer = answered.has(word) ? `${word}Answer` : 'undefined';
    const row = `    readonly arguments: ${whole};\n    readonly answer: ${answer};\n`;
    return `${comment(about, 1)}  readonly ${literal(fields.command)}: {\n${row}  };\n`;
  });
  return `\n/** Each request, with what it takes and what it answers. */\nexport interface DapRequests {\n${rows.join('')}}\n`;
}

function eventsText(): string {
  const events = messages('Event');
  const bodies = events.map(({ word, body }) => body && declaration(`${word}EventBody`, body));
  const rows = events.map(({ word, about, fields, body }) => {
    const type = body === undefined ? 'undefined' : `${word}EventBody`;
    return `${comment(about, 1)}  readonly ${literal(fields.event)}: ${type};\n`;
  });
  const table = `\n/** Each event, with its body. */\nexport interface DapEvents {\n${rows.join('')}}\n`;
  return bodies.join('') + table;
}

interface Message {
  /** Its name without `Request`, `Response` or `Event`. */
  readonly word: string;
  readonly about: string | undefined;
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly body: Schema | undefined;
}

function messages(kind: 'Request' | 'Response' | 'Event'): Message[] {
  return Object.keys(definitions)
    .filter(name => name.endsWith(kind) && isMessage(name))
    .map(name => {
      const { description: about, properties: fields = {}, required = [] } = named(name).allOf?.[1] ?? {};
      return { word: name.slice(0, -kind.length), about, fields, required, body: fields.body };
    });
}

function named(name: string): Schema {
  return definitions[name] as Schema;
}

function isMessage(name: string): boolean {
  const base = named(name).allOf?.[0]?.$ref ?? '';
  return !bases.has(name) && bases.has(base.replace('#/definitions/', ''));
}

function isArguments(name: string): boolean {
  return name.endsWith('Arguments');
}

function literal(schema: Schema | undefined): string {
  return schema?.enum?.[0] ?? 'unknown';
}

function declaration(name: string, schema: Schema, open = false): string {
  const [base, own = schema] = schema.allOf ?? [];
  const head = comment(own.description, 0);
  const type = typeText(own, 0, open);
  if (own.type === 'object' && own.properties !== undefined) {
    return `\n${head}export interface ${name}${base === undefined ? '' : ` extends ${typeText(base, 0)}`} ${type}\n`;
  }
  const fits = `export type ${name} = ${type};`.length <= 120;
  return `\n${head}export type ${name} =${fits ? ` ${type}` : `\n  | ${type.replaceAll(' | ', '\n  | ')}`};\n`;
}

/** With the imports that its names ask for. */
function file(text: string): string {
  const code = text.replace(/\/\*\*[\s\S]*?\*\//g, '');
  const own = new Set([...code.matchAll(/export (?:interface|type) (\w+)/g)].map(match => match[1]));
  // A type stands after a colon, a bar, `readonly` or `extends`; a field's name is followed by a colon.
  const words = [...code.matchAll(/(?:[:|=] |: readonly |\(|extends )([A-Z]\w+)/g)].map(match => match[1] as string);
  const foreign = new Map<string, string[]>();
  for (const word of [...new Set(words)].sort()) {
    const from = fileOf(word);
    if (from !== undefined && !own.has(word)) foreign.set(from, [...(foreign.get(from) ?? []), word]);
  }
  const imports = [...foreign].sort(([one], [other]) => (one < other ? -1 : 1));
  return made + imports.map(([from, names]) => importLine(from, names)).join('') + text.replace(/^\n?/, '\n');
}

function importLine(from: string, names: readonly string[]): string {
  const line = `import type { ${names.join(', ')} } from './${from}';\n`;
  return line.length <= 121
    ? line
    : `import type {\n${names.map(name => `  ${name},\n`).join('')}} from './${from}';\n`;
}

function fileOf(name: string): string | undefined {
  if (name.endsWith('Answer')) return 'answers.ts';
  if (definitions[name] === undefined || bases.has(name) || isMessage(name)) return undefined;
  if (name === 'Capabilities') return 'capabilities.ts';
  if (isArguments(name)) return 'arguments.ts';
  return /Breakpoint|Exception/.test(name) ? 'breakpoints.ts' : 'values.ts';
}
