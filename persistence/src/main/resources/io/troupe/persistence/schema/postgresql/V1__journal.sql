-- Facts and snapshots, in the shape that pekko-persistence-jdbc reads and writes.
CREATE TABLE troupe_fact (
    ordering           BIGSERIAL UNIQUE,
    deleted            BOOLEAN DEFAULT FALSE NOT NULL,
    persistence_id     VARCHAR(1024) NOT NULL,
    sequence_number    BIGINT NOT NULL,
    writer             TEXT NOT NULL,
    write_timestamp    BIGINT NOT NULL,
    adapter_manifest   TEXT NOT NULL,
    event_payload      BYTEA NOT NULL,
    event_ser_id       INTEGER NOT NULL,
    event_ser_manifest TEXT NOT NULL,
    meta_payload       BYTEA,
    meta_ser_id        INTEGER,
    meta_ser_manifest  TEXT,
    PRIMARY KEY (persistence_id, sequence_number)
);

CREATE TABLE troupe_fact_tag (
    event_id BIGINT NOT NULL REFERENCES troupe_fact (ordering) ON DELETE CASCADE,
    tag      TEXT NOT NULL,
    PRIMARY KEY (event_id, tag)
);

CREATE TABLE troupe_snapshot (
    persistence_id        VARCHAR(1024) NOT NULL,
    sequence_number       BIGINT NOT NULL,
    created               BIGINT NOT NULL,
    snapshot_ser_id       INTEGER NOT NULL,
    snapshot_ser_manifest TEXT NOT NULL,
    snapshot_payload      BYTEA NOT NULL,
    meta_ser_id           INTEGER,
    meta_ser_manifest     TEXT,
    meta_payload          BYTEA,
    PRIMARY KEY (persistence_id, sequence_number)
);
