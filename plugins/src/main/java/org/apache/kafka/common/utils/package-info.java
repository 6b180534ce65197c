/** What plugins use of Kafka's clients although Kafka has it no more. */
@NullMarked
package org.apache.kafka.common.utils;

import org.jspecify.annotations.NullMarked;
