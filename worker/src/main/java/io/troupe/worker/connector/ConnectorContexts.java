package io.troupe.worker.connector;

import java.util.function.Consumer;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a connector may ask of us; it may ask from any thread. */
final class ConnectorContexts {

    private ConnectorContexts() {}

    /** What every connector's context does. */
    private static class Shared implements ConnectorContext {
        private final Runnable replan;
        private final Consumer<Exception> raise;
        private final PluginMetrics figures;

        Shared(Runnable replan, Consumer<Exception> raise, PluginMetrics figures) {
            this.replan = replan;
            this.raise = raise;
            this.figures = figures;
        }

        @Override
        public void requestTaskReconfiguration() {
            replan.run();
        }

        @Override
        public void raiseError(Exception e) {
            raise.accept(e);
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return figures;
        }
    }

    private static final class Sink extends Shared implements SinkConnectorContext {
        Sink(Runnable replan, Consumer<Exception> raise, PluginMetrics figures) {
            super(replan, raise, figures);
        }
    }

    private static final class Source extends Shared implements SourceConnectorContext {
        private final OffsetStorageReader offsets;

        Source(Runnable replan, Consumer<Exception> raise, PluginMetrics figures, OffsetStorageReader offsets) {
            super(replan, raise, figures);
            this.offsets = offsets;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return offsets;
        }
    }

    static ConnectorContext sink(Runnable replan, Consumer<Exception> raise, PluginMetrics figures) {
        return new Sink(replan, raise, figures);
    }

    static ConnectorContext source(
            Runnable replan, Consumer<Exception> raise, PluginMetrics figures, OffsetStorageReader offsets) {
        return new Source(replan, raise, figures, offsets);
    }
}
