-- Which journal this is, and which cluster of each group works with it.
CREATE TABLE "troupe_journal" (
    "id" VARCHAR(36) NOT NULL PRIMARY KEY
);

INSERT INTO "troupe_journal" ("id") VALUES (CAST(RANDOM_UUID() AS VARCHAR(36)));

-- A row a group, changed by comparing: whoever finds another "epoch" than it knew has been overtaken.
CREATE TABLE "troupe_lease" (
    "group_id" VARCHAR(1024) NOT NULL PRIMARY KEY,
    "epoch"    BIGINT NOT NULL,
    "cluster"  VARCHAR(36) NOT NULL,
    "beats"    BIGINT NOT NULL,
    "released" BOOLEAN NOT NULL,
    "members"  VARCHAR NOT NULL,
    "excluded" VARCHAR NOT NULL
);
