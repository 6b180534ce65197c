package io.troupe.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What a worker does about the topics that connectors use; keys as in contract/worker-configs.json.
 *
 * @param enabled whether they are listed
 * @param resettable whether users may make a list begin anew
 */
public record TopicTracking(boolean enabled, boolean resettable) {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("topic.tracking.enable", ConfigDef.Type.BOOLEAN, true, LOW, "Whether used topics are listed.")
            .define(
                    "topic.tracking.allow.reset",
                    ConfigDef.Type.BOOLEAN,
                    true,
                    LOW,
                    "Whether a list of used topics may be reset.");

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    public static TopicTracking of(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        return new TopicTracking(
                config.getBoolean("topic.tracking.enable"), config.getBoolean("topic.tracking.allow.reset"));
    }
}
