import type { Handlers } from '../../wire/dap/index.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { ClientFormat } from './client-format.ts';
import type { EditorDesk } from './desk.ts';

export interface Marks {
  /** Throws while nothing is debugged. */
  desk(): EditorDesk;
  format(): ClientFormat;
  readonly breakpoints: Breakpoints;
}

/** Requests that say where to stop. */
export function markHandlers({ desk, format, breakpoints }: Marks): Handlers {
  return {
    setBreakpoints: async given => {
      desk();
      return { breakpoints: await breakpoints.setBreakpoints(given, format()) };
    },
    setExceptionBreakpoints: async given => {
      desk();
      return { breakpoints: await breakpoints.setExceptionBreakpoints(given, format()) };
    },
    breakpointLocations: async given => {
      if (given?.source.path === undefined) return { breakpoints: [] };
      const file = format().fromPath(given.source.path);
      const line = format().fromLine(given.line);
      const shown = desk().threads.targets.map(({ id }) => id);
      const { targets } = await desk().link.hub.ask('explain', { file, line, targets: shown });
      const places = targets.flatMap(({ explanation }) => explanation?.places ?? []);
      return {
        breakpoints: places.map(one => ({
          line: format().toLine(one.line),
          column: format().toColumn(one.column),
        })),
      };
    },
  };
}
