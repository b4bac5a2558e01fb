// One file, loaded three times: changed by a loader of the program's own, as it is, and the same once more.
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    return url.endsWith('?other')
      ? {
          ...loaded,
          source: String(loaded.source).replace('* 2', '* 2 + 1').replace('number;', 'number; await null;'),
        }
      : loaded;
  },
});

const all = [];
for (const query of ['?other', '', '?again']) all.push(await import(`./twice.mjs${query}`));
for (const { twice, fail } of all) {
  console.log(await twice(21));
  await fail(21).catch(({ stack }) => console.log(/twice\.mjs\S*/.exec(stack)[0]));
}
