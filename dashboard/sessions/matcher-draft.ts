import type { Matcher } from '../../src/wire/protocol/index.ts';

/** A matcher as it is typed. */
export interface MatcherDraft {
  readonly by: Matcher['by'];
  /** Of a header or a baggage entry. */
  readonly name: string;
  readonly value: string;
}

interface MatcherForm {
  readonly title: string;
  /** Absent: it has no name beside its value. */
  readonly nameLabel?: string;
  readonly nameExample?: string;
  readonly valueLabel: string;
  readonly valueExample: string;
  readonly about: string;
}

export const matcherForms: Readonly<Record<Matcher['by'], MatcherForm>> = {
  header: {
    title: 'header',
    nameLabel: 'name',
    nameExample: 'x-debug',
    valueLabel: 'value',
    valueExample: 'ann',
    about: 'Requests that carry this header: send it from your browser or with curl, and only your requests are meant.',
  },
  path: {
    title: 'path',
    valueLabel: 'pattern',
    valueExample: '/buy/*',
    about: 'Requests to this path; * stands for any part of it.',
  },
  method: { title: 'method', valueLabel: 'method', valueExample: 'POST', about: 'Requests by this method.' },
  baggage: {
    title: 'baggage',
    nameLabel: 'key',
    nameExample: 'user',
    valueLabel: 'value',
    valueExample: 'ann',
    about: 'Requests whose W3C baggage has this entry: it goes along from service to service.',
  },
  task: {
    title: 'task',
    valueLabel: 'pattern',
    valueExample: 'import-*',
    about: 'Tasks of this name; * stands for any part of it.',
  },
  flow: { title: 'flow', valueLabel: 'id', valueExample: 'k3x9.12', about: 'This one flow, and those that it starts.' },
  expr: {
    title: 'expression',
    valueLabel: 'expression',
    valueExample: 'request.headers.host === "shop"',
    about: 'Asked once of each flow, when it is born: `flow` and `request` are there.',
  },
};

export const emptyMatcher: MatcherDraft = { by: 'header', name: '', value: '' };

/** Rows without a value are left out; one that is half filled is named. */
export function readMatchers(
  drafts: readonly MatcherDraft[],
): { readonly match: readonly Matcher[] } | { readonly error: string } {
  const match: Matcher[] = [];
  for (const draft of drafts) {
    const [name, value] = [draft.name.trim(), draft.value.trim()];
    const form = matcherForms[draft.by];
    if (name === '' && value === '') continue;
    if (form.nameLabel !== undefined && name === '')
      return { error: `Which ${draft.by}? Its ${form.nameLabel} is empty.` };
    if (value === '' && form.nameLabel === undefined)
      return { error: `The ${form.valueLabel} of ${draft.by} is empty.` };
    match.push(matcherOf(draft.by, name, value));
  }
  return { match };
}

function matcherOf(by: Matcher['by'], name: string, value: string): Matcher {
  switch (by) {
    case 'header':
      return { by, name: name.toLowerCase(), value };
    case 'baggage':
      return { by, key: name, value };
    case 'path':
    case 'task':
      return { by, glob: value };
    case 'method':
      return { by, verb: value.toUpperCase() };
    case 'flow':
      return { by, id: value };
    case 'expr':
      return { by, expr: value };
  }
}

/** `header x-debug: ann`. */
export function sayMatcher(matcher: Matcher): string {
  switch (matcher.by) {
    case 'header':
      return `header ${matcher.name}: ${matcher.value}`;
    case 'baggage':
      return `baggage ${matcher.key}=${matcher.value}`;
    case 'path':
    case 'task':
      return `${matcher.by} ${matcher.glob}`;
    case 'method':
      return `method ${matcher.verb}`;
    case 'flow':
      return `flow ${matcher.id}`;
    case 'expr':
      return `expression ${matcher.expr}`;
  }
}

/** Whom a session means, after `each`: `flow`, `flow with header x-debug: ann and method POST`. */
export function sayFlowsOf(match: readonly Matcher[]): string {
  return match.length === 0 ? 'flow' : `flow with ${match.map(sayMatcher).join(' and ')}`;
}

/** A command that makes a request which the matchers of this session want; undefined where they want none that we know how to make. */
export function exampleOf(match: readonly Matcher[]): string | undefined {
  const words: string[] = ['curl'];
  let path = '/';
  for (const matcher of match) {
    if (matcher.by === 'header') words.push('-H', quoted(`${matcher.name}: ${matcher.value}`));
    else if (matcher.by === 'baggage') words.push('-H', quoted(`baggage: ${matcher.key}=${matcher.value}`));
    else if (matcher.by === 'method') words.push('-X', quoted(matcher.verb));
    else if (matcher.by === 'path') path = matcher.glob.replaceAll('*', '1');
    else return undefined;
  }
  return match.length === 0 ? undefined : [...words, quoted(`http://localhost:PORT${path}`)].join(' ');
}

function quoted(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Names stand beside ids of sessions and probes in the same commands: they must not look like one. */
export function sessionNameTrouble(name: string): string | undefined {
  if (name === '') return 'A session needs a name.';
  if (/^[\w.@+-]{1,64}$/.test(name) && !/^[ps]\d+$/.test(name)) return undefined;
  return 'Letters, digits and . _ - + @, at most 64, and not like p1 or s1: those are ids.';
}
