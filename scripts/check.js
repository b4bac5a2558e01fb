// Format, lint, types, arrows, file sizes, packages, generated pages, unit tests. Every step runs, whatever the others said.
import { underPinnedNode } from './nodes.js';

underPinnedNode(import.meta.url);
const { check } = await import('./check/main.ts');
process.exitCode = (await check({ unitTests: true })) ? 0 : 1;
