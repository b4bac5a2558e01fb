import type { Finding } from '../../../wire/protocol/index.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';

/** Said as they come; above it people scroll, and the end has them all. */
const maxTold = 50;
const maxSites = 4;

/** Tells each finding in two lines, in one piece, beside what the program writes. */
export function liveTeller(
  err: (text: string) => void,
  { cwd, paint }: { readonly cwd: string; readonly paint: Paint },
): (finding: Finding) => void {
  let told = 0;
  return finding => {
    told++;
    if (told > maxTold + 1) return;
    if (told === maxTold + 1) {
      err(`eddy: more findings come; they are told at the end\n`);
      return;
    }
    const sites = Object.entries(finding.sites)
      .slice(0, maxSites)
      .map(([role, site]) => `${role} ${place(site, cwd)}`)
      .join(', ');
    const head = `eddy: ${paint.severity(finding.severity, finding.kind)}: ${oneLine(finding.message)}\n`;
    err(sites === '' ? head : `${head}eddy:   ${sites}\n`);
  };
}
