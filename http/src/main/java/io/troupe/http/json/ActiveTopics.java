package io.troupe.http.json;

import java.util.List;

/** The topics that a connector has used; its name stands around them. */
public record ActiveTopics(List<String> topics) {}
