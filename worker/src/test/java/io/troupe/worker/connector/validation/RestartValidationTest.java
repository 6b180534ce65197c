package io.troupe.worker.connector.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connector's own settings for its restarts are checked, and shown only to those who use them. */
class RestartValidationTest {

    private static final String PREFIX = "troupe.restart.";

    @Test
    void nobodyElseSeesThem() {
        ValidatedConfig plain = Validating.sink();

        assertThat(Validating.names(plain)).noneMatch(name -> name.startsWith("troupe."));
        assertThat(plain.groups()).doesNotContain("Restart");
    }

    @Test
    void whatIsSetIsShown() {
        ValidatedConfig config = Validating.sink(PREFIX + "policy", "none");

        assertThat(Validating.names(config))
                .filteredOn(name -> name.startsWith("troupe."))
                .containsExactly(PREFIX + "policy");
        assertThat(Validating.definition(config, PREFIX + "policy").name()).isEqualTo(PREFIX + "policy");
        assertThat(config.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"policy,always", "min.ms,0", "max.ms,soon", "reset.ms,-1"})
    void anInvalidValueIsRefusedByName(String key, String value) {
        assertThat(Validating.sink(PREFIX + key, value).errors()).isNotEmpty().allSatisfy(error -> assertThat(error)
                .contains(PREFIX + key));
    }
}
