/**
 * Classes of Kafka Connect's own runtime that plugins look for, under the names they look for and with what they touch.
 * Everything else of that runtime is not there.
 */
@org.jspecify.annotations.NullMarked
package org.apache.kafka.connect.runtime;
