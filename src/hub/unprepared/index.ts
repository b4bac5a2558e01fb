/**
 * hub/unprepared: the dump of a Node process that was started without us: its heap snapshot, read as it comes, tells which async
 * functions are suspended; a few of each are looked at for the line and the locals. It knows the inspector's door and the
 * DevTools protocol; it is no target, and no hub knows of it.
 */
export { type DumpUnprepared, dumpUnprepared } from './dump.ts';
