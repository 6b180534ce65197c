package io.troupe.persistence.journal;

import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.config.SnapshotConfig;
import org.apache.pekko.persistence.jdbc.snapshot.dao.DefaultSnapshotDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/** Snapshots whose failures make somebody ask whether the database is still there: recoveries begin with them. */
public final class PatientSnapshotDao extends DefaultSnapshotDao {

    private final JournalHealth health;
    private final ExecutionContext executionContext;

    public PatientSnapshotDao(
            JdbcBackend.JdbcDatabaseDef db,
            JdbcProfile profile,
            SnapshotConfig config,
            Serialization serialization,
            ExecutionContext executionContext,
            Materializer materializer) {
        super(db, profile, config, serialization, executionContext, materializer);
        this.health = JournalHealth.of(materializer.system());
        this.executionContext = executionContext;
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> latestSnapshot(String persistenceId) {
        return noted(super.latestSnapshot(persistenceId));
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNr(String persistenceId, long most) {
        return noted(super.snapshotForMaxSequenceNr(persistenceId, most));
    }

    @Override
    public Future<BoxedUnit> save(SnapshotMetadata metadata, Object snapshot) {
        return noted(super.save(metadata, snapshot));
    }

    private <T> Future<T> noted(Future<T> access) {
        access.onComplete(health::noting, executionContext);
        return access;
    }
}
