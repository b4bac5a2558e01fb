import { found, type KeyType, type Plain, type Read, type Wrong, wrong } from '../key.ts';

const maxElements = 1000;

/** A list; a single element may stand without its brackets. In the environment: a JSON list, or elements between commas. */
export function list<T>(of: KeyType<T>, name = `list of ${of.name}`): KeyType<readonly T[]> {
  const read = (value: Plain): Read<readonly T[]> => {
    const elements = Array.isArray(value) ? (value as readonly Plain[]) : [value];
    if (value === null) return wrong(`${found(value)} is no list.`);
    if (elements.length > maxElements) return wrong(`a list of ${elements.length}; ${maxElements} at most.`);
    const values: T[] = [];
    const problems: Wrong[] = [];
    for (const [at, element] of elements.entries()) {
      const one = of.read(element);
      if ('value' in one) values.push(one.value);
      else problems.push(...one.wrong.map(each => ({ ...each, element: at })));
    }
    return problems.length > 0 ? { wrong: problems } : { value: values };
  };
  return {
    name,
    json: { anyOf: [of.json, { type: 'array', items: of.json, maxItems: maxElements }] },
    read,
    readText(text) {
      if (text === '') return { value: [] };
      if (!text.startsWith('[')) return read(text.split(',').map(one => one.trim()));
      try {
        return read(JSON.parse(text) as Plain);
      } catch {
        return wrong(`${found(text)} is no JSON list.`);
      }
    },
    show: values => values.map(one => of.show(one)),
  };
}

/** The same, where a comma belongs to the elements: in the environment a JSON list, or one element. */
export function listOfWords<T>(of: KeyType<T>, name: string): KeyType<readonly T[]> {
  const type = list(of, name);
  return { ...type, readText: text => (text.startsWith('[') || text === '' ? type.readText(text) : type.read(text)) };
}
