import { fail, nearest } from '../../base/index.ts';
import { type Matcher, matcherKinds } from './probe.ts';

/** `header:NAME=VALUE | path:GLOB | method:VERB | baggage:KEY=VALUE | task:GLOB | flow:ID | expr:EXPR`. */
export function parseMatcher(name: string, words: string): Matcher {
  const colon = words.indexOf(':');
  const by = colon < 0 ? words : words.slice(0, colon);
  const rest = colon < 0 ? '' : words.slice(colon + 1).trim();
  const example = matcherExamples[by as Matcher['by']];
  if (example === undefined) {
    const near = nearest(by, matcherKinds);
    throw fail('bad-option', `${name} ${words}: "${by}" is nothing to match by.`, {
      hint: `${near.length > 0 ? `Did you mean ${near[0]}? ` : ''}There are ${matcherKinds.join(', ')}; as in ${name} ${matcherExamples.header}.`,
    });
  }
  const matcher = readMatcher(by as Matcher['by'], rest);
  if (matcher === undefined) {
    throw fail('bad-option', `${name} ${words}: that is not all.`, { hint: `As in ${name} ${example}.` });
  }
  return matcher;
}

const matcherExamples: Readonly<Record<Matcher['by'], string>> = {
  header: 'header:x-debug=ann',
  path: "'path:/buy/*'",
  method: 'method:POST',
  baggage: 'baggage:user=ann',
  task: "'task:import-*'",
  flow: 'flow:k3x9.12',
  expr: '\'expr:headers.host === "shop"\'',
};

function readMatcher(by: Matcher['by'], rest: string): Matcher | undefined {
  if (rest === '') return undefined;
  const equals = rest.indexOf('=');
  const [key, value] = equals < 1 ? [undefined, ''] : [rest.slice(0, equals), rest.slice(equals + 1)];
  switch (by) {
    case 'header':
      return key === undefined ? undefined : { by, name: key.toLowerCase(), value };
    case 'baggage':
      return key === undefined ? undefined : { by, key, value };
    case 'path':
    case 'task':
      return { by, glob: rest };
    case 'method':
      return { by, verb: rest.toUpperCase() };
    case 'flow':
      return { by, id: rest };
    case 'expr':
      return { by, expr: rest };
  }
}

/** The same words again, for people. */
export function matcherWords(matcher: Matcher): string {
  switch (matcher.by) {
    case 'header':
      return `header:${matcher.name}=${matcher.value}`;
    case 'baggage':
      return `baggage:${matcher.key}=${matcher.value}`;
    case 'path':
    case 'task':
      return `${matcher.by}:${matcher.glob}`;
    case 'method':
      return `method:${matcher.verb}`;
    case 'flow':
      return `flow:${matcher.id}`;
    case 'expr':
      return `expr:${matcher.expr}`;
  }
}
