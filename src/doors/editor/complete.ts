import type { CompletionItem } from '../../wire/dap/index.ts';
import { nodeOf, typeText } from './captured.ts';
import { partsOf } from './parts.ts';
import type { Stop } from './stop.ts';
import type { Variables } from './variables.ts';

/** Names in scope, and fields of what stands before the dot: those that there are now. */
export async function complete(variables: Variables, stop: Stop, before: string): Promise<CompletionItem[]> {
  const [, path, start = ''] =
    /([\p{ID_Start}_$][\p{ID_Continue}$.[\]'"]*)\.([\p{ID_Continue}$]*)$/u.exec(before) ?? [];
  if (path === undefined) {
    const word = /[\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? '';
    const names = await variables.names(stop);
    return names.filter(({ name }) => name.startsWith(word)).map(({ name }) => ({ label: name, type: 'variable' }));
  }
  const language = variables.language(stop);
  if (!language.isPath(path)) return [];
  const node = nodeOf(await variables.evaluate(stop, path).catch(() => undefined));
  if (node === undefined || (node.t !== 'object' && node.t !== 'error')) return [];
  return partsOf(node, path, language)
    .filter(({ name }) => name.startsWith(start) && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name))
    .map(({ name, value }) => ({ label: name, type: 'property', detail: typeText(value) }));
}
