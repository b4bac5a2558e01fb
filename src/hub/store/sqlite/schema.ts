/** Of the file's form. A file with a greater one is a newer Eddy's. */
export const schemaVersion = 1;

/** Says whose a database is ("Eddy" in ASCII). */
export const applicationId = 0x45646479;

/** Cursors are ours: they go on counting when all events are gone, and when a file is begun anew. */
export const schema = `
  CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL,
    kept INTEGER NOT NULL,
    cursor INTEGER NOT NULL
  );
  CREATE TABLE event (
    cursor INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    at REAL,
    flow TEXT,
    session TEXT,
    text TEXT NOT NULL
  );
  CREATE INDEX event_run ON event (run);
  CREATE INDEX event_at ON event (at);
  CREATE INDEX event_flow ON event (flow) WHERE flow IS NOT NULL;
  CREATE INDEX event_session ON event (session) WHERE session IS NOT NULL;
  CREATE TABLE named (
    place INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    run TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    touched REAL NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (item, run, id)
  );
  CREATE INDEX named_run ON named (run, touched);
  INSERT INTO meta VALUES (1, '', 0, 0);
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;
