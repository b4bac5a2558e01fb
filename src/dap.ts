import { serveEditorStdio } from './doors/editor/index.ts';
import { editorPorts } from './editor-hub.ts';
import { nextInterrupt } from './hub/index.ts';

// An editor that went away is no failure.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** `eddy dap`: the editor that started this process, until it has gone. */
const session = serveEditorStdio(editorPorts());
void nextInterrupt().then(() => session.close());
await session.over;
