package io.troupe.node;

import com.typesafe.config.Config;
import io.troupe.persistence.journal.JournalSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** The nodes by which this one joins, besides those that the group's lease names. */
final class SeedNodes {

    static final String KEY = "troupe.cluster.seed.nodes";

    private SeedNodes() {}

    /**
     * In the order of the setting.
     *
     * @throws ConfigException when one is not host:port, or is on another host, and the database a file of this one
     */
    static List<String> of(Config config, JournalSettings journal) {
        String setting = config.getString(KEY);
        List<HostPort> seeds = setting.isBlank()
                ? List.of()
                : Arrays.stream(setting.split(",", -1))
                        .map(seed -> HostPort.parse(KEY, seed))
                        .toList();
        if (!journal.shared()) {
            seeds.stream().filter(seed -> !isHere(seed.host())).findFirst().ifPresent(seed -> {
                throw new ConfigException("Workers of one cluster share one database, but troupe.database.url is "
                        + journal.withoutParameters() + ", which belongs to this process alone, and " + KEY + " names "
                        + seed + " on another host: set troupe.database.url to a PostgreSQL database that all of them"
                        + " reach, or remove " + KEY);
            });
        }
        return seeds.stream().map(HostPort::toString).toList();
    }

    /** A name that cannot be resolved is no proof. */
    private static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                            .isPresent();
        } catch (IOException e) {
            return true;
        }
    }
}
