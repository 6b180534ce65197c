package io.troupe.plugins;

import java.util.Comparator;
import java.util.Set;
import org.apache.maven.artifact.versioning.ArtifactVersion;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;

/**
 * A plugin that was found and could be created.
 *
 * <p>One class may appear several times: as several types (a converter that is a header converter too), in several
 * versions, from several locations.
 *
 * @param version what the plugin says itself, or {@link #UNDEFINED} (behaviours 16)
 * @param location the jar or folder that is the plugin, or {@link #CLASSPATH}
 */
public record PluginDescriptor(String className, PluginType type, String version, String location) {

    /** Version of a plugin that tells none. */
    public static final String UNDEFINED = "undefined";

    /** Location of the plugins that come with the worker itself. */
    public static final String CLASSPATH = "classpath";

    /** Maven's order of versions; a plugin without a version is older than any other. */
    static final Comparator<PluginDescriptor> BY_VERSION = Comparator.comparing(
                    (PluginDescriptor plugin) -> !plugin.version().equals(UNDEFINED))
            .thenComparing(PluginDescriptor::artifactVersion);

    /** The order of {@code GET /connector-plugins?connectorsOnly=false}. */
    static final Comparator<PluginDescriptor> LISTING = Comparator.comparing(PluginDescriptor::type)
            .thenComparing(PluginDescriptor::className)
            .thenComparing(BY_VERSION);

    /** The version in a form that Maven version ranges can be asked about. */
    public ArtifactVersion artifactVersion() {
        return new DefaultArtifactVersion(version);
    }

    /** Whether the plugin has a loader of its own. */
    public boolean isolated() {
        return !location.equals(CLASSPATH);
    }

    /** Names it answers to beside its class name, unless another class of the same type shares them. */
    Set<String> aliases() {
        return type.aliasesOf(className);
    }
}
