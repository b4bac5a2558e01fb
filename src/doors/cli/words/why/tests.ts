import type { TestRecord } from '../../../../wire/protocol/index.ts';
import { testsOf } from '../test-lines.ts';
import type { TestsWords, TestWords } from './answer.ts';
import type { Observation } from './observation.ts';
import { placeWords } from './places.ts';
import { told } from './quoted.ts';

const maxTests = 6;

/** Tests that failed or hang; undefined: none. */
export function testsIn(seen: Observation): TestsWords | undefined {
  const { total, items, summary = {} } = testsOf(seen.result.report);
  const { failed = 0, hanging = 0, running = 0 } = summary;
  // What still ran when its process was ended never came back.
  const stuck = hanging + running;
  if (failed + stuck === 0) return undefined;
  return { total, failed, hanging: stuck, first: items.slice(0, maxTests).map(one => testWords(one, seen)) };
}

function testWords(test: TestRecord, seen: Observation): TestWords {
  const [place] = test.places ?? [];
  const isHanging = test.state === 'hanging';
  const at = isHanging ? place : (test.thrown ?? place);
  const role = at === undefined ? 'stands' : isHanging ? 'awaits' : at === test.thrown ? 'thrown' : 'was';
  const spot = { file: test.file, line: test.line ?? 1, function: '', ...at };
  return {
    state: isHanging ? 'hanging' : 'failed',
    at: placeWords(role, spot, seen),
    fromProgram: { name: told(test.name, 120), ...(test.error === undefined ? {} : { error: told(test.error) }) },
  };
}
