import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as acorn from 'acorn';
import * as walk from 'acorn-walk';
import { broken } from './broken-sources.mjs';
import { say, sayHash, saySettled } from './say.mjs';

// Every source of the packages that are installed here, acorn's own among them.
const packages = dirname(dirname(dirname(fileURLToPath(import.meta.resolve('acorn')))));
const files = readdirSync(packages, { recursive: true, withFileTypes: true })
  .filter(one => one.isFile() && /\.[cm]?js$/.test(one.name))
  .map(one => join(one.parentPath, one.name))
  .sort();
const own = files.filter(name => relative(packages, name).startsWith('acorn'));

const bigints = (_key, value) => (typeof value === 'bigint' ? `${value}n` : value);
const plain = node => JSON.stringify(node, bigints);

function parseAny(text, options) {
  try {
    return acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, ...options });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const script = { allowReturnOutsideFunction: true, allowSuperOutsideMethod: true };
    return acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'script', ...script, ...options });
  }
}

const kinds = new Map();
const all = createHash('sha256');
let parsed = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  if (text.length > 60_000 || parsed >= 700) continue;
  parsed++;
  try {
    const ast = parseAny(text, {});
    all.update(plain(ast));
    walk.full(ast, node => kinds.set(node.type, (kinds.get(node.type) ?? 0) + 1));
  } catch (error) {
    say(relative(packages, file), error.message);
  }
}
say('files', parsed, all.digest('base64url'));
say('kinds', [...kinds].sort());

for (const file of own) {
  const text = readFileSync(file, 'utf8');
  const comments = [];
  const tokens = [];
  const ast = parseAny(text, {
    locations: true,
    ranges: true,
    onComment: comments,
    onToken: tokens,
    sourceFile: 'own',
  });
  sayHash(`${relative(packages, file)} ast`, plain(ast));
  sayHash('  comments', plain(comments));
  sayHash('  tokens', tokens.map(one => `${one.type.label} ${one.start} ${String(one.value)}`).join('\n'));
  sayHash('  tokenizer', [...acorn.tokenizer(text, { ecmaVersion: 2024, sourceType: 'module' })].map(plain).join());
  const names = [];
  walk.ancestor(ast, {
    Function(node, _state, ancestors) {
      names.push(`${node.id?.name ?? ''} ${ancestors.map(one => one.type).join('>')}`);
    },
  });
  sayHash('  functions', names.join('\n'));
  const calls = [];
  walk.simple(ast, { CallExpression: node => calls.push(text.slice(node.start, node.callee.end)) });
  sayHash('  calls', calls.join('\n'));
  const found = walk.findNodeAround(ast, Math.trunc(text.length / 2), 'Function');
  say('  around the middle', found?.node.type, walk.findNodeAfter(ast, 100)?.node.type);
}

let counted = 0;
const deep = walk.make({
  Literal: () => counted++,
  FunctionDeclaration: (node, state, next) => next(node.body, state),
});
walk.recursive(parseAny(readFileSync(own[0], 'utf8')), null, {}, deep);
say('literals', counted);

// A grammar of its own.
const Loud = acorn.Parser.extend(
  Parser =>
    class extends Parser {
      parseStatement(...rest) {
        const node = super.parseStatement(...rest);
        node.loud = true;
        return node;
      }
      parseLiteral(value) {
        const node = super.parseLiteral(value);
        if (typeof value === 'string') node.value = value.toUpperCase();
        return node;
      }
    },
);
say('extended', plain(Loud.parse('if (a) { b("c"); } else for (;;) break;', { ecmaVersion: 6 })));

for (const text of broken)
  for (const ecmaVersion of [3, 5, 6, 2018, 'latest'])
    for (const sourceType of ['script', 'module'])
      await saySettled(`${ecmaVersion} ${sourceType} ${JSON.stringify(text)}`, () => {
        try {
          return plain(acorn.parse(text, { ecmaVersion, sourceType: ecmaVersion === 3 ? 'script' : sourceType }));
        } catch ({ name, message, pos, loc, raisedAt }) {
          return { name, message, pos, loc: `${loc?.line}:${loc?.column}`, raisedAt };
        }
      });
await saySettled('a stack', () => acorn.parse('let let = 1', { ecmaVersion: 6 }));
say('expression', plain(acorn.parseExpressionAt('  a?.b ?? c ** 2, d', 2, { ecmaVersion: 2022 })));
say('words', acorn.isIdentifierStart(0x61), acorn.isIdentifierChar(0x200d), acorn.isNewLine(0x2028), acorn.version);
say('line', acorn.getLineInfo('a\nb\r\nc d', 7));
