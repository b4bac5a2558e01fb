export default { test: { include: ['src/verdicts.ts'] } };
