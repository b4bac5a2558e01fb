import { resolve } from 'node:path';
import type { Clock } from '../base/index.ts';
import type { Alert, EddyEvent, Finding, RunOptions } from '../wire/protocol/index.ts';
import { type AlertSink, Alerts, Webhook } from './alerts/index.ts';
import { RotatingFile } from './log/index.ts';

export interface RunOutlets {
  onEvent(event: EddyEvent): void;
  onFinding(finding: Finding): void;
  /** What waits goes out, for a moment. Gives what went wrong, and how much was let go. */
  close(): Promise<{ readonly troubles: readonly Error[]; readonly dropped: ReadonlyMap<string, number> }>;
}

/** Log and alerts of one run, as the configuration wants them. Throws what is wrong with their files. */
export function openOutlets(
  { log, alerts }: Pick<RunOptions, 'log' | 'alerts'>,
  clock: Clock,
  tell: (alert: Alert) => void = () => {},
): RunOutlets {
  const fileAt = (path: string) =>
    new RotatingFile({ path: resolve(path), maxBytes: log!.maxBytes, maxFiles: log!.maxFiles, clock });
  const logFile = log?.file === undefined ? undefined : fileAt(log.file);
  const alertFile = alerts?.file === undefined ? undefined : fileAt(alerts.file);
  const webhook = alerts?.webhook === undefined ? undefined : new Webhook({ url: alerts.webhook, clock });
  const sinks: (AlertSink | undefined)[] = [
    alerts?.console === true ? tell : undefined,
    alertFile && (alert => alertFile.write(alert)),
    webhook && (alert => webhook.send(alert)),
    logFile && (alert => logFile.write({ at: alert.at, kind: 'alert', data: alert })),
  ];
  const watched = new Alerts(
    alerts?.rules ?? [],
    sinks.filter(sink => sink !== undefined),
    clock,
  );
  const parts = { 'log file': logFile, 'alerts file': alertFile, webhook };
  return {
    onEvent(event) {
      // A finding comes by its own way, whether or not events were asked for.
      if (event.kind !== 'finding') logFile?.write(event);
      watched.takeEvent(event);
    },
    onFinding(finding) {
      logFile?.write({ at: finding.lastAt, kind: 'finding', data: finding });
      watched.takeFinding(finding);
    },
    async close() {
      const open = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [] : [{ name, part }]));
      await Promise.all(open.map(({ part }) => part.close()));
      return {
        troubles: open.flatMap(({ part }) => (part.error !== undefined && part.droppedCount > 0 ? [part.error] : [])),
        dropped: new Map(
          open.filter(({ part }) => part.droppedCount > 0).map(({ name, part }) => [name, part.droppedCount]),
        ),
      };
    },
  };
}
