import { join } from 'node:path';
import { createGenerator, type Schema } from 'ts-json-schema-generator';
import { answerType } from '../../src/doors/web/index.ts';
import { root } from '../nodes.js';

type Json = { readonly [key: string]: unknown };

/** Asks that the dashboard's door passes on to nobody. */
const notForPages = new Set(['hello', 'follow', 'openRun', 'endRun']);
const wellNamed = /^\w+$/;

/** What the dashboard's door is asked and answers, made from the types of the control protocol. */
export function openApi(): string {
  const generator = createGenerator({
    path: join(root, 'src/{wire/protocol/control,doors/web/live-news,doors/web/source-file}.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    // `npm run check` has looked at them.
    skipTypeCheck: true,
    expose: 'all',
    jsDoc: 'basic',
    topRef: true,
    encodeRefs: false,
    additionalProperties: true,
    sortProps: false,
  });
  const definitions: Record<string, Schema> = {};
  for (const type of ['Controls', 'LiveNews', 'SourceFile', 'WireError'])
    Object.assign(definitions, generator.createSchema(type).definitions);
  const book = new SchemaBook(definitions);
  const controls = definitions.Controls?.properties as Readonly<Record<string, Schema>>;
  const asks = Object.entries(controls).filter(([name]) => !notForPages.has(name));
  const paths = {
    ...Object.fromEntries(asks.map(([name, control]) => [`/api/v1/ask/${name}`, { post: askOf(name, control, book) }])),
    ...otherPaths(book),
  };
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Eddy',
      version: '1',
      description:
        'What the dashboard’s door is asked, on loopback. Programs show the hub’s token as a bearer; pages a cookie, which a link exchanges for its code. Fields that are not named here may come.',
    },
    security: [{ token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'eddy_PORT' },
      },
      schemas: book.used(),
    },
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function askOf(name: string, control: Schema, book: SchemaBook): Json {
  const { ask, answer } = control.properties as Readonly<Record<'ask' | 'answer', Schema>>;
  const { description } = control;
  return {
    operationId: name,
    ...(description === undefined ? {} : { description }),
    requestBody: { content: json(book.schema(ask)) },
    responses: { 200: answered(resultOf(book.schema(answer)), book), default: failed(book) },
  };
}

function otherPaths(book: SchemaBook): Json {
  const link = { type: 'object', properties: { link: { type: 'string' } }, required: ['link'] };
  const parameter = (name: string, required: boolean) => ({ name, in: 'query', required, schema: { type: 'string' } });
  return {
    '/api/v1/link': {
      post: {
        operationId: 'link',
        description: 'A new link: good once, for a minute.',
        requestBody: { content: json({ type: 'object' }) },
        responses: { 200: said('The answer.', resultOf(link)), default: failed(book) },
      },
    },
    '/api/v1/source': {
      get: {
        operationId: 'source',
        description: 'The text of a source: one below the folder of a run, or in a file that this hub has named.',
        parameters: [parameter('file', true), parameter('target', false)],
        responses: { 200: answered(resultOf(book.ref('SourceFile')), book), default: failed(book) },
      },
    },
    '/api/v1/live': {
      get: {
        operationId: 'live',
        description:
          'News, as server-sent events; each `data` is one of LiveNews. Who comes back with the last id (Last-Event-ID, or `after`) misses nothing that is still known.',
        parameters: [parameter('after', false)],
        responses: {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: book.ref('LiveNews') } } },
          default: failed(book),
        },
      },
    },
    '/api/v1/openapi.json': {
      get: { operationId: 'openapi', responses: { 200: said('This.', { type: 'object' }) } },
    },
  };
}

function resultOf(schema: Json): Json {
  return { type: 'object', properties: { result: schema }, required: ['result'] };
}

/** Who accepts answers of either kind gets both with 200. */
function answered(result: Json, book: SchemaBook): Json {
  const either = { [answerType]: { schema: { anyOf: [result, errorOf(book)] } } };
  return { description: 'The answer.', content: { ...json(result), ...either } };
}

function failed(book: SchemaBook): Json {
  return said('Why not.', errorOf(book));
}

function errorOf(book: SchemaBook): Json {
  return { type: 'object', properties: { error: book.ref('WireError') }, required: ['error'] };
}

function said(description: string, schema: Json): Json {
  return { description, content: json(schema) };
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** Schemas with names that an address can carry; others stand where they are used. */
class SchemaBook {
  readonly #definitions: Readonly<Record<string, Schema>>;
  readonly #used = new Map<string, Json>();

  constructor(definitions: Readonly<Record<string, Schema>>) {
    this.#definitions = definitions;
  }

  used(): Json {
    return Object.fromEntries([...this.#used].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  ref(name: string): Json {
    if (!this.#used.has(name)) {
      this.#used.set(name, {});
      this.#used.set(name, this.schema(this.#definitions[name] ?? {}));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  schema(schema: Schema): Json {
    const { $ref, ...rest } = schema;
    const own = this.#walk(rest) as Json;
    if ($ref === undefined) return own;
    const name = $ref.replace('#/definitions/', '');
    const there = wellNamed.test(name) && name !== 'None' ? this.ref(name) : this.schema(this.#definitions[name] ?? {});
    return { ...there, ...own };
  }

  #walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(one => this.#schemaOr(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#schemaOr(one)]));
  }

  #schemaOr(value: unknown): unknown {
    const isSchema = typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string';
    return isSchema ? this.schema(value as Schema) : this.#walk(value);
  }
}
