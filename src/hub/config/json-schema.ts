import { isKey, type Plain, type Section } from './key.ts';
import { schema } from './schema.ts';

/** For editors: JSON Schema of draft 7, which all of them know. */
export function configJsonSchema(): string {
  const whole = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'eddy.config',
    description: 'The configuration of Eddy, an async-aware debugger.',
    ...objectOf(schema, { $schema: { type: 'string' } }),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function objectOf(section: Section, more: Record<string, Plain> = {}): Record<string, Plain> {
  const properties: Record<string, Plain> = { ...more };
  for (const [name, one] of Object.entries(section)) {
    if (!isKey(one)) properties[name] = objectOf(one);
    else {
      const preset = one.default === undefined ? {} : { default: one.type.show(one.default) };
      properties[name] = { description: one.about, ...one.type.json, ...preset };
    }
  }
  return { type: 'object', additionalProperties: false, properties };
}
