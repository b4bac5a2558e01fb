import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type EddyError, fail, isEddyError } from '../../../base/index.ts';
import { makePrivate } from './private-file.ts';
import { applicationId, schema, schemaVersion } from './schema.ts';
import { isDamageOrStrange, isReadOnly, Unreadable } from './trouble.ts';

/** Up to this size every page is looked at when it is opened; in a larger file damage is found when it is come to. */
const checkedBytes = 64 * 1024 * 1024;

/** What we ask of it must make sense there. */
const shape = [
  'SELECT id, epoch, kept, cursor FROM meta',
  'SELECT cursor, run, target, kind, at, flow, session, text FROM event',
  'SELECT place, item, run, id, name, touched, text FROM named',
];

/** Throws Unreadable for a file that must be put aside; an error with a code for another program's database. */
export function openToWrite(path: string): DatabaseSync {
  const before = statSync(path, { throwIfNoEntry: false });
  // SQLite gives the files beside it the same rights.
  makePrivate(path);
  try {
    return prepared(path);
  } catch (error) {
    // Somebody's file is as it was.
    if (isEddyError(error) && before !== undefined) chmodSync(path, before.mode & 0o777);
    throw error;
  }
}

function prepared(path: string): DatabaseSync {
  return opened(path, false, database => {
    const isNew = count(database, 'SELECT count(*) AS n FROM sqlite_master') === 0;
    // Cannot be changed once there are tables.
    if (isNew) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    else mustBeOurs(database, path);
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = 67108864;
    `);
    if (isNew) database.exec(`BEGIN IMMEDIATE; ${schema}; COMMIT`);
    else mustBeWhole(database, path);
    // A transaction alone would begin on a file that may only be read, too.
    database.exec('BEGIN; UPDATE meta SET id = id; ROLLBACK');
  });
}

/** Changes nothing, whatever it finds: a hub may have it open. */
export function openToRead(path: string): DatabaseSync {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw fail('no-store', `There is no store at ${path}.`, { hint: 'A hub begins one: eddy serve.' });
  }
  return opened(path, true, database => mustBeOurs(database, path));
}

/** To make a folder private would lock its user out. */
export function mustBeNoFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw fail('no-store', `${path} is a folder.`, { hint: 'Name a file in it for the store.' });
}

function opened(path: string, readOnly: boolean, prepare: (database: DatabaseSync) => void): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly });
  try {
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    prepare(database);
    for (const statement of shape) database.prepare(statement);
    return database;
  } catch (cause) {
    database.close();
    if (!readOnly && isReadOnly(cause) && mayWrite(path))
      throw new Unreadable('Its head says that it may only be read: it is damaged, or a newer SQLite wrote it.', cause);
    if (cause instanceof Unreadable || !isDamageOrStrange(cause)) throw cause;
    throw new Unreadable(`It is damaged: ${(cause as Error).message}.`, cause);
  }
}

function mayWrite(path: string): boolean {
  try {
    for (const one of [path, dirname(path)]) accessSync(one, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function mustBeOurs(database: DatabaseSync, path: string): void {
  const version = count(database, 'PRAGMA user_version', 'user_version');
  if (count(database, 'PRAGMA application_id', 'application_id') !== applicationId) {
    const ours = count(database, `SELECT count(*) AS n FROM sqlite_master WHERE name IN ('meta', 'event', 'named')`);
    if (ours < 3) throw foreign(path);
    throw new Unreadable('It is damaged: it has our tables and not our mark.');
  }
  if (version > schemaVersion)
    throw new Unreadable(
      `A newer Eddy wrote it (form ${version}; this one knows ${schemaVersion}). Use the newer Eddy to read it.`,
    );
  if (version !== schemaVersion) throw new Unreadable(`It is damaged: there is no form ${version}.`);
}

function mustBeWhole(database: DatabaseSync, path: string): void {
  if (statSync(path).size > checkedBytes) return;
  const [found] = database.prepare('PRAGMA quick_check(1)').all();
  const said = String(Object.values(found ?? {})[0]);
  if (said !== 'ok') throw new Unreadable(`It is damaged: ${said}.`);
}

/** It is somebody's: moving it would break what uses it. */
function foreign(path: string): EddyError {
  return fail('no-store', `${path} is another program's database.`, { hint: 'Name another file for the store.' });
}

function count(database: DatabaseSync, sql: string, column = 'n'): number {
  return Number((database.prepare(sql).get() as Record<string, unknown> | undefined)?.[column]);
}
