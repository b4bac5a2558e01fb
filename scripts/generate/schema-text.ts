/** The part of JSON Schema that the protocol's schema uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  /** An enumeration that may grow: any other string is allowed, too. */
  readonly _enum?: readonly string[];
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

const width = 120;

/** A schema as a TypeScript type. `depth`: how far in it stands. `open`: it may have fields that it does not name. */
export function typeText(schema: Schema, depth: number, open = false): string {
  if (schema.$ref !== undefined) return schema.$ref.replace('#/definitions/', '');
  if (schema.oneOf !== undefined) return schema.oneOf.map(one => typeText(one, depth)).join(' | ');
  if (schema.enum !== undefined) return schema.enum.map(quoted).join(' | ');
  if (schema._enum !== undefined) return [...schema._enum.map(quoted), anyString].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.length > 3 ? 'unknown' : schema.type.map(simple).join(' | ');
  if (schema.type === 'array') return arrayText(schema, depth);
  if (schema.type === 'object') return objectText(schema, depth, open);
  return simple(schema.type as string);
}

/** The first sentence, which is what a reader of code needs; the whole is in the specification. */
export function comment(description: string | undefined, depth: number): string {
  if (description === undefined) return '';
  const first = description.split('\n')[0]?.match(/^.*?[.:](?=\s+[A-Z(]|$)(?<!\be\.g\.|\bi\.e\.)/)?.[0];
  const text = (first ?? description.split('\n')[0] ?? '').replaceAll('*/', '* /').replace(/:$/, '.');
  const margin = '  '.repeat(depth);
  const single = `${margin}/** ${text} */\n`;
  if (single.length <= width + 1) return single;
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (`${margin} * ${line} ${word}`.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return `${margin}/**\n${lines.map(line => `${margin} * ${line}\n`).join('')}${margin} */\n`;
}

/** Autocompletion shows the names that are known, and any other string goes through. */
const anyString = '(string & Record<never, never>)';

function arrayText(schema: Schema, depth: number): string {
  const items = schema.items as Schema;
  // Any string may stand there, and a list of all that are known would not fit into a line.
  const item = items._enum === undefined ? typeText(items, depth) : 'string';
  return item.includes(' | ') ? `readonly (${item})[]` : `readonly ${item}[]`;
}

function objectText(schema: Schema, depth: number, open: boolean): string {
  const margin = '  '.repeat(depth + 1);
  const { properties, required = [], additionalProperties } = schema;
  if (properties === undefined) {
    const value = typeof additionalProperties === 'object' ? typeText(additionalProperties, depth) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  let text = '{\n';
  for (const [name, property] of Object.entries(properties)) {
    text += comment(property.description, depth + 1);
    const type = typeText(property, depth + 1);
    const isRequired = required.includes(name);
    // Undefined is as good as absent: JSON leaves both out.
    const line = `${margin}readonly ${name}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : orUndefined(type)};\n`;
    text += line.length <= width + 1 ? line : broken(line, margin);
  }
  if (open) text += `${margin}readonly [field: string]: unknown;\n`;
  return `${text}${'  '.repeat(depth)}}`;
}

function orUndefined(type: string): string {
  return type === 'unknown' ? '' : ' | undefined';
}

function broken(line: string, margin: string): string {
  const colon = line.indexOf(': ');
  const parts = line.slice(colon + 2, -2).split(' | ');
  return `${line.slice(0, colon + 1)}${parts.map(part => `\n${margin}  | ${part}`).join('')};\n`;
}

function simple(type: string): string {
  return type === 'integer' ? 'number' : type;
}

function quoted(word: string): string {
  return `'${word}'`;
}
