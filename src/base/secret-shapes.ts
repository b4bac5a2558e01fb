import { exec, indexOf } from './held-text.ts';

interface Shape {
  readonly name: string;
  /** One of these must be there at all: a look that costs nothing beside the pattern. */
  readonly needs: readonly string[];
  /** Global. What group 1 holds stays. */
  readonly pattern: RegExp;
  readonly isIt?: (text: string) => boolean;
}

const shapes: readonly Shape[] = [
  {
    name: 'private-key',
    needs: ['-----BEGIN'],
    pattern: /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$)/g,
  },
  { name: 'jwt', needs: ['eyJ'], pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g },
  { name: 'authorization', needs: [' '], pattern: /\b((?:Bearer|Basic|Digest|Token)\s+)[\w.~+/=-]{8,}/gi },
  {
    name: 'key',
    needs: ['-', '_', 'AKIA', 'ASIA', 'AIza', 'ya29.', 'SG.'],
    pattern:
      /\b(?:sk-|[spr]k_(?:live|test)_|gh[opusr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|hf_|AKIA|ASIA|AIza|ya29\.|SG\.|whsec_)[\w.-]{12,}/g,
  },
  // Userinfo of a URL: the user stays.
  { name: 'password', needs: ['://'], pattern: /(:\/\/[^\s:/@]{0,100}:)[^\s@/]{1,200}(?=@)/g },
  {
    name: 'field',
    needs: ['=', ':'],
    pattern:
      /((?:password|passwd|pwd|secret|api[_-]?key|a(?:ccess|ccount)[_-]?key|token|authorization|signature|\w_pass)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\[redacted)[^\s"'&;,}\]]{3,}/gi,
  },
  // Of a URL's query; by so short a name nothing is known elsewhere.
  { name: 'field', needs: ['?', '&'], pattern: /([?&](?:auth|key|pass|sig)=)(?!\[redacted)[^\s"'&;#]{8,}/gi },
  { name: 'card', needs: [...'23456'], pattern: /\b[2-6]\d{3}(?:[ -]?\d){9,15}\b/g, isIt: isCardNumber },
];

/** The text with each secret in it replaced by `[redacted: …]`. */
export function hideSecrets(text: string): string {
  if (text.length < 8) return text;
  for (let at = 0; at < shapes.length; at++) {
    const shape = shapes[at] as Shape;
    for (let one = 0; one < shape.needs.length; one++) {
      if (indexOf(text, shape.needs[one] as string) < 0) continue;
      text = hide(text, shape);
      break;
    }
  }
  return text;
}

// exec by itself, not `replace`: that looks `exec` up on the prototype, where the program may have put its own.
function hide(text: string, { name, pattern, isIt }: Shape): string {
  let out = '';
  let from = 0;
  pattern.lastIndex = 0;
  for (let match = exec(pattern, text); match !== null; match = exec(pattern, text)) {
    const found = match[0];
    if (isIt !== undefined && !isIt(found)) continue;
    const kept = match[1] ?? '';
    out += `${text.slice(from, match.index)}${kept}[redacted: ${name}]`;
    from = match.index + found.length;
  }
  pattern.lastIndex = 0;
  return from === 0 ? text : out + text.slice(from);
}

/** 13 to 19 digits with a right check digit (Luhn), beginning as payment cards do. */
export function isCardNumber(text: string): boolean {
  let sum = 0;
  let count = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) {
      if (text[at] === ' ' || text[at] === '-') continue;
      return false;
    }
    const weighed = count % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
    count++;
  }
  const first = text.charCodeAt(0) - 48;
  return count >= 13 && count <= 19 && sum % 10 === 0 && first >= 2 && first <= 6;
}
