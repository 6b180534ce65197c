package io.troupe.plugins;

import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;
import org.jspecify.annotations.Nullable;

/** Which versions of a plugin a setting asks for: any, one exactly, or a Maven range of them (behaviours 16). */
public final class VersionRequest {

    /** The highest version there is. */
    public static final VersionRequest ANY = new VersionRequest(null);

    private final @Nullable VersionRange range;

    private VersionRequest(@Nullable VersionRange range) {
        this.range = range;
    }

    /**
     * Reads a setting; null and {@code latest} ask for any version, and a version without brackets for itself only,
     * which Maven alone would take for a recommendation.
     *
     * @throws MalformedVersion when it is neither a version nor a range
     */
    public static VersionRequest of(@Nullable String setting) {
        String text = setting == null ? "latest" : setting.trim();
        if (text.equals("latest")) {
            return ANY;
        }
        try {
            VersionRange range = VersionRange.createFromVersionSpec(text);
            boolean bare = !text.startsWith("[") && !text.startsWith("(");
            return new VersionRequest(bare ? VersionRange.createFromVersionSpec("[" + text + "]") : range);
        } catch (InvalidVersionSpecificationException e) {
            throw new MalformedVersion(String.valueOf(e.getMessage()), e);
        }
    }

    boolean fits(PluginDescriptor plugin) {
        return range == null || range.containsVersion(plugin.artifactVersion());
    }

    @Override
    public String toString() {
        return String.valueOf(range);
    }
}
