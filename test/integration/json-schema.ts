/** As much of JSON Schema as our own descriptions use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly not?: Schema;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
}

const known = 'type const enum anyOf allOf not items properties required additionalProperties description'.split(' ');

/** What is wrong with a value, with where; a field that nobody described is wrong, too. */
export function faultsOf(value: unknown, schema: Schema, book: Readonly<Record<string, Schema>>, at = ''): string[] {
  const whole = flat(schema, book);
  const strange = Object.keys(whole).filter(word => !known.includes(word));
  if (strange.length > 0) throw new Error(`${at}: a schema says ${strange.join(', ')}`);
  const { anyOf, not, enum: names, type } = whole;
  const faults: string[] = [];
  if (anyOf !== undefined) {
    const { anyOf: _, ...rest } = whole;
    const tries = anyOf.map(one => faultsOf(value, { allOf: [one, rest] }, book, at));
    // Of those that fit none, the nearest.
    if (!tries.some(one => one.length === 0)) faults.push(...tries.sort((a, b) => a.length - b.length)[0]!);
    return faults;
  }
  if (not !== undefined && faultsOf(value, not, book, at).length === 0) faults.push(`${at} must not be there`);
  if (names?.includes(value) === false) faults.push(`${at}: ${JSON.stringify(value)} is none of ${names.join(', ')}`);
  if ('const' in whole && whole.const !== value) faults.push(`${at} is not ${String(whole.const)}`);
  if (type !== undefined && ![type].flat().some(one => isOf(value, one))) return [...faults, `${at} is no ${type}`];
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries())
      faults.push(...faultsOf(one, whole.items ?? {}, book, `${at}[${index}]`));
  } else if (typeof value === 'object' && value !== null) {
    faults.push(...faultsOfFields(value as Readonly<Record<string, unknown>>, whole, book, at));
  }
  return faults;
}

function faultsOfFields(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties }: Schema,
  book: Readonly<Record<string, Schema>>,
  at: string,
): string[] {
  const missing = required.filter(name => !Object.hasOwn(value, name)).map(name => `${at}.${name} is missing`);
  const isOpen = additionalProperties !== undefined || Object.keys(properties).length === 0;
  const rest = typeof additionalProperties === 'object' ? additionalProperties : {};
  const inner = Object.entries(value).flatMap(([name, one]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (own === undefined && !isOpen) return [`${at}.${name} is not described`];
    return faultsOf(one, own ?? rest, book, `${at}.${name}`);
  });
  return [...missing, ...inner];
}

/** With what it refers to, and all of what it must be at once, in one. */
function flat(schema: Schema, book: Readonly<Record<string, Schema>>): Schema {
  const { $ref, allOf, ...own } = schema;
  const name = $ref?.replace('#/components/schemas/', '');
  if (name !== undefined && book[name] === undefined) throw new Error(`${name} is described nowhere`);
  const parts = [...(name === undefined ? [] : [book[name]!]), ...(allOf ?? [])].map(one => flat(one, book));
  let sum: Schema = own;
  for (const one of parts) {
    const properties = { ...sum.properties, ...one.properties };
    sum = Object.assign({}, sum, one, { properties, required: [...(sum.required ?? []), ...(one.required ?? [])] });
  }
  return sum;
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
