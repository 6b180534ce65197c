package io.troupe.worker.connector.validation;

import static io.troupe.worker.connector.validation.Validating.WORKER;
import static io.troupe.worker.connector.validation.Validating.source;
import static io.troupe.worker.connector.validation.Validating.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.worker.provider.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Connectors that throw, say nothing or say too much; texts as in contract/rest/exactly-once.json. */
class DifficultPluginsTest {

    private static final String[] SECRETS = {
        "config.providers", "a",
        "config.providers.a.class", Vault.class.getName(),
        "config.providers.a.param.password", "s3cret",
        "config.providers.a.param.count", "many"
    };

    private static Map<String, String> worker(String... pairs) {
        Map<String, String> worker = new HashMap<>(WORKER);
        for (int i = 0; i < pairs.length; i += 2) {
            worker.put(pairs[i], pairs[i + 1]);
        }
        return worker;
    }

    private static List<String> supportErrors(Map<String, String> worker, String mood) {
        ValidatedConfig validated = source(worker, Difficult.class, "exactly.once.support", "required", "mood", mood);
        return value(validated, "exactly.once.support").errors();
    }

    @Test
    void whatValidateThrowsIsThrown() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> source(WORKER, Difficult.class, "mood", "throws", "user", "ann"))
                .withMessage("cannot log in as ann");
    }

    @Test
    void whoSaysNothingIsRefused() {
        assertThatExceptionOfType(UnusableConnector.class)
                .isThrownBy(() -> source(WORKER, Difficult.class, "mood", "null"))
                .withMessage(Difficult.class.getName() + ".validate() must return a Config that is not null.");
        assertThatExceptionOfType(UnusableConnector.class)
                .isThrownBy(() -> source(WORKER, Difficult.Silent.class))
                .withMessage(Difficult.Silent.class.getName() + ".config() must return a ConfigDef that is not null.");
    }

    @Test
    void exactlyOnceNeedsTheWorkerAndTheConnector() {
        Map<String, String> enabled = worker("exactly.once.source.support", "enabled");

        assertThat(supportErrors(enabled, "good")).isEmpty();
        assertThat(supportErrors(worker("exactly.once.source.support", "preparing"), "good"))
                .containsExactly("This worker does not have exactly-once source support enabled.");
        assertThat(supportErrors(WORKER, "bad"))
                .containsExactly(
                        "This worker does not have exactly-once source support enabled.",
                        "The connector does not support exactly-once semantics with the provided configuration.");
        assertThat(supportErrors(enabled, "bad")).hasSize(1);
        assertThat(value(
                                source(enabled, Difficult.class, "transaction.boundary", "connector", "mood", "bad"),
                                "transaction.boundary")
                        .errors())
                .singleElement()
                .asString()
                .contains("cannot be configured with 'transaction.boundary' set to 'connector'");
    }

    @Test
    void whatAReferenceStandsForIsNotShown() {
        ValidatedConfig validated = source(
                worker(SECRETS),
                Difficult.class,
                "password",
                "plain",
                "mood",
                "${a:password}",
                "count",
                "${a:count}",
                "transforms",
                "t",
                "transforms.t.type",
                "s3cret");

        assertThat(value(validated, "mood").value()).isEqualTo("${a:password}");
        assertThat(value(validated, "password").value()).isEqualTo("[hidden]");
        assertThat(value(validated, "count").value()).isEqualTo("${a:count}");
        assertThat(value(validated, "count").errors()).containsExactly(faulty("count"));
        assertThat(validated.settings()).noneMatch(setting -> setting.toString().contains("s3cret"));
    }

    private static String faulty(String setting) {
        return "Invalid value for configuration '" + setting
                + "': the value resolved from the config provider reference failed validation";
    }

    @Test
    void norIsWhatCouldStandThereInstead() {
        ValidatedConfig validated = source(
                worker(SECRETS), Difficult.class, "tasks.max", "${a:password}", "key.converter", "${a:password}");

        assertThat(value(validated, "tasks.max").errors()).containsExactly(faulty("tasks.max"));
        assertThat(value(validated, "key.converter").value()).isEqualTo("${a:password}");
        assertThat(value(validated, "key.converter").recommended()).isEmpty();
        assertThat(value(validated, "key.converter").errors()).containsExactly(faulty("key.converter"));
        assertThat(validated.errorCount()).isEqualTo(2);
    }

    @Test
    void providersThatAConfigurationBringsAreNotMade() {
        ValidatedConfig validated = source(
                WORKER,
                Difficult.class,
                "mood",
                "parses",
                "config.providers",
                "own",
                "config.providers.own.class",
                "no.Such");

        assertThat(validated.errorCount()).isZero();
    }

    @Test
    void norIsItInWhatAPluginThrows() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> source(worker(SECRETS), Difficult.class, "mood", "throws", "user", "${a:password}"))
                .withMessage("java.lang.IllegalStateException: cannot log in as ${a:password}")
                .withNoCause();
    }

    @Test
    void norAreSettingsThatItCallsPasswords() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() ->
                        source(WORKER, Difficult.class, "mood", "throws", "door", "let-me-in", "user", "let-me-in"))
                .withMessage("java.lang.IllegalStateException: cannot log in as [hidden]")
                .withNoCause();
    }
}
