// Taken when we load: inside a program, what it puts on prototypes later is not what we call.
const { call } = Function.prototype;
export const exec = call.bind(RegExp.prototype.exec as never) as unknown as (
  by: RegExp,
  text: string,
) => RegExpExecArray | null;
export const indexOf = call.bind(String.prototype.indexOf as never) as unknown as (
  text: string,
  part: string,
) => number;
