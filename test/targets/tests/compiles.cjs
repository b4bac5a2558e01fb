// Compiles files as test runners do, in a context of its own and in this one, and says what can be seen of it.
const { join } = require('node:path');
const vm = require('node:vm');

const filename = join(__dirname, 'compiled.js');
const source = `async function charge(total) {
  const tax = total * 2; if (tax > 5) throw new Error('too much');
  return tax;
}
module.exports = { charge, wait: async () => { await null; return charge(1); } };`;

async function tell(name, charge, wait) {
  console.log(name, await wait(), charge.toString());
  await charge(3).catch(error => console.log(error.stack.split('\n').slice(0, 2).join(' ').replaceAll(__dirname, '')));
}

async function main() {
  const context = vm.createContext({ console });
  const before = vm.runInContext('Object.keys(globalThis).join()', context);
  const module = { exports: {} };
  vm.compileFunction(source, ['module', 'exports'], { filename, parsingContext: context })(module, module.exports);
  await tell('compileFunction', module.exports.charge, module.exports.wait);
  console.log(before === vm.runInContext('Object.keys(globalThis).join()', context));
  console.log(vm.runInContext('typeof Error.prepareStackTrace', context));
  vm.runInContext(
    'Error.prepareStackTrace = (error, sites) => `${error.message} ${sites[0].getLineNumber()}:${sites[0].getColumnNumber()}`',
    context,
  );
  await module.exports.charge(3).catch(error => console.log(error.stack));

  const head = "'use strict';async (module,exports)=>{{";
  const other = { exports: {} };
  const map = { version: 3, sources: ['module.js'], names: [], mappings: 'AAAA;AACA;AACA;AACA;AACA' };
  const mapped = `${source}\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
  await vm.runInThisContext(`${head}${mapped}\n}}`, {
    filename: join(__dirname, 'module.js'),
    columnOffset: -head.length,
  })(other, other.exports);
  await tell('runInThisContext', other.exports.charge, other.exports.wait);

  const old = new vm.Script(`({"Object.<anonymous>":function(module,exports){${source}\n}});`, { filename });
  console.log(old instanceof vm.Script, old.constructor === vm.Script, vm.Script.name, vm.compileFunction.length);
  const third = { exports: {} };
  const { 'Object.<anonymous>': run } = old.runInContext(context);
  run(third, third.exports);
  console.log(await third.exports.wait());
  // A runner may have put its own there before it compiled anything.
  const late = vm.createContext({ console });
  vm.runInContext('Error.prepareStackTrace = (error, [site]) => `${error.message} at ${site.getColumnNumber()}`', late);
  const own = vm.runInContext('Error.prepareStackTrace', late);
  const fourth = { exports: {} };
  vm.compileFunction(source, ['module', 'exports'], { filename, parsingContext: late })(fourth, fourth.exports);
  await fourth.exports.charge(3).catch(error => console.log(error.stack));
  console.log(own === vm.runInContext('Error.prepareStackTrace', late));
  // What has no file is left alone.
  console.log(vm.runInThisContext('1 + 1'), vm.runInThisContext('(function named() {})', 'evalmachine.js').toString());
}

main();
