/** Characters that turn the order of those around them: what follows one would be read as something else. And what looks like their signs. */
const turning = /[\u202a-\u202e\u2066-\u2069]|⟨(?=(?:202[A-E]|206[6-9]|27E8)⟩)/g;
const signs = /⟨(202[A-E]|206[6-9]|27E8)⟩/g;

/** Text of a program as it stands, left to right: what would turn it is shown by its number, as in `user⟨202E⟩txt.exe`. */
export function visible(text: string): string {
  return text.replace(turning, one => `⟨${one.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}

/** What was shown so, as the program has it: for what is sent back. */
export function meant(shown: string): string {
  return shown.replace(signs, (_, number: string) => String.fromCharCode(Number.parseInt(number, 16)));
}
