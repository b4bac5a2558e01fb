const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What flows of this kind and name have in common: of a request its method and path without ids, of others the name without numbers. */
export function routeOf(kind: string, name: string): string {
  const request = /^([A-Z]+) (\S+)/.exec(name);
  if (request === null) {
    const plain = name.replace(/\d+/g, '#');
    return plain.startsWith(kind) ? plain : `${kind} · ${plain}`;
  }
  const path = request[2]!.replace(/[?#].*$/, '');
  return `${request[1]} ${path.split('/').map(withoutId).join('/')}`;
}

function withoutId(part: string): string {
  const isId = /^\d+$/.test(part) || uuid.test(part) || (part.length >= 8 && /\d/.test(part) && /^[\w-]+$/.test(part));
  return isId ? ':id' : part;
}
