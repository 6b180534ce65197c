package io.troupe.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericMappingTest {

    @ParameterizedTest
    @CsvSource({
        "none, 5, 0, DECIMAL",
        "none, 0, 0, DECIMAL",
        "precision_only, 2, 0, INT8",
        "precision_only, 9, 0, INT32",
        "precision_only, 5, 2, DECIMAL",
        "precision_only, 19, 0, DECIMAL",
        "precision_only, 0, 0, DECIMAL",
        "best_fit, 2, 0, INT8",
        "best_fit, 4, 0, INT16",
        "best_fit, 9, 0, INT32",
        "best_fit, 18, 0, INT64",
        "best_fit, 19, 0, DECIMAL",
        "best_fit, 10, 2, FLOAT64",
        "best_fit, 20, 2, DECIMAL",
        "best_fit, 2, -3, INT32",
        "best_fit, 0, 0, FLOAT64",
        "best_fit_eager_double, 30, 2, FLOAT64",
        "best_fit_eager_double, 19, 0, DECIMAL",
        "best_fit_eager_double, 4, 0, INT16"
    })
    void aColumnBecomesWhatHoldsIt(String mapping, int precision, int scale, NumericMapping.As as) {
        assertThat(NumericMapping.of(mapping).of(precision, scale)).isEqualTo(as);
    }
}
