-- What holds for the database as a whole.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each granted request.
CREATE TABLE log (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at       TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    request  TEXT    NOT NULL,
    changes  INTEGER NOT NULL, -- How many rows of the table of that name belong to the request.
    seal     BLOB    NOT NULL  -- SHA-256 of the row and its changes: what is read is what was written.
) STRICT;

-- What followed from the requests, in order. The last row of each key is the present state.
CREATE TABLE changes (
    number   INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    key      TEXT    NOT NULL,
    change   TEXT    NOT NULL
) STRICT;
CREATE INDEX changes_by_key ON changes (key);

-- The bytes of audio files by SHA-256.
CREATE TABLE audio (
    hash  TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
