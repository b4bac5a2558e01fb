import { SourceTextModule, SyntheticModule } from 'node:vm';

const other = `${['import * as main', `'self'`].join(' from ')}
${['import { t }', `'world'`].join(' from ')}
t('early', typeof main.early, main.early())
`;

/** A module that has its world by import, and may have a neighbour that imports it and calls it before it ran. */
export async function linkedModule(text: string, names: Record<string, unknown>): Promise<SourceTextModule> {
  const self = new SourceTextModule(text, { identifier: 'self' });
  const world = new SyntheticModule(
    Object.keys(names),
    () => {
      for (const [name, value] of Object.entries(names)) world.setExport(name, value);
    },
    { identifier: 'world' },
  );
  const known = new Map<string, SourceTextModule | SyntheticModule>([
    ['self', self],
    ['world', world],
  ]);
  await self.link(name => {
    // What gates import is in the address itself.
    const source = name === 'other' ? other : decodeURIComponent(name.replace(/^data:[^,]*,/, ''));
    const module = known.get(name) ?? new SourceTextModule(source, { identifier: name });
    known.set(name, module);
    return module;
  });
  return self;
}
