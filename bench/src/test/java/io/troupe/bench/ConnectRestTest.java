package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class ConnectRestTest {
    @Test
    void seesATaskThatFailed() throws JsonProcessingException {
        assertThat(ConnectRest.failureIn("{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"state\":\"FAILED\","
                        + "\"trace\":\"because\"}]}"))
                .contains("because");
    }

    @Test
    void seesNothingInOneThatRuns() throws JsonProcessingException {
        assertThat(ConnectRest.failureIn("{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}"))
                .isEmpty();
    }
}
