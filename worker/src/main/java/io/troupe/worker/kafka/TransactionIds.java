package io.troupe.worker.kafka;

/**
 * The names under which the transactions of a connector's tasks go in Kafka.
 *
 * @param groupId of the workers
 */
public record TransactionIds(String groupId, String connector) {

    /** As Kafka Connect has it: contract/clients.json. */
    String transactional(int task) {
        return groupId + "-" + connector + "-" + task;
    }
}
