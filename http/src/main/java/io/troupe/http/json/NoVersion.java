package io.troupe.http.json;

import io.troupe.plugins.PluginDescriptor;

/** What Jackson leaves out: the version of a plugin that has none. One that is not known yet is null, and stays. */
final class NoVersion {

    @Override
    @SuppressWarnings("EqualsWhichDoesntCheckParameterClass") // Jackson compares it with versions
    public boolean equals(Object version) {
        return PluginDescriptor.UNDEFINED.equals(version);
    }

    @Override
    public int hashCode() {
        return PluginDescriptor.UNDEFINED.hashCode();
    }
}
