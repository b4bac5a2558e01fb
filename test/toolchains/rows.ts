import { agents } from './agent-rows.ts';
import { builds } from './build-rows.ts';
import { loaders } from './loader-rows.ts';
import type { Toolchain } from './toolchain.ts';

export const toolchains: readonly Toolchain[] = [...loaders, ...builds, ...agents];
