import type { Socket } from 'node:net';
import { systemClock } from './base/index.ts';
import { openHub } from './doors/client/index.ts';
import { type EditorPorts, type EditorSession, serveEditorSocket } from './doors/editor/index.ts';
import { configPort, HostedRun } from './hub/index.ts';
import { callerName, mainPath, ownVersion, preloadPath } from './own-files.ts';
import { type PortPlace, parseRunOptions } from './wire/protocol/index.ts';

/** What an editor's session needs: programs with a hub in this process, and hubs of others. */
export function editorPorts(): EditorPorts {
  return {
    version: ownVersion(),
    clock: systemClock,
    cwd: process.cwd(),
    runWords: [process.execPath, mainPath(), 'run'],
    dial: wanted => openHub(wanted, callerName()),
    open: async ({ words, python, cwd, env, waits, include, exclude, observeOnly, onOutput }) => {
      const { options } = parseRunOptions(observeOnly ? ['--observe-only'] : []);
      const gates = { include, exclude };
      const own = Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== null));
      const known = configPort({ cwd, env: own as typeof process.env }).load({ options, flags: [] });
      const isPlain = include.length === 0 && exclude.length === 0;
      return HostedRun.open({
        words,
        cwd,
        env: own as typeof process.env,
        options: { ...known, wait: waits, ...(python === undefined ? {} : { python }), ...(isPlain ? {} : { gates }) },
        preload: preloadPath(),
        as: 'an editor',
        onOutput,
      });
    },
    signal(pid, name) {
      try {
        return process.kill(pid, name);
      } catch {
        return false;
      }
    },
  };
}

/** A port for editors, each of which has a session of its own. */
export function editorListener({ open, ...at }: PortPlace & { readonly open?: true }) {
  const own = editorPorts();
  const sessions = new Set<EditorSession>();
  return {
    at,
    async serve(socket: Socket, token: string) {
      const session = await serveEditorSocket(socket, { ports: own, ...(open === true ? {} : { token }) });
      if (session === undefined) return;
      sessions.add(session);
      void session.over.then(() => sessions.delete(session));
    },
    async close() {
      await Promise.all([...sessions].map(session => session.close()));
    },
  };
}
