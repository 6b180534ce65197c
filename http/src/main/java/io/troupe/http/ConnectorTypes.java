package io.troupe.http;

import io.troupe.cluster.connector.Connectors.View;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;

/** Whether a connector is a source or a sink, as far as this worker's plugins tell. */
public record ConnectorTypes(Plugins plugins) {

    /** {@code source}, {@code sink}, or {@code unknown} when its plugin is not installed here. */
    public String of(View view) {
        try {
            return plugins.findConnector(view.state().config().getOrDefault("connector.class", ""))
                    .type()
                    .wireName();
        } catch (UnknownPlugin e) {
            return "unknown";
        }
    }
}
