import { configJsonSchema, configKeys } from '../../src/hub/config/index.ts';
import { page, table } from './markdown.ts';

export const configSchema = configJsonSchema;

const groups: Readonly<Record<string, string>> = {
  '': 'One run',
  dashboard: 'The dashboard',
  gates: 'Gates',
  probeDefaults: 'What holds for each probe',
  findings: 'Findings',
  sessions: 'Sessions',
  limits: 'Time limits',
  redaction: 'What is hidden',
  capture: 'How much of a value is captured',
  stack: 'Stacks',
  monitor: 'What Eddy looks at',
  watch: 'Starting again',
  store: 'What a hub that stays keeps',
  serve: 'A hub that stays',
  reconnect: 'A hub that is gone',
  log: 'The log',
  alerts: 'Alerts',
};

/** Each key once, from the schema. */
export function configurationPage(): string {
  const sections = [...new Set(configKeys.map(({ path }) => (path.includes('.') ? (path.split('.')[0] ?? '') : '')))];
  const parts = sections.flatMap(section => {
    const own = configKeys.filter(({ path }) => (path.includes('.') ? path.split('.')[0] : '') === section);
    const rows = own.map(({ path, key, variable }) => [
      `\`${path}\``,
      key.type.unit === undefined ? key.type.name : `${key.type.name} (a bare number: ${key.type.unit})`,
      key.default === undefined ? '–' : `\`${JSON.stringify(key.type.show(key.default))}\``,
      `${key.about}${key.flag === undefined ? '' : ` Flag: \`${key.flag}\`.`} \`${variable}\``,
    ]);
    return [`## ${groups[section] ?? section}`, table(['key', 'value', 'default', 'what it does'], rows)];
  });
  return page(
    'Configuration',
    'the schema in src/hub/config',
    'What is said again and again goes into a file: `eddy.config.yaml`, `eddy.config.yml` or `eddy.config.json`. Eddy takes the nearest, from the folder where it is called up to the root of the project (where `package.json` or `.git` is; outside of a project only the folder itself), or the one that `--config FILE` or `EDDY_CONFIG` names. `--no-config` reads none.',
    'A flag wins over the environment, the environment over the file, the file over the default. What wins replaces the key as a whole, lists too. `eddy config show` prints each key as it holds, and where it comes from; `eddy config check` all that is wrong, with line, column and what was probably meant; `eddy config migrate` makes the file out of the two old ones.',
    block(
      'report: eddy-report.json',
      'failOn: [scope-crossed, lock-cycle:2]',
      'probes:',
      '  - hold shop.ts:42 if total > 3',
      '  - on stop@uncaught',
      'limits:',
      '  taskSlow: 30s',
    ),
    'Names of files are beside the configuration, wherever Eddy is called. Times are `500ms`, `30s`, `5m`, `1h` or `2d`; sizes `512KB` or `100MB`. In the environment a list is written with commas between its elements, or as JSON; probes and matchers as JSON. `EDDY_LIMITS` (JSON) says several time limits at once.',
    'An editor that knows JSON Schema completes and checks the file: `# yaml-language-server: $schema=node_modules/eddy/dist/eddy.config.schema.json` in its first line, or `"$schema"` in JSON. Nothing in the file is run, and it refers to nothing: tags, anchors and aliases are refused.',
    ...parts,
  );
}

function block(...lines: readonly string[]): string {
  return `\`\`\`yaml\n${lines.join('\n')}\n\`\`\``;
}
