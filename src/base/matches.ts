const { call } = Function.prototype;
const { exec } = RegExp.prototype;
const execOf = call.bind(exec) as (pattern: RegExp, text: string) => RegExpExecArray | null;

/** As `pattern.test(text)`, which a program may have made its own: it would see, and count, what is asked in the midst of it. */
export function matches(pattern: RegExp, text: string): boolean {
  return execOf(pattern, text) !== null;
}
