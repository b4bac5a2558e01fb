/** Characters that turn the order of those around them: what follows one would be read as something else. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** Text of a program as it stands, left to right: what would turn it is shown by its number, as in `user⟨202E⟩txt.exe`. */
export function visible(text: string): string {
  return text.replace(turning, one => `⟨${one.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}
