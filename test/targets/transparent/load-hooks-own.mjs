// Node runs these hooks in a thread of its own, where our preload is loaded too.
import { register } from 'node:module';

// Newer Nodes warn of register(), with their pid.
process.noDeprecation = true;
const hooks = `
export async function resolve(name, context, next) {
  return name === 'made:up' ? { url: name, format: 'module', shortCircuit: true } : next(name, context);
}
export async function load(url, context, next) {
  return url === 'made:up' ? { source: 'export default 42', format: 'module', shortCircuit: true } : next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
const { default: value } = await import(['made', 'up'].join(':'));
console.log(value);
