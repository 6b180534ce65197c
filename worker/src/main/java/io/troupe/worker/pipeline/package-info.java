/** One record through transformations and converters. */
@NullMarked
package io.troupe.worker.pipeline;

import org.jspecify.annotations.NullMarked;
