package io.troupe.cluster.join;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The second line: whoever joins without having asked is refused by the cluster itself, with fewer words. */
public final class TermsChecker extends JoinConfigCompatChecker {

    private final Seq<String> keys =
            CollectionConverters.asScala(List.of("troupe.cluster.terms")).toSeq();

    @Override
    public Seq<String> requiredKeys() {
        return keys;
    }

    @Override
    public ConfigValidation check(Config toCheck, Config own) {
        return JoinConfigCompatChecker.fullMatch(keys, toCheck, own);
    }
}
