import { exec } from './held-text.ts';
import { hideSecrets, isCardNumber } from './secret-shapes.ts';

export interface RedactionOptions {
  /** More names, as one would write them: 'licenceKey', 'x-signature'. */
  readonly addKeys?: readonly string[];
  /** Names that are shown although a rule matches: 'csrfToken'. */
  readonly exceptKeys?: readonly string[];
}

// biome-ignore format: a list
const textKeys = [
  'password', 'passwd', 'pwd', 'passphrase', 'passcode', 'secret', 'secrets', 'token', 'authorization', 'cookie', 'cookies',
  'apikey', 'accesskey', 'privatekey', 'encryptionkey', 'signingkey', 'authkey', 'accountkey', 'credential', 'credentials',
  'sessionid', 'connectsid', 'connectionstring', 'connstring', 'dbpass', 'userpass', 'mailpass', 'smtppass', 'basicauth', 'proxyauth',
];
/** Hidden as whole names alone, and where the value is text: `auth` is an object in most programs, and is looked into. */
const wholeKeys = ['auth', 'pass'];
/** Where the value looks like one: a function's signature has spaces and brackets. */
const signatureKeys = ['signature', 'sig'];
const signatureValue = /^[\w+/=.:,-]{8,}$/;
/** Hidden also where the value is a number: a token's count is no secret, a card's number is. */
const numberKeys = ['ssn', 'cvv', 'cvc', 'pin', 'otp', 'password', 'passcode', 'cardnumber', 'creditcard', 'iban'];
const endings = textKeys.filter(name => name.length > 4);
const passVariable = /^[A-Z\d_]+_PASS$/;
const maxRemembered = 2_000;

/** What of values under a name is hidden: nothing, text as signatures are, text, all but numbers, all. */
type Rule = 'no' | 'signature' | 'string' | 'text' | 'any';

/** What is not to leave the program: by the name that it stands under, and by its shape. */
export class Redaction {
  readonly #text: ReadonlySet<string>;
  readonly #number = new Set(numberKeys);
  readonly #except: ReadonlySet<string>;
  readonly #remembered = new Map<string, Rule>();

  constructor({ addKeys = [], exceptKeys = [] }: RedactionOptions = {}) {
    const added = addKeys.map(normalised);
    this.#text = new Set([...textKeys, ...numberKeys, ...added]);
    for (const key of added) this.#number.add(key);
    this.#except = new Set(exceptKeys.map(normalised));
  }

  hidesKey(key: string, value: unknown): boolean {
    let rule = this.#remembered.get(key);
    if (rule === undefined) {
      rule = this.#ruleFor(key);
      if (this.#remembered.size < maxRemembered) this.#remembered.set(key, rule);
    }
    if (rule === 'no' || value === undefined || value === null || typeof value === 'boolean') return false;
    if (typeof value === 'function') return false;
    if (rule === 'string' || rule === 'signature') return typeof value === 'string' && isSecretText(rule, value);
    return rule === 'any' || (typeof value !== 'number' && typeof value !== 'bigint');
  }

  /** The text with every secret in it replaced. */
  hideIn(text: string): string {
    return hideSecrets(text);
  }

  hidesNumber(value: number | bigint): boolean {
    return value > 1e12 && isCardNumber(String(value));
  }

  /** Whether words of the key that stand together make a name of the list: `x-api-key`, `userPassword`, `DB_PASSWORD`. */
  #ruleFor(key: string): Rule {
    if (key.length > 100) return 'no';
    const whole = normalised(key);
    if (this.#except.has(whole)) return 'no';
    const words = wordsOf(key);
    let rule: Rule = 'no';
    for (let from = 0; from < words.length; from++) {
      let joined = '';
      for (let to = from; to < words.length && to < from + 4; to++) {
        joined += words[to];
        if (this.#number.has(joined)) return 'any';
        if (this.#text.has(joined)) rule = 'text';
      }
    }
    // All in one case: `userpassword`, `ACCESSTOKEN`. Short names would be found inside innocent words.
    if (rule === 'no' && endings.some(ending => whole.endsWith(ending))) return 'text';
    if (rule === 'no' && (wholeKeys.includes(whole) || exec(passVariable, key) !== null)) return 'string';
    if (rule === 'no' && words.some(word => signatureKeys.includes(word))) return 'signature';
    return rule;
  }
}

function isSecretText(rule: 'string' | 'signature', value: string): boolean {
  return rule === 'string' || exec(signatureValue, value) !== null;
}

function normalised(key: string): string {
  return wordsOf(key).join('');
}

/** Words in lower case: cut at what is no letter or digit, and where lower case turns to upper. */
function wordsOf(key: string): string[] {
  const words: string[] = [];
  let word = '';
  let wasLower = false;
  for (let at = 0; at < key.length; at++) {
    const char = key[at] as string;
    const lower = char.toLowerCase();
    const isUpper = char !== lower;
    const isPart = isUpper || char !== char.toUpperCase() || (char >= '0' && char <= '9');
    if (!isPart || (isUpper && wasLower)) {
      if (word !== '') words.push(word);
      word = '';
    }
    if (isPart) word += lower;
    wasLower = isPart && !isUpper;
  }
  if (word !== '') words.push(word);
  return words;
}
