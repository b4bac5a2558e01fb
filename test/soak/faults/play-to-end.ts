/** Something that goes step by step, and notes what is wrong. */
export interface Played {
  readonly problems: string[];
  readonly step: string;
  play(): Promise<void>;
}

/** One that is not over in time, or fails, is a problem of its own; it goes no further. */
export async function playToEnd(round: Played, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(() => {
      round.problems.push(`not over after ${withinMs} ms, while: ${round.step}`);
      resolve();
    }, withinMs);
  });
  try {
    await Promise.race([round.play(), late]);
  } catch (error) {
    round.problems.push(`${round.step}: ${(error as Error).stack}`);
  } finally {
    clearTimeout(timer);
  }
}
