import { isSameToken, nodeCrypto } from '../base/index.ts';

/** A run's token is made of its id and the hub's secret: a hub that was started again knows it without having kept it. */
export class RunTokens {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  of(run: string): string {
    return `${run}.${nodeCrypto().createHmac('sha256', this.#secret).update(run).digest('base64url')}`;
  }

  /** The run that a token was made for; undefined: it is none of ours. */
  runOf(token: string): string | undefined {
    const [run = ''] = token.split('.', 1);
    return run !== '' && isSameToken(token, this.of(run)) ? run : undefined;
  }
}
