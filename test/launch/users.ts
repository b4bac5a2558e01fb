/** Two users who are nobody in particular; neither has anything of the other's. */
export const users = { ann: 61_001, eve: 61_002 };

/** The words that run a command as a user. */
export function asUser(
  user: number,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): [string, string[]] {
  const as = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--pdeathsig', 'KILL'];
  const told = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return ['setpriv', [...as, 'env', '-i', `PATH=${process.env.PATH}`, 'HOME=/nowhere', ...told, ...words]];
}
