package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.worker.LastingFailures;
import java.util.Set;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class KafkaTransactionFenceTest {

    private final SaidAdmin kafka = new SaidAdmin();
    private final KafkaTransactionFence fence =
            new KafkaTransactionFence(new TransactionIds("g", "orders"), Transacting.MARKS, () -> kafka.admin, () -> {
                throw new AssertionError("nothing is to be read");
            });

    @Test
    void saysWhichRightIsMissing() {
        kafka.fencing = new TransactionalIdAuthorizationException("no");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> fence.fence(Set.of(0)))
                .withMessage("Exactly-once sources need the rights DESCRIBE and WRITE on the transactional ids"
                        + " [g-orders-0] for their admin client")
                .matches(LastingFailures::include, "is not tried again");
    }

    @Test
    void isTriedAgainWhenKafkaCannotNow() {
        kafka.fencing = new org.apache.kafka.common.errors.TimeoutException("busy");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> fence.fence(Set.of(0)))
                .withMessage("Earlier transactions could not be fenced")
                .matches(failure -> !LastingFailures.include(failure), "may be tried again");
    }
}
