// A reporter beside node's own: one line of JSON for each test that was skipped, and one for the totals.
export default async function* skips(events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass' || type === 'test:fail') {
      const reason = data.skip ?? data.todo;
      if (reason !== undefined && reason !== false)
        yield `${JSON.stringify({ name: data.name, file: data.file, reason: reason === true || reason === '' ? 'no reason given' : reason })}\n`;
    } else if (type === 'test:summary' && data.file === undefined) {
      yield `${JSON.stringify({ counts: data.counts })}\n`;
    }
  }
}
