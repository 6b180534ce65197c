package io.troupe.http.extension;

import java.util.Set;

/**
 * A path that the worker serves itself.
 *
 * @param template as JAX-RS writes it, with variables in braces
 * @param methods that it has, OPTIONS not counted
 * @param gives media type of its answers
 */
public record ServedPath(String template, Set<String> methods, String gives) {}
