import { type Clock, isSameToken, nodeCrypto } from '../../base/index.ts';

/** A link is good for so long, and once. */
const codeForMs = 60_000;
/** A page that is left open has to be opened anew after this; each visit begins it again. */
const cookieForMs = 12 * 60 * 60 * 1000;
const maxCodes = 64;

export interface DoorKeysOptions {
  /** What programs show. */
  readonly token: string;
  /** What cookies are signed with. */
  readonly secret: string;
  readonly clock: Clock;
}

/**
 * Who may enter: with a code of a link, once; then with a cookie. A cookie is signed and not kept, so that a hub that was
 * started again with the same secret knows its pages.
 */
export class DoorKeys {
  readonly #token: string;
  readonly #secret: string;
  readonly #clock: Clock;
  /** With the time until which each is good, monotonic ms. */
  readonly #codes = new Map<string, number>();

  constructor({ token, secret, clock }: DoorKeysOptions) {
    this.#token = token;
    this.#secret = secret;
    this.#clock = clock;
  }

  newCode(): string {
    const now = this.#clock.monotonic();
    for (const [code, until] of this.#codes) if (until <= now || this.#codes.size >= maxCodes) this.#codes.delete(code);
    const code = nodeCrypto().randomBytes(24).toString('base64url');
    this.#codes.set(code, now + codeForMs);
    return code;
  }

  /** False: it is not one of ours, was used, or is too old. */
  takeCode(code: string): boolean {
    const until = this.#codes.get(code);
    this.#codes.delete(code);
    return until !== undefined && until > this.#clock.monotonic();
  }

  newCookie(): { readonly cookie: string; readonly maxAgeS: number } {
    // No two are the same: each page is known by its own.
    const words = `${this.#clock.now() + cookieForMs}.${nodeCrypto().randomBytes(9).toString('base64url')}`;
    return { cookie: `${words}.${this.#sign(words)}`, maxAgeS: cookieForMs / 1000 };
  }

  isGoodCookie(cookie: string): boolean {
    const [until = '', name = '', signature = '', ...more] = cookie.split('.');
    return (
      more.length === 0 && isSameToken(signature, this.#sign(`${until}.${name}`)) && Number(until) > this.#clock.now()
    );
  }

  isToken(token: string): boolean {
    return isSameToken(token, this.#token);
  }

  #sign(words: string): string {
    return nodeCrypto().createHmac('sha256', this.#secret).update(`dashboard ${words}`).digest('base64url');
  }
}
