package io.troupe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://a/b' | INIT",
                "jdbc:h2:mem:x; init = runscript | init",
                "jdbc:h2:mem:x;DATABASE_EVENT_LISTENER='a.B' | DATABASE_EVENT_LISTENER",
                "jdbc:mysql://h/db?allowLoadLocalInfile=true | allowLoadLocalInfile",
                "jdbc:mysql://h/db?a=b&autoDeserialize=true | autoDeserialize",
                "jdbc:mysql://address=(host=h)(allowUrlInLocalInfile=true)/db | allowUrlInLocalInfile",
                "jdbc:mysql://(host=h,queryInterceptors=a.B)/db | queryInterceptors",
                "jdbc:mariadb://h/db?allowLocalInfile | ''",
                "jdbc:mariadb://h/db?ALLOWLOCALINFILE=1 | ALLOWLOCALINFILE",
                "jdbc:postgresql://h/db?socketFactory=a.B&socketFactoryArg=c | socketFactory,socketFactoryArg",
                "JDBC:POSTGRESQL://h/db?loggerFile=/etc/x | loggerFile",
                "jdbc:sqlite:/tmp/x?enable_load_extension=true | enable_load_extension"
            })
    void urlsMayNotMakeDriversTouchTheWorker(String url, String refused) {
        assertThat(String.join(",", DriverRules.refused(url, Map.of(), ""))).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoDeserialize", "AUTODESERIALIZE", "allowLoadLocalInfile"})
    void norMayPropertiesThatArePassedOn(String name) {
        Map<String, String> passed = Map.of(name, "true", "useSSL", "true");

        assertThat(DriverRules.refused("jdbc:mysql://h/db", passed, "")).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://h/db?useSSL=true&serverTimezone=UTC",
                "jdbc:postgresql://h/db?user=init&sslmode=require",
                "jdbc:h2:mem:init;MODE=MySQL",
                "jdbc:sqlite:/tmp/init"
            })
    void whatIsHarmlessPasses(String url) {
        assertThat(DriverRules.refused(url, Map.of(), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INIT", " init , x", "a,Init"})
    void theOperatorMayAllowIt(String allowed) {
        assertThat(DriverRules.refused("jdbc:h2:mem:x;INIT=SELECT 1", Map.of(), allowed))
                .isEmpty();
    }
}
